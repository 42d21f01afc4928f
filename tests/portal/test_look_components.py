"""One set of components draws every form."""

import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import engines
from django.utils.translation import override

from portal.templatetags.portal import breakable, first_control, short_url, widget_kind


class DateParts(forms.MultiWidget):
    def __init__(self, attrs=None):
        super().__init__([forms.TextInput, forms.TextInput, forms.TextInput], attrs)

    def decompress(self, value):
        return [None, None, None]


class DatePartsField(forms.MultiValueField):
    widget = DateParts

    def __init__(self, **kwargs):
        super().__init__([forms.CharField(required=False)] * 3, require_all_fields=False, **kwargs)

    def compress(self, data_list):
        if data_list and data_list[1] == "13":
            raise ValidationError("Der Monat muss zwischen 1 und 12 liegen.", "month")
        return None


class Everything(forms.Form):
    name = forms.CharField(
        label="Name", help_text="Wie im <b>Ausweis</b>", error_messages={"required": "Wie heißen Sie?"}
    )
    note = forms.CharField(label="Zusatz", required=False, widget=forms.Textarea)
    country = forms.ChoiceField(label="Land", choices=[("", "Bitte wählen"), ("d", "Deutschland")])
    outside = forms.ChoiceField(
        label="Plätze im Freien?",
        help_text="Auch Stehtische",
        choices=[("j", "Ja"), ("n", "Nein")],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(label="Was?", choices=[("a", "A & B")], widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField(label="Gelesen")
    plan = forms.FileField(label="Plan")
    opening = DatePartsField(label="Tag der Eröffnung")
    version = forms.IntegerField(widget=forms.HiddenInput)


KINDS = {
    "name": "text",
    "note": "textarea",
    "country": "select",
    "outside": "radio",
    "needs": "checkboxes",
    "agreed": "checkbox",
    "plan": "file",
    "opening": "date",
}


def draw(template: str, **context) -> str:
    with override("de"):
        return engines["django"].from_string(template).render(context)


def draw_field(form: forms.Form, field: str) -> str:
    return draw('{% include "components/field.html" with field=field only %}', field=form[field])


@pytest.mark.parametrize(("field", "kind"), KINDS.items())
def test_each_widget_has_its_component(field, kind):
    assert widget_kind(Everything()[field]) == kind


@pytest.mark.parametrize("field", KINDS)
def test_every_control_has_a_label_or_legend(field):
    html = draw_field(Everything(), field)
    for control in re.findall(r"<(?:input|select|textarea)[^>]*>", html):
        control_id = re.search(r'id="([^"]+)"', control)[1]
        assert f'for="{control_id}"' in html
    if kind_is_group := widget_kind(Everything()[field]) in {"radio", "checkboxes", "date"}:
        assert "<legend" in html
    assert html.count("<fieldset") == kind_is_group


def test_hint_and_error_are_announced_with_the_input():
    html = draw_field(Everything({}), "name")
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.index("id_name_helptext") < html.index("Wie heißen Sie?") < html.index("<input")


def test_hint_and_error_of_a_group_are_announced_with_the_group():
    html = draw_field(Everything({}), "outside")
    assert 'aria-describedby="id_outside_helptext id_outside_error"' in html.split("<legend")[0]


def test_optional_fields_say_so_and_required_ones_do_not():
    assert "(freiwillig)" in draw_field(Everything(), "note")
    assert "(freiwillig)" not in draw_field(Everything(), "name")


def test_values_stay_after_an_error():
    form = Everything({"name": 'Müller "Anna" <b>', "outside": "n", "needs": ["a"], "agreed": "on", "opening_0": "3"})
    assert "Müller &quot;Anna&quot; &lt;b&gt;" in draw_field(form, "name")
    assert re.search(r'value="n"[^>]* checked', draw_field(form, "outside"))
    assert not re.search(r'value="j"[^>]* checked', draw_field(form, "outside"))
    assert re.search(r'value="a"[^>]* checked', draw_field(form, "needs"))
    assert "A &amp; B" in draw_field(form, "needs")
    assert " checked" in draw_field(form, "agreed")
    assert 'value="3"' in draw_field(form, "opening")


def test_only_the_wrong_part_of_a_date_is_marked():
    html = draw_field(Everything({"opening_0": "1", "opening_1": "13", "opening_2": "2027"}), "opening")
    assert html.count('aria-invalid="true"') == 1
    assert re.search(r'id="id_opening_1"[^>]*aria-invalid|aria-invalid[^>]*id="id_opening_1"', html)


def test_the_summary_says_the_same_words_and_links_to_the_control():
    form = Everything({"opening_1": "13"})
    form.add_error(None, "Die beiden Angaben passen nicht zusammen.")
    html = draw('{% include "components/error_summary.html" with form=form only %}', form=form)
    assert "data-error-summary" in html
    assert 'tabindex="-1"' in html
    assert "Die beiden Angaben passen nicht zusammen." in html
    assert '<a href="#id_opening_1">Der Monat muss zwischen 1 und 12 liegen.</a>' in html
    for field in form.visible_fields():
        if field.errors:
            assert f'href="#{first_control(field)}"' in html
            assert f'id="{first_control(field)}"' in draw_field(form, field.name)
            assert field.errors[0] in draw_field(form, field.name)


def test_without_errors_there_is_no_summary():
    assert draw('{% include "components/error_summary.html" with form=form only %}', form=Everything()).strip() == ""


def test_one_error_is_counted_as_one():
    class Short(forms.Form):
        name = forms.CharField()

    html = draw('{% include "components/error_summary.html" with form=form only %}', form=Short({}))
    assert "Bitte prüfen Sie eine Angabe" in html


def test_hidden_fields_stay_hidden():
    html = draw_field(Everything(), "version")
    assert 'type="hidden"' in html
    assert "label" not in html


def test_sent_texts_are_shown_as_text():
    html = draw(
        '{% include "components/sent.html" with sent=sent only %}', sent=["<script>alert(1)</script> Begründung"]
    )
    assert "&lt;script&gt;" in html
    assert "Ihr Text ist nicht verloren" in html


def test_addresses_read_well():
    assert breakable("a<b@example.de") == "a&lt;b@<wbr>example.de"
    assert short_url("https://www.guestrow.de/") == "www.guestrow.de"
