"""Two ways to use a page: with the mouse, and with nothing but the keyboard."""

from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator, Page, TimeoutError, expect

# More stops than any page has
MANY = 250


class Hands(Protocol):
    def arrive(self) -> None: ...

    def press(self, target: Locator) -> None: ...

    def write(self, field: Locator, text: str) -> None: ...

    def choose(self, option: Locator) -> None: ...

    def attach(self, field: Locator, files: list[Path]) -> None: ...


class Mouse:
    def __init__(self, page: Page) -> None:
        self.page = page

    def arrive(self) -> None:
        """A page that was just opened needs nothing."""

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def choose(self, option: Locator) -> None:
        option.check()

    def attach(self, field: Locator, files: list[Path]) -> None:
        field.set_input_files(files)


class Keyboard:
    """Tab, Enter, Space and arrows. At every stop the focus must be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def arrive(self) -> None:
        """The first stop of a page leads past the header."""
        if "#" in self.page.url:
            return  # the browser starts at the part that was asked for
        self.page.keyboard.press("Tab")
        expect(self.page.locator(".mv-skip")).to_be_focused()
        self._look()
        self.page.keyboard.press("Enter")
        expect(self.page.locator("main")).to_be_focused()

    def press(self, target: Locator) -> None:
        self.go_to(target)
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        self.go_to(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, option: Locator) -> None:
        """A checkbox by Space; a radio button by the arrows once its group is reached."""
        if option.get_attribute("type") != "radio":
            self.go_to(option)
            if not option.is_checked():
                self.page.keyboard.press("Space")
        else:
            name = option.get_attribute("name")
            self._tab_until(f"document.activeElement.name === '{name}'", what=f"the group {name}")
            for _ in range(MANY):
                if option.evaluate("element => element === document.activeElement"):
                    break
                self.page.keyboard.press("ArrowDown")
            self.page.keyboard.press("Space")
        expect(option).to_be_checked()

    def attach(self, field: Locator, files: list[Path]) -> None:
        """On a busy machine the browser may miss the first key; a person presses another one."""
        self.go_to(field)
        for key in ("Enter", "Space", "Enter"):
            try:
                with self.page.expect_file_chooser(timeout=10_000) as chooser:
                    self.page.keyboard.press(key)
            except TimeoutError:
                continue
            chooser.value.set_files(files)
            return
        raise AssertionError(f"{self.page.url}: no key opens the choice of files")

    def go_to(self, target: Locator) -> None:
        """Tab until the element has the focus."""
        expect(target).to_be_visible()
        target.evaluate("element => { window.wanted = element; }")
        self._tab_until("document.activeElement === window.wanted", what=str(target))

    def walk(self) -> list[str]:
        """Tab once through the whole page and out at its end; what was passed, in order."""
        passed: list[str] = []
        for _ in range(MANY):
            self.page.keyboard.press("Tab")
            stop = self._look()
            if not stop or (passed and stop == passed[0]):
                return passed
            passed.append(stop)
        raise AssertionError(f"{self.page.url} does not let go of the focus: {passed[-5:]}")

    def _tab_until(self, condition: str, *, what: str) -> None:
        self.page.evaluate(TWO_FRAMES)
        passed = []
        while not self.page.evaluate(condition):
            assert len(passed) < MANY, f"{self.page.url}: Tab never reaches {what}, but {passed[-5:]}"
            self.page.keyboard.press("Tab")
            passed.append(self._look())

    def _look(self) -> str:
        """The element with the focus; it must be on the screen, in nobody's shadow, and marked."""
        stop = self.page.evaluate(STOP)
        assert not stop["problem"], f"{self.page.url}: the focus is {stop['problem']} at {stop['element']}"
        return stop["element"]


# The page comes to rest: a jump to a part of it is over
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

# Scrolling to the focus may take some frames
STOP = """async () => {
  const element = document.activeElement;
  if (!element || element === document.body) return {element: '', problem: ''};
  const near = [element, element.parentElement, ...element.parentElement.querySelectorAll('label')];
  const isMarked = near.some((one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  });
  let box;
  const isOutside = () => {
    box = element.getBoundingClientRect();
    return box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth;
  };
  for (let frame = 0; frame < 60 && isOutside(); frame++) await new Promise(requestAnimationFrame);
  const [x, y] = [box.left + box.width / 2, Math.min(box.top + box.height / 2, innerHeight - 1)];
  const top = document.elementFromPoint(x, Math.max(y, 0));
  const isCovered = top && top !== element && !element.contains(top) && !top.contains(element)
    && !near.includes(top) && getComputedStyle(top).pointerEvents !== 'none'
    // The middle of an area on a map may be a town that is an area of its own
    && !(element.ownerSVGElement && element.ownerSVGElement === top.ownerSVGElement);
  const isHidden = isOutside() || box.width < 1;
  const problem = isHidden ? 'off the screen' : !isMarked ? 'not marked' : isCovered ? 'covered' : '';
  return {element: element.outerHTML.slice(0, 200), problem};
}"""
