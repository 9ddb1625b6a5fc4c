"""Claims about the loader: resources come at once, each is a sample, and none ends a journey."""

import threading
from collections.abc import Callable

import pytest

from siaga.crowd import loader
from siaga.crowd.sample import Sample
from siaga.crowd.visitor import JourneyEndedError
from siaga.scenario.link import Link
from tests.crowd.hostile_site import HostileSite, Script, Talk, ok, says
from tests.crowd.visitor_stage import EVERYBODY, Stage

Start = Callable[..., HostileSite]

HTML = b"Content-Type: text/html"
FRESH = b"Cache-Control: max-age=60"


def _page(*names: str) -> bytes:
    return ok("".join(f'<img src="{name}">' for name in names).encode(), HTML)


def _serves(answers: dict[str, bytes]) -> Script:
    """Give the script that answers by path; what is empty gets no answer."""

    def play(talk: Talk) -> None:
        while answer := answers[talk.hear().split(b" ")[1].decode()]:
            talk.say(answer)

    return play


def _told(samples: list[Sample]) -> list[tuple[str, str, str]]:
    return sorted((one.step, one.method, one.reason) for one in samples)


def test_a_page_is_loaded_with_what_it_names(stage: Stage, site: Start) -> None:
    """The document, each resource and the whole page are steps of their own."""
    at = site(_serves({"/": _page("a.png", "b.png"), "/a.png": ok(b"A"), "/b.png": ok(b"B" * 9)}))
    stage.url = at.url
    me = stage.visitor(at_s=9.5)
    assert b"a.png" in me.open("/", step="home").body
    me.leave()
    assert _told(stage.recorded()) == [
        ("home", "GET", ""),
        ("home/resources", "GET", ""),
        ("home/resources", "GET", ""),
        ("home/whole", "PAGE", ""),
    ]
    whole = next(one for one in stage.samples if one.step == "home/whole")
    assert (whole.intended_s, whole.started_s) == (9.5, 10.0)
    assert whole.received_bytes == sum(
        one.received_bytes for one in stage.samples if one.step != "home/whole"
    )


def test_six_connections_carry_resources_at_once_and_are_kept(stage: Stage, site: Start) -> None:
    """No fewer come, and no more; the next page uses them again."""
    together = threading.Barrier(loader.LINES)
    names = [f"{n}.png" for n in range(loader.LINES)]

    def play(talk: Talk) -> None:
        while path := talk.hear().split(b" ")[1]:
            if path != b"/":
                together.wait(5)
            talk.say(_page(*names, *names) if path == b"/" else ok(b"A"))

    at = site(play)
    stage.url = at.url
    me = stage.visitor()
    for _visit in range(2):
        me.open("/", step="home")
    me.leave()
    assert at.connections == loader.LINES
    assert {one.reason for one in stage.recorded()} == {""}


def test_what_the_cache_has_is_not_asked_for(stage: Stage, site: Start) -> None:
    """A second page with the same resource asks for nothing but itself, or with a condition."""
    answers = {
        "/": _page("a.png", "b.png"),
        "/a.png": ok(b"A", FRESH),
        "/b.png": ok(b"B", b"Cache-Control: no-cache", b'ETag: "b"'),
    }
    at = site(_serves(answers))
    stage.url = at.url
    me = stage.visitor()
    me.open("/", step="home")
    answers["/b.png"] = b'HTTP/1.1 304 Not Modified\r\nETag: "b"\r\n\r\n'
    me.open("/", step="again")
    me.leave()
    asked = [one.split(b" ")[1] for one in at.heard]
    assert (asked.count(b"/"), asked.count(b"/a.png"), asked.count(b"/b.png")) == (2, 1, 2)
    assert b'\r\nif-none-match: "b"\r\n' in next(one for one in reversed(at.heard) if b"/b.png" in one)
    assert _told(stage.recorded())[:3] == [
        ("again", "GET", ""),
        ("again/resources", "GET", ""),
        ("again/whole", "PAGE", ""),
    ]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (ok(status=b"404 None"), "status 404"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", "timeout"),
        (b"nonsense\r\n\r\n", "bad-answer"),
        (b"", "closed"),
        (ok(b"", b"Location: http://example.org/", status=b"302 Moved"), "foreign-redirect"),
    ],
)
def test_a_resource_that_does_not_come_is_counted_and_ends_nothing(
    stage: Stage, site: Start, answer: bytes, reason: str
) -> None:
    """The person sees the page, which is not whole."""
    stage.url = site(_serves({"/": _page("a.png"), "/a.png": answer})).url
    stage.browse_within_s = 0.5
    me = stage.visitor()
    me.open("/", step="home")
    me.leave()
    assert _told(stage.recorded()) == [
        ("home", "GET", ""),
        ("home/resources", "GET", reason),
        ("home/whole", "PAGE", "incomplete"),
    ]


def test_nobody_is_visited_who_has_not_agreed(stage: Stage, site: Start) -> None:
    """A resource elsewhere is passed over, as one that cannot be asked for is."""
    cdn = site(says(ok(b"c")))
    names = ("http://example.org/x.png", "http://a:b@127.0.0.1/x.png", f"{cdn.url}/c.png")
    home = ok(
        _page(*names).partition(b"\r\n\r\n")[2], HTML, b"Set-Cookie: s=1", b"Set-Cookie: t=2; Secure"
    )
    stage.url = site(says(home)).url
    me = stage.visitor()
    me.open("/", step="home")
    me.leave()
    assert [one.step for one in stage.recorded()] == ["home", "home/resources", "home/whole"]
    assert b"\r\nCookie: s=1; t=2\r\n" in cdn.heard[0]


def test_no_resource_is_begun_when_time_or_room_is_over(
    stage: Stage, site: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole page says so."""
    stage.url = site(_serves({"/": _page("a.png"), "/a.png": ok(b"A" * 99)})).url
    me = stage.visitor()
    monkeypatch.setattr(loader, "MOST_PAGE_BYTES", 0)
    me.open("/", step="large")
    monkeypatch.undo()
    stage.deadline_s = 0.0
    me.open("/", step="late")
    me.leave()
    assert _told(stage.recorded()) == [
        ("large", "GET", ""),
        ("large/whole", "PAGE", "too-large"),
        ("late", "GET", ""),
        ("late/whole", "PAGE", "timeout"),
    ]


def test_a_slow_line_carries_one_resource_after_the_other(stage: Stage, site: Start) -> None:
    """Six connections would be six lines."""
    names = ["a.png", "b.png", "c.png"]
    at = site(_serves({"/": _page(*names), **{f"/{name}": ok(b"A") for name in names}}))
    stage.url = at.url
    link = Link.model_validate({"sends": "1000000/s", "takes": "1000000/s"})
    stage.population = EVERYBODY.model_copy(update={"link": link})
    me = stage.visitor()
    me.open("/", step="home")
    me.leave()
    assert at.connections == 1
    assert len(stage.recorded()) == 5


def test_a_page_that_does_not_come_ends_the_journey_and_loads_nothing(stage: Stage, site: Start) -> None:
    """As any step does."""
    stage.url = site(_serves({"/": ok(b'<img src="a.png">', HTML, status=b"503 Busy")})).url
    me = stage.visitor()
    with pytest.raises(JourneyEndedError, match="status 503"):
        me.open("/", step="home")
    assert _told(stage.recorded()) == [("home", "GET", "status 503")]
