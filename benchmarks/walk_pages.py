"""The pages that one person sees: looked at, filled in and pressed in a browser, and complained of."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response
from walk_person import MissedError

DEADLINE_MS = 10_000
WAITS, EVERY_S = 200, 0.3
MOST_TABS = 120
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HAS_FOCUS = "one => one === document.activeElement"
_FINE, _KEPT, _BAD = 200, 304, 400
"""What a page is answered with, one that the browser has already, and the least that is no answer."""

_OF_A_STATUS = "Failed to load resource"
"""Chromium says so of every page with a status of 400 or more, which `look` is told to expect."""


class ChromiumPages:
    """The pages as they are in Chromium.

    Args:
        context: of the browser, with nobody's cookies.
        hosts: from which something may be loaded.
        pictures: beginning of the names of the pictures; None: none is drawn.
        by_keyboard: whether everything is reached with the Tab key, and no mouse is used.
    """

    def __init__(
        self, context: BrowserContext, hosts: set[str], pictures: Path | None, *, by_keyboard: bool
    ) -> None:
        self.complaints: list[str] = []
        self._context = context
        self._hosts = hosts
        self._pictures = pictures
        self._drawn = 0
        self._by_keyboard = by_keyboard
        self._status = 0
        context.set_default_timeout(DEADLINE_MS)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))
        context.on("request", self._asked)
        context.on("response", self._answered)
        self.page: Page = context.new_page()

    @property
    def path(self) -> str:
        """Where the person is."""
        return urlsplit(self.page.url).path

    def go(self, url: str, status: int = _FINE) -> None:
        """Open an address, and look at the page."""
        self.page.goto(url, wait_until="load")
        self.look(status)

    def look(self, status: int = _FINE) -> None:
        """Look at a page, which has to have a status, and complain of how it is made."""
        where = self.path
        if self._status not in {status, _KEPT if status == _FINE else status}:
            raise MissedError(f"{where} has status {self._status}; {status} was due")
        if self._pictures is not None:
            self._drawn += 1
            name = f"{self._pictures.name}-{self._drawn:02d}.png"
            self.page.screenshot(path=self._pictures.with_name(name), full_page=True)
        if (over_px := self.page.evaluate(SIDEWAYS)) > 0:
            self.complaints.append(f"sideways: {where} is {over_px} px wider than the window")
        if (count := self.page.locator("h1").count()) != 1:
            self.complaints.append(f"heading: {where} has {count}; one says what the page is")
        if not self.page.locator("html[lang]").count():
            self.complaints.append(f"language: {where} has none")
        if not self.page.title().strip():
            self.complaints.append(f"title: {where} has none")

    def has(self, selector: str) -> bool:
        """Tell whether something is there."""
        return self.page.locator(selector).count() > 0

    def see(self, selector: str) -> None:
        """See something, or miss it."""
        self._first(selector)

    def text(self, selector: str) -> str:
        """Read something."""
        return self._first(selector).inner_text()

    def address(self, selector: str) -> str:
        """Read where a link leads."""
        return self._first(selector).get_attribute("href") or ""

    def is_at(self, pattern: str) -> None:
        """Be at a path, or miss it."""
        if not re.fullmatch(pattern, self.path):
            raise MissedError(f"is at {self.path}; {pattern} was due")

    def press(self, selector: str, status: int = _FINE) -> None:
        """Press a button or follow a link, and look at the page that comes."""
        wanted = self._first(selector)
        with self.page.expect_navigation(wait_until="load"):
            if self._by_keyboard:
                self._reach(wanted)
                self.page.keyboard.press("Enter")
            else:
                wanted.click()
        self.look(status)

    def fill(self, **fields: str) -> None:
        """Write into fields, or choose, by their names."""
        for name, text in fields.items():
            field = self._first(f"#{name}")
            self._reach(field)
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(text)
            else:
                field.fill(text)

    def tick_in_each(self, selector: str) -> int:
        """Choose the first of several in each of some groups, and give how many groups there are."""
        groups = self.page.locator(selector).all()
        for group in groups:
            wanted = group.locator("input").first
            if self._by_keyboard:
                self._reach(wanted)
                self.page.keyboard.press("Space")
            else:
                wanted.check()
        return len(groups)

    def hand_in(self, selector: str, name: str, content: bytes) -> None:
        """Choose a picture."""
        wanted = self._first(selector)
        self._reach(wanted)
        wanted.set_input_files({"name": name, "mimeType": "image/png", "buffer": content})

    def wait_for(self, selector: str) -> None:
        """Load the page again and again until it has something, and look at it; or miss it."""
        for _ in range(WAITS):
            if self.has(selector):
                return self.look()
            self.pause(EVERY_S)
            self.page.reload(wait_until="load")
        raise MissedError(f"{self.path} has no {selector} after {WAITS * EVERY_S:g} s")

    def pause(self, seconds: float) -> None:
        """Do nothing for a while."""
        self.page.wait_for_timeout(seconds * 1_000)

    @contextmanager
    def beside(self, url: str) -> Iterator[None]:
        """Give a while in another tab."""
        here = self.page
        self.page = self._context.new_page()
        self.go(url)
        yield
        self.page.close()
        self.page = here

    def _first(self, selector: str) -> Locator:
        found = self.page.locator(selector)
        if not found.count():
            raise MissedError(f"{self.path} has no {selector}")
        return found.first

    def _reach(self, wanted: Locator) -> None:
        """Get to something with the Tab key, where there is no mouse."""
        if not self._by_keyboard:
            return
        for _ in range(MOST_TABS):
            if wanted.evaluate(HAS_FOCUS):
                return
            self.page.keyboard.press("Tab")
        raise MissedError(f"{self.path}: {wanted} cannot be reached with the keyboard")

    def _said(self, message: ConsoleMessage) -> None:
        if not message.text.startswith(_OF_A_STATUS):
            self.complaints.append(f"console: {message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        host = urlsplit(request.url).netloc
        if host not in self._hosts and not request.url.startswith("data:"):
            self.complaints.append(f"request: {request.url} is elsewhere")

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self._status = response.status
        elif response.status >= _BAD:
            self.complaints.append(f"request: {response.url} has status {response.status}")
