"""Claims about a raw attempt: it says whose it is, and is written down as it ended."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from siaga.crowd.abuser import Abuser, Seen
from siaga.crowd.browsers import Browsers
from siaga.crowd.failure import Reason
from siaga.crowd.raw_attempt import as_seen, dripping, head, raw_attempt
from siaga.crowd.raw_exchange import Heard, Speech
from tests.crowd.hostile_site import HostileSite, Talk
from tests.crowd.ill_site import IllSite

BAD = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"


def _abuser(site: IllSite, url: str) -> Abuser:
    me = site.abuser("framing")
    me.world = replace(site.world(), browsers=Browsers(url, 5.0, run_id="run-7"))
    return me


def _heard(statuses: tuple[int, ...], why: Reason | None) -> Heard:
    return Heard(statuses=statuses, why=why, closed=True, sent_bytes=1, received_bytes=1, after_s=0.1)


def test_a_head_names_the_site_and_the_run_and_siaga(tmp_path: Path) -> None:
    """Whoever runs the site knows whose load it is, also of what no browser would send."""
    me = _abuser(IllSite(tmp_path, {}), "http://127.0.0.1:8080")
    lines = head(me, "GET /", "X-A: b").decode().split("\r\n")
    assert lines == [
        "GET / HTTP/1.1",
        "Host: 127.0.0.1:8080",
        "User-Agent: Mozilla/5.0 (siaga rehearsal)",
        "Siaga-Run: run-7",
        "X-A: b",
        "",
    ]


def test_an_attempt_is_written_down_with_its_status(
    tmp_path: Path, site: Callable[..., HostileSite]
) -> None:
    """Or as whoever judges it sees it."""

    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(BAD)

    table = IllSite(tmp_path, {})
    me = _abuser(table, site(script).url)
    speech = Speech(pieces=[head(me, "GET /") + b"\r\n"])
    assert raw_attempt(me, "malformed", speech) == Seen(status=400)
    seen = Seen(status=400, gained="too much")
    assert raw_attempt(me, "malformed", speech, judged=lambda _heard: seen) == seen
    assert [(one.probe, one.status, one.gained) for one in table.tried()] == [
        ("malformed", 400, ""),
        ("malformed", 400, "too much"),
    ]


@pytest.mark.parametrize(
    ("statuses", "why", "seen"),
    [
        ((400, 200), None, Seen(status=400)),
        ((), Reason.RESET, Seen(why="reset")),
        ((), Reason.TIMEOUT, Seen(why="timeout")),
    ],
)
def test_the_first_status_counts_or_why_there_is_none(
    statuses: tuple[int, ...], why: Reason | None, seen: Seen
) -> None:
    """As for any attempt."""
    assert as_seen(_heard(statuses, why)) == seen


def test_drops_follow_the_first_piece() -> None:
    """No more than there are to be."""
    assert list(dripping(b"a", lambda n: b"%d" % n, 3)) == [b"a", b"0", b"1", b"2"]
