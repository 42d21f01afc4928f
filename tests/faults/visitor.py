"""A visitor without a browser: reads a form as HTML, fills it in, sends it, and is as stubborn as people are."""

import re
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import requests

AGAIN = (502, 503, 504)


@dataclass
class HtmlForm:
    """One form of a page with the values its fields hold."""

    action: str
    method: str
    values: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


class FormReader(HTMLParser):
    """Collects the forms of a page; radio buttons and checkboxes only where checked."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[HtmlForm] = []
        self.inside: HtmlForm | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = HtmlForm(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self.inside)
        elif self.inside and "name" in given:
            self.inside.names.add(given["name"])
            if tag != "input":
                return
            kind = given.get("type", "text")
            if kind in {"radio", "checkbox"} and "checked" not in given:
                return
            if kind not in {"file", "submit", "button"}:
                self.inside.values.append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None


class Visitor:
    """Keeps cookies and repeats a request for as long as the portal says that it will be back."""

    def __init__(self, base: str, *, patience: float = 120.0) -> None:
        self.base = base
        self.patience = patience
        self.session = requests.Session()
        self.page: requests.Response | None = None

    def send(self, method: str, url: str, **options) -> requests.Response:
        until = time.monotonic() + self.patience
        while True:
            try:
                answer = self.session.request(method, urljoin(self.base, url), timeout=30, **options)
                if answer.status_code not in AGAIN:
                    self.page = answer
                    return answer
            except requests.ConnectionError:
                pass
            except requests.Timeout:
                pass
            if time.monotonic() > until:
                raise AssertionError(f"{method} {url}: the portal did not come back")
            time.sleep(0.5)

    def open(self, url: str) -> requests.Response:
        return self.send("GET", url)

    def forms(self, action: str = "") -> list[HtmlForm]:
        """The forms of the main part that post and whose action contains the word."""
        reader = FormReader()
        main = re.search(r"<main.*?</main>", self.page.text, re.DOTALL)
        reader.feed(main.group(0) if main else self.page.text)
        return [form for form in reader.forms if form.method == "post" and action in form.action]

    def form(self, action: str = "") -> HtmlForm:
        """The first of them."""
        forms = self.forms(action)
        assert forms, f"{self.page.url} ({self.page.status_code}) holds no form {action!r}"
        return forms[0]

    def names(self) -> set[str]:
        """What the page's form asks."""
        return self.form().names

    def fill(
        self, answers: dict[str, str | list[str]], *, action: str = "", files: dict | None = None
    ) -> requests.Response:
        """Send the page's form with these answers."""
        form = self.form(action)
        kept = [(name, value) for name, value in form.values if name not in answers]
        for name, value in answers.items():
            kept += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        target = urljoin(self.page.url, form.action) if form.action else self.page.url
        return self.send("POST", target, data=kept, files=files)
