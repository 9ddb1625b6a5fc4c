"""The pages that one person sees: looked at, filled in and pressed in a browser, and complained of."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response

DEADLINE_MS = 10_000
WAITS_S = 60.0
MOST_TABS = 120
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HAS_FOCUS = "one => one === document.activeElement"
FAULTS = ".faults"
_OF_A_STATUS = "Failed to load resource"
"""Chromium says so of every page with a status of 400 or more, which `look` is told to expect."""


class MissedError(Exception):
    """Something that has to be there is not."""


class Pages:
    """What a person sees and does.

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

    def go(self, url: str, status: int = 200) -> None:
        """Open an address, and look at the page."""
        self.page.goto(url, wait_until="load")
        self.look(status)

    def look(self, status: int = 200) -> None:
        """Look at a page, which has to have a status, and complain of how it is made."""
        where = self.path
        if self._status != status:
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

    def see(self, selector: str) -> Locator:
        """Give the first that is there of something.

        Raises:
            MissedError: nothing of it is there.
        """
        found = self.page.locator(selector)
        if not found.count():
            raise MissedError(f"{self.path} has no {selector}")
        return found.first

    def is_at(self, pattern: str) -> None:
        """Find oneself at a path.

        Raises:
            MissedError: it is another one.
        """
        if not re.fullmatch(pattern, self.path):
            raise MissedError(f"is at {self.path}; {pattern} was due")

    def press(self, selector: str, status: int = 200) -> None:
        """Press a button or follow a link, and look at the page that comes."""
        wanted = self.see(selector)
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
            field = self.see(f"#{name}")
            self._reach(field)
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(text)
            else:
                field.fill(text)

    def tick(self, selector: str) -> None:
        """Choose one of several."""
        wanted = self.see(selector)
        if self._by_keyboard:
            self._reach(wanted)
            self.page.keyboard.press("Space")
        else:
            wanted.check()

    def hand_in(self, selector: str, name: str, content: bytes) -> None:
        """Choose a picture."""
        wanted = self.see(selector)
        self._reach(wanted)
        wanted.set_input_files({"name": name, "mimeType": "image/png", "buffer": content})

    def wait_for(self, selector: str) -> None:
        """Load the page again and again until it has something, and look at it.

        Raises:
            MissedError: it has not come in time.
        """
        every_ms, waited_ms = 300, 0.0
        while not self.page.locator(selector).count():
            if waited_ms > WAITS_S * 1_000:
                raise MissedError(f"{self.path} has no {selector} after {WAITS_S:g} s")
            self.page.wait_for_timeout(every_ms)
            waited_ms += every_ms
            self.page.reload(wait_until="load")
        self.look()

    @contextmanager
    def beside(self, url: str) -> Iterator[None]:
        """Give a while in another tab."""
        here = self.page
        self.page = self._context.new_page()
        self.go(url)
        yield
        self.page.close()
        self.page = here

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
        elif not response.ok:
            self.complaints.append(f"request: {response.url} has status {response.status}")
