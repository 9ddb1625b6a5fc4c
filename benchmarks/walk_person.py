"""A person on their way: everything from the home page to a seat, as stages that follow one another."""

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import Protocol

EMAIL = "jalan.kaki@warga.test"
WORDS = "tiga kata sandi"
PERSON = {"kk": "9701010508900001", "name": "Budi Santoso", "birth_date": "1990-08-05"}
NIK = "9701010508900002"
PROFILE = {"address": "Jalan Melati 5, RT 03/RW 07", "region": "97"}
CHOICES = {"education": "diploma", "employment": "seeking"}
PHONE = "0841-0000-0007"
READS_S = 1.0
"""How long the questions of the test are read for; answers that come sooner may be refused."""

FAULTS = ".faults"
NEXT = "main a.button"
SUBMIT = "main form button"
PLACE = "main form[action^='/queue?'] button"
MINE = "nav a[href^='/me']"
IN_AN_EMAIL = "article a[href*='/accounts/verify-email']"
QUESTIONS = "main fieldset"
_CODE = re.compile(r"\b\d{6}\b")


class MissedError(Exception):
    """Something that has to be there is not."""


class Pages(Protocol):
    """What a person sees and does; each of it may be missed, which raises a MissedError."""

    @property
    def path(self) -> str:
        """Where the person is."""
        ...

    def go(self, url: str, status: int = 200) -> None:
        """Open an address, whose page has to have a status."""
        ...

    def press(self, selector: str, status: int = 200) -> None:
        """Press a button or follow a link, and see the page that comes."""
        ...

    def fill(self, **fields: str) -> None:
        """Write into fields, or choose, by their ids."""
        ...

    def hand_in(self, selector: str, name: str, content: bytes) -> None:
        """Choose a picture."""
        ...

    def tick_in_each(self, selector: str) -> int:
        """Choose the first of several in each of some groups, and give how many groups there are."""
        ...

    def has(self, selector: str) -> bool:
        """Tell whether something is there."""
        ...

    def see(self, selector: str) -> None:
        """See something."""
        ...

    def text(self, selector: str) -> str:
        """Read something."""
        ...

    def address(self, selector: str) -> str:
        """Read where a link leads."""
        ...

    def is_at(self, pattern: str) -> None:
        """Be at a path."""
        ...

    def wait_for(self, selector: str) -> None:
        """Load the page again and again until it has something."""
        ...

    def pause(self, seconds: float) -> None:
        """Do nothing for a while."""
        ...

    def beside(self, url: str) -> AbstractContextManager[None]:
        """Give a while in another tab."""
        ...


def picture(text: str) -> bytes:
    """Give the smallest file that passes for a picture, another one for every text."""
    header = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes([0, 0, 0, 1]) * 2
    return header + text.encode("ascii")


def home(pages: Pages, url: str, language: str) -> None:
    """Look around, and find nothing where there is nothing."""
    pages.go(f"{url}/?lang={language}")
    pages.press("nav a[href^='/announcements']")
    pages.press("main a[href^='/announcements/']")
    pages.go(f"{url}/nowhere?lang={language}", status=404)
    pages.press("a.brand")
    pages.is_at("/")


def account(pages: Pages, _url: str, _language: str) -> None:
    """Open an account, once it is one's turn."""
    pages.press("nav a[href^='/accounts']")
    _queue(pages)
    pages.is_at("/accounts")
    pages.fill(email=EMAIL, password=WORDS)
    pages.press(SUBMIT)


def link(pages: Pages, _url: str, _language: str) -> None:
    """Read the e-mail, follow its link and press the button that is there."""
    pages.press(f"{NEXT}[href*='/inboxes/']")
    pages.wait_for(IN_AN_EMAIL)
    pages.press(IN_AN_EMAIL)
    pages.press(SUBMIT)
    pages.press(f"{NEXT}[href^='/sessions']")


def log_in(pages: Pages, _url: str, _language: str) -> None:
    """Mistype the password, and then do not."""
    pages.is_at("/sessions")
    pages.fill(email=EMAIL, password=WORDS[1:])
    pages.press(SUBMIT, status=401)
    pages.see(FAULTS)
    pages.fill(email=EMAIL, password=WORDS)
    pages.press(SUBMIT)
    pages.is_at("/me")


def identity(pages: Pages, _url: str, _language: str) -> None:
    """Leave a digit out, and then do not."""
    pages.press(NEXT)
    pages.is_at("/identity")
    pages.fill(nik=NIK[:-1], **PERSON)
    pages.press(SUBMIT, status=400)
    pages.see(f"{FAULTS} a[href='#nik']")
    pages.see("#nik[aria-invalid=true]")
    pages.fill(nik=NIK)
    pages.press(SUBMIT)
    _next(pages, "/profile")


