"""Claims about the walk of `make walk`: its person finds the way through the pages that there are."""

import sys
from collections.abc import Sequence
from types import ModuleType

import pytest

from tests.benchmarks.conftest import Script
from tests.benchmarks.plain_pages import PlainPages, xpath

QUICK = ("--time-scale", "0.05")
SITES: dict[str, tuple[str, ...]] = {
    "seats at once": (),
    "a waiting room and held seats": ("--no-walk-in", "--hold-s", "300"),
    "lots": ("--draw",),
}


@pytest.fixture
def person(script: Script) -> ModuleType:
    """Give the script."""
    return script("walk_person")


def walked(person: ModuleType, pages: PlainPages, url: str, stages: Sequence[str]) -> None:
    """Walk some stages."""
    for name in stages:
        person.walk(name, pages, url, "en")


@pytest.mark.parametrize("name", SITES)
def test_a_person_gets_from_the_home_page_to_a_seat(
    script: Script, person: ModuleType, name: str
) -> None:
    """Here without a browser: every link, button and field that the walk names is on the pages."""
    pages = PlainPages(person.MissedError)
    with script("started_site").started(sys.executable, *QUICK, *SITES[name]) as site:
        walked(person, pages, site.url, tuple(person.STAGES))
    assert pages.path == "/sessions"


def test_a_person_who_misses_something_says_what(script: Script, person: ModuleType) -> None:
    """Where there is no seat the walk ends at the button that would give it."""
    pages, stages = PlainPages(person.MissedError), list(person.STAGES)
    before = stages.index("join")
    with script("started_site").started(sys.executable, *QUICK, "--quota", "0") as site:
        walked(person, pages, site.url, stages[:before])
        with pytest.raises(person.MissedError, match=r"^/waves/1/join has no main form button$"):
            walked(person, pages, site.url, stages[before:])


@pytest.mark.parametrize(
    ("selector", "path"),
    [
        ("main a.button", "//main//a[contains(concat(' ', normalize-space(@class), ' '), ' button ')]"),
        ("nav a[href^='/me']", "//nav//a[starts-with(@href, '/me')]"),
        ("#nik[aria-invalid=true]", "//*[@id='nik'][@aria-invalid='true']"),
        ("form:has(#code) button", "//form[.//*[@id='code']]//button"),
        ("main a[href*='/inboxes/']", "//main//a[contains(@href, '/inboxes/')]"),
    ],
)
def test_a_selector_says_the_same_as_a_path(selector: str, path: str) -> None:
    """Of the kinds that the walk has."""
    assert xpath(selector) == path
