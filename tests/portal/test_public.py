"""Remembering under the number of the public state."""

from collections.abc import Iterator

import pytest
from django.template import Context, engines
from django.utils.translation import override

from portal import public
from portal.public import KeptEach, keep, keep_for, public_number, remembered


@pytest.fixture
def number() -> Iterator[None]:
    told = public_number.set(7)
    public.forget()
    yield
    public.forget()
    public_number.reset(told)


def counted() -> tuple[list, object]:
    calls = []

    @remembered
    def double(value: int) -> int:
        calls.append(value)
        return value * 2

    return calls, double


def test_without_a_number_nothing_is_remembered():
    calls, double = counted()
    assert (double(2), double(2)) == (4, 4)
    assert calls == [2, 2]


@pytest.mark.usefixtures("number")
class TestWithNumber:
    def test_once_for_the_same(self):
        calls, double = counted()
        assert [double(2), double(2), double(3)] == [4, 4, 6]
        assert calls == [2, 3]

    def test_anew_for_another_number_or_language(self):
        calls, double = counted()
        double(2)
        with override("en"):
            double(2)
        told = public_number.set(8)
        double(2)
        public_number.reset(told)
        assert calls == [2, 2, 2]

    def test_nothing_found_is_an_answer_too(self):
        calls = []
        for _ in range(2):
            assert keep(("nichts",), lambda: calls.append(1)) is None
        assert calls == [1]

    def test_it_does_not_grow_without_end(self, monkeypatch):
        monkeypatch.setattr(public, "LIMIT", 3)
        for number in range(10):
            keep((number,), lambda: None)
        assert len(public._kept) <= 3

    def test_a_failure_is_not_remembered(self):
        with pytest.raises(ZeroDivisionError):
            keep(("fehler",), lambda: 1 / 0)
        assert keep(("fehler",), lambda: 1) == 1

    def test_parts_of_a_template_by_what_they_vary_with(self):
        template = engines["django"].from_string("{% kept teil a %}{{ a }}{{ b }}{% endkept %}").template
        assert [template.render(Context({"a": a, "b": b})) for a, b in ((1, 2), (1, 3), (2, 3))] == ["12", "12", "23"]


class TestWithoutNumber:
    """What names all that it depends on stays true whatever changes, and wherever it is asked for."""

    def test_parts_of_a_template(self):
        public.forget()
        template = engines["django"].from_string("{% kept teil a %}{{ a }}{{ b }}{% endkept %}").template
        assert [template.render(Context({"a": a, "b": b})) for a, b in ((1, 2), (1, 3), (2, 3))] == ["12", "12", "23"]

    def test_one_language_is_not_the_other(self):
        public.forget()
        assert keep_for(("Wort",), lambda: "Wort") == "Wort"
        with override("en"):
            assert keep_for(("Wort",), lambda: "word") == "word"

    def test_what_was_made_first_goes_first(self, monkeypatch):
        public.forget()
        monkeypatch.setattr(public, "LIMIT", 2)
        made = []
        for name in ("a", "b", "c", "b", "a"):
            keep_for((name,), lambda name=name: made.append(name))
        assert made == ["a", "b", "c", "a"]


class TestKeptEach:
    """Values for many keys, of which only those not known yet are read."""

    @staticmethod
    def reading(most: int = 10) -> tuple[list[list[int]], object]:
        asked: list[list[int]] = []
        kept: KeptEach[int, int] = KeptEach(most)

        def read(keys: list[int]) -> dict[int, int]:
            asked.append(keys)
            return {key: key * 2 for key in keys if key < 100}

        return asked, lambda *keys: kept.get(keys, read)

    def test_without_a_number_all_are_read_anew(self):
        asked, get = self.reading()
        assert (get(1, 2), get(1, 2)) == ({1: 2, 2: 4}, {1: 2, 2: 4})
        assert asked == [[1, 2], [1, 2]]
        assert get() == {}

    @pytest.mark.usefixtures("number")
    def test_only_what_is_missing_is_read(self):
        asked, get = self.reading()
        assert get(1, 2) == {1: 2, 2: 4}
        assert get(2, 3, 100) == {2: 4, 3: 6}
        assert get(100, 1) == {1: 2}
        assert asked == [[1, 2], [3, 100]]

    @pytest.mark.usefixtures("number")
    def test_another_number_another_language_and_a_new_process_begin_anew(self):
        asked, get = self.reading()
        get(1)
        with override("en"):
            get(1)
        public_number.set(8)
        get(1)
        public.forget()
        get(1)
        assert asked == [[1], [1], [1], [1]]

    @pytest.mark.usefixtures("number")
    def test_one_too_many_begins_anew(self):
        asked, get = self.reading(most=2)
        get(1, 2, 3)
        assert get(1) == {1: 2}
        assert asked == [[1, 2, 3], [1]]
