"""People before a browser of their own, and what they can do on any page of the portal."""

import re
from copy import copy
from io import BytesIO
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from tests.journeys.checks import DESKTOP, check, is_trouble
from tests.journeys.hands import Hands, Mouse
from tests.journeys.sessions import begin_session
from tests.running_portal import RunningPortal

PASSWORD = "vorfuehrung-mv"
EVA, BIRTE, CORD = "ea@demo.example", "guestrow@demo.example", "landkreis@demo.example"
ANNA, KATRIN, OLAF = "anna@demo.example", "leitung@demo.example", "betrieb@demo.example"
PATIENT = 30_000
# For what the worker does meanwhile: that many times reloaded, and how long to look each time
OFTEN, LOOK = 120, 750

POST = """([address, values]) => {
  const form = Object.assign(document.createElement('form'), {method: 'post', action: address});
  for (const [name, value] of Object.entries(values)) {
    form.append(Object.assign(document.createElement('input'), {name, value}));
  }
  document.body.append(form);
  form.submit();
}"""

expect.set_options(timeout=PATIENT)


class Person:
    """`thorough` people check every page they see; without `script` their browser runs no JavaScript."""

    def __init__(
        self,
        browser: Browser,
        portal: RunningPortal,
        *,
        hands: type[Hands] = Mouse,
        script: bool = True,
        thorough: bool = False,
    ) -> None:
        self.portal = portal
        self.context = browser.new_context(
            base_url=f"http://localhost:{portal.port}",  # as in the links of its mails
            locale="de-DE",
            timezone_id="Europe/Berlin",
            viewport=DESKTOP,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENT)
        self.troubles: list[str] = []
        self.context.on("page", self._listen)
        self.page = self.context.new_page()
        self.hands = hands(self.page)
        self.script = script
        self.thorough = thorough

    def _listen(self, page: Page) -> None:
        page.on("console", lambda message: is_trouble(message, page) and self.troubles.append(message.text))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def leave(self) -> None:
        self.context.close()
        assert not self.troubles, self.troubles

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def is_logged_in(self, email: str) -> None:
        """Has logged in before, and now stands on the page that follows."""
        key = begin_session(self.portal, email)
        where = f"http://localhost:{self.portal.port}"
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": where}])
        self.open("/konto/weiter/")

    # Going and looking

    def open(self, address: str, *, status: int = 200) -> None:
        answer = self.page.goto(address)
        assert answer.status == status, f"{address}: {answer.status}"

    def sees(self, heading: str | re.Pattern) -> None:
        """Stands on the page with this heading, and its title begins with no error."""
        expect(self.page.locator("h1")).to_contain_text(heading)
        assert not self.page.title().startswith("Fehler:"), self.page.title()
        self.looks_around()
        self.hands.arrive()

    def looks_around(self) -> None:
        if self.thorough:
            check(self.page)

    def reads(self, *texts: str | re.Pattern) -> None:
        for text in texts:
            expect(self.main).to_contain_text(text)

    def sees_errors(self, *sentences: str) -> None:
        """The summary has the focus and says the same as the fields, and its links lead to them."""
        expect(self.page).to_have_title(re.compile("^Fehler:"))
        summary = self.page.locator("[data-error-summary]")
        if self.script:
            expect(summary).to_be_focused()
        self.looks_around()
        links = summary.get_by_role("link")
        expect(links).to_have_text(list(sentences))
        expect(self.main.locator(".kern-error")).to_have_text([f"Fehler: {sentence}" for sentence in sentences])
        for link in links.all():
            self.hands.press(link)
            expect(self.page.locator(link.get_attribute("href"))).to_be_focused()

    def waits_for(self, target: Locator) -> None:
        """Reloads the page until the worker has done its part."""
        for _ in range(OFTEN):
            try:
                expect(target).to_be_visible(timeout=LOOK)
            except AssertionError:
                self.page.reload()
            else:
                return
        expect(target).to_be_visible()

    def in_new_tab(self, address: str) -> "Person":
        """The same person at a second tab of the same browser."""
        other = copy(self)
        other.page = self.context.new_page()
        other.hands = type(self.hands)(other.page)
        other.open(address)
        return other

    def posts_by_hand(self, address: str, values: dict[str, str], *, with_token: bool = True) -> None:
        """Send what no form of the page offers."""
        token = self.page.locator("[name=csrfmiddlewaretoken]").first.input_value() if with_token else ""
        with self.page.expect_navigation():
            self.page.evaluate(POST, [address, values | {"csrfmiddlewaretoken": token}])

    # Using a page

    def button(self, name: str | re.Pattern) -> Locator:
        return self.main.get_by_role("button", name=whole(name))

    def link(self, name: str | re.Pattern) -> Locator:
        return self.main.get_by_role("link", name=whole(name)).first

    def field(self, label: str) -> Locator:
        return self.main.get_by_label(whole(label))

    def press(self, name: str | re.Pattern) -> None:
        self.hands.press(self.button(name))

    def follow(self, name: str | re.Pattern) -> None:
        self.hands.press(self.link(name))

    def write(self, label: str, text: str) -> None:
        self.hands.write(self.field(label), text)

    def write_day(self, question: str, day: str) -> None:
        group = self.main.get_by_role("group", name=question)
        for part, number in zip(("Tag", "Monat", "Jahr"), day.split(), strict=True):
            self.hands.write(group.get_by_label(part, exact=True), number)

    def choose(self, question: str, option: str) -> None:
        self.hands.choose(self.main.get_by_role("group", name=question).get_by_label(re.compile(f"^{option}")))

    def tick(self, label: str) -> None:
        self.hands.choose(self.main.get_by_label(label))

    def attach(self, label: str, *files: Path) -> None:
        self.hands.attach(self.field(label), list(files))

    def read_pdf(self, link: str | re.Pattern) -> str:
        """The words of the PDF behind a link, in one line."""
        answer = self.context.request.get(self.link(link).get_attribute("href"))
        assert answer.headers["content-type"] == "application/pdf", answer.status
        pages = PdfReader(BytesIO(answer.body())).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())


def whole(name: str | re.Pattern) -> re.Pattern:
    """The whole name; what is only read aloud stands apart by a space, and a voluntary question says so."""
    if isinstance(name, re.Pattern):
        return name
    return re.compile(rf"^{re.escape(name).replace(':', ' ?:')}( \(freiwillig\))?$")
