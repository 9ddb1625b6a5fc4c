"""Claims about watched browsers: what they ask is written down, whichever of a visitor's asks it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from siaga.crowd.request import Upload
from siaga.record.walk_fact import Asked
from tests.crowd.hostile_site import HostileSite, in_turn, ok, says
from tests.crowd.walk.walk_stage import WalkStage

Start = Callable[..., HostileSite]


@pytest.fixture
def stage(tmp_path: Path) -> WalkStage:
    """Give the stage of the test."""
    return WalkStage(tmp_path)


def test_a_twin_is_watched_as_well_and_has_the_cookies(stage: WalkStage, site: Start) -> None:
    """Pages are loaded by twins; what one is told, the other knows."""
    given = ok(b"1").replace(b"\r\n\r\n", b"\r\nSet-Cookie: s=abcdef\r\n\r\n")
    at = site(in_turn(says(given), says(ok(b"2"))))
    stage.url = at.url
    browser = stage.walker().browser
    twin = browser.twin()
    assert [browser.get("/a").body, twin.get("/b").body] == [b"1", b"2"]
    browser.close()
    twin.close()
    assert [one.path for one in stage.of(Asked) if isinstance(one, Asked)] == ["/a", "/b"]
    assert b"Cookie: s=abcdef" in at.heard[1]
    assert at.connections == 2


@pytest.mark.parametrize(
    ("options", "carried"),
    [
        ({}, ""),
        ({"json": {"a": 1}}, 'json {"a": 1}'),
        ({"form": {"a": "1"}}, 'form {"a": "1"}'),
        ({"body": b"12345"}, "5 bytes"),
        (
            {"files": {"photo": Upload(name="p.png", kind="image/png", content=b"12")}},
            'files {"photo": "p.png, 2 bytes"}',
        ),
    ],
)
def test_what_a_request_carries_is_shown(
    stage: WalkStage, site: Start, options: dict[str, object], carried: str
) -> None:
    """Of files their names and sizes, of bytes how many."""
    stage.url = site(says(ok(b""))).url
    browser = stage.walker().browser
    browser.request("POST", "/a", **options)  # type: ignore[arg-type]
    browser.close()
    (asked,) = (one for one in stage.of(Asked) if isinstance(one, Asked))
    assert asked.carried == carried