def profile(pages: Pages, _url: str, _language: str) -> None:
    """Write it."""
    pages.press(NEXT)
    pages.fill(**PROFILE, **CHOICES)
    pages.press(SUBMIT)
    _next(pages, "/documents")


def documents(pages: Pages, _url: str, _language: str) -> None:
    """Hand both pictures in."""
    pages.press(NEXT)
    for kind in ("ktp", "selfie"):
        pages.is_at("/documents")
        pages.hand_in(f"#{kind}", f"{kind}.png", picture(kind))
        pages.press(f"form:has(#{kind}) button")
    _next(pages, "/phone")


def phone(pages: Pages, _url: str, _language: str) -> None:
    """Name a phone, guess at its code in vain, and read it."""
    pages.press(NEXT)
    pages.fill(phone=PHONE)
    pages.press(SUBMIT)
    pages.fill(code="000000")
    pages.press("form:has(#code) button", status=400)
    pages.see(FAULTS)
    with pages.beside(pages.address("main a[href*='/inboxes/']")):
        pages.wait_for("article .text")
        found = _CODE.search(pages.text("article .text"))
    if found is None:
        raise MissedError("the SMS has no code of six digits")
    pages.fill(code=found[0])
    pages.press("form:has(#code) button")
    _next(pages, "/assessment")


def test(pages: Pages, _url: str, _language: str) -> None:
    """Read the questions, answer them all, and wait for the result."""
    pages.press(NEXT)
    pages.press(SUBMIT)
    pages.pause(READS_S)
    if not pages.tick_in_each(QUESTIONS):
        raise MissedError(f"{pages.path} has no questions")
    pages.press(SUBMIT)
    pages.wait_for(f"{NEXT}[href*='/join']")


def join(pages: Pages, _url: str, _language: str) -> None:
    """Press the button, twice where a seat is held first."""
    pages.press(f"{NEXT}[href*='/join']")
    pages.is_at("/waves/1/join")
    pages.press(SUBMIT)
    if pages.path == "/waves/1/join":
        pages.see(".card.strong")
        pages.press(SUBMIT)
    pages.is_at(r"/registrations/[0-9a-f]{32}")


def status(pages: Pages, url: str, _language: str) -> None:
    """Find the registration everywhere, and get no second one."""
    own = pages.path
    number = pages.text("main .facts .code")
    if not own.endswith(number):
        raise MissedError(f"{own} shows the registration {number}")
    pages.press("main p.back a")
    pages.is_at("/registrations")
    pages.press(f"main a[href='{own}']")
    pages.press(MINE)
    _queue(pages)
    pages.press(f"{NEXT}[href='{own}']")
    pages.go(f"{url}/waves/1/join")
    pages.is_at(own)


def log_out(pages: Pages, url: str, _language: str) -> None:
    """Leave, and be asked to log in before anything is shown again."""
    pages.press("nav form button")
    pages.is_at("/")
    pages.go(f"{url}/me")
    _queue(pages)
    pages.is_at("/sessions")


def _queue(pages: Pages) -> None:
    """Where there is a waiting room, take a place in it and go in when it is one's turn."""
    if pages.path == "/queue":
        if pages.has(PLACE):
            pages.press(PLACE)
        pages.wait_for(NEXT)
        pages.press(NEXT)


def _next(pages: Pages, path: str) -> None:
    """See on one's own page what comes next, once it does."""
    if pages.path != "/me":
        pages.press(MINE)
    pages.wait_for(f"{NEXT}[href^='{path}']")


STAGES: Mapping[str, Callable[[Pages, str, str], None]] = MappingProxyType(
    {
        "home": home,
        "account": account,
        "e-mail link": link,
        "log in": log_in,
        "identity": identity,
        "profile": profile,
        "documents": documents,
        "phone": phone,
        "test": test,
        "join": join,
        "status": status,
        "log out": log_out,
    }
)
"""In the order in which they are walked."""


def walk(stage: str, pages: Pages, url: str, language: str) -> None:
    """Walk a stage, at the end of which the site still speaks the person's language.

    Args:
        stage: its name.
        pages: that the person sees.
        url: of the site.
        language: `id` or `en`.

    Raises:
        MissedError: something that has to be there is not.
    """
    STAGES[stage](pages, url, language)
    pages.see(f"html[lang={language}]")
