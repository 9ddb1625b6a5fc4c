"""Claims about the page of journeys: each snippet is a journey that can be walked."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import gevent
import pytest
import yaml

from siaga.crowd.answer import Answer
from siaga.crowd.browser import Browser
from siaga.crowd.turn import Turn
from siaga.scenario.load import loads
from tests.crowd.hostile_site import HostileSite, Talk, ok
from tests.crowd.socket_site import SocketTalk
from tests.crowd.visitor_stage import Stage
from tests.scenario.days import DAY

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "journeys.md").read_text(encoding="utf-8")
SNIPPETS = {
    section: snippet
    for section, text in re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    for snippet in re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
}

ANSWERS = {
    "/": ok(b'<link rel="stylesheet" href="/a.css">', b"Content-Type: text/html"),
    "/a.css": ok(b"p{}"),
    "/accounts": ok(b"{}"),
    "/basket": ok(b"{}"),
    "/orders": ok(b"{}"),
    "/orders/7": ok(b"{}"),
    "/api/v1/message/1": ok(b'{"Text": "http://site.test/?token=t-1&x"}'),
}

STEPS = {
    "A request and its answer": {"order", "send-order", "put-order", "change-order", "remove-order"},
    "A page with everything that it names": {"home", "home/resources", "home/whole"},
    "Events of the server": {"queue", "queue-first", "queue-place"},
    "A WebSocket": {"queue", "queue-place"},
    "A waiting room": {"ticket", "queue"},
    "Hundreds of thousands who wait": {"ticket", "queue", "account"},
    "Letters": {"inbox"},
    "Another host of the site": {"basket"},
}


STREAM = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
    b"data: 20\n\ndata: 10\n\nevent: admitted\ndata: in\n\n"
)


WAITS = ok(b'{"in": false, "estimated_wait_s": 3}', b"Retry-After: 0")


def _serve(talk: Talk) -> None:
    while path := (request := talk.hear()).split(b" ")[1].decode():
        if path == "/queue/ws":
            SocketTalk(talk, request=request).echo()
            return
        if path == "/queue":
            say = WAITS if request.startswith(b"POST") else ok(b'{"in": true, "pass": "p"}')
        elif path.startswith("/api/v1/search"):
            say = ok(b'{"messages": [{"ID": "1"}]}')
        else:
            say = STREAM if path == "/queue/stream" else ANSWERS[path]
        talk.say(say)


def _turn(answer: Answer) -> Turn:
    shown = answer.json()
    return Turn(admitted=shown["in"], token=shown.get("pass", ""))


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A stage at a site that has all that the page asks for; both ports of the page are its own."""
    gevent.get_hub().loop.update_now()
    with ExitStack() as undo:

        def browse(url: str, *, deadline_s: float = 5.0, **options: Any) -> Browser:  # noqa: ANN401
            made = Browser(url, deadline_s=deadline_s, **options)
            undo.callback(made.close)
            return made

        at = HostileSite(_serve)
        undo.callback(at.close)
        stage = Stage(tmp_path, browse, url=at.url)
        undo.callback(stage.journal.close)
        undo.callback(stage.recorder.close)
        yield stage


def test_what_the_page_shows_of_a_scenario_can_be_played() -> None:
    """The hosts are hosts."""
    (block,) = re.findall(r"^```yaml fragment=site\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    content = {**yaml.safe_load(DAY), "site": yaml.safe_load(block)}
    assert len(loads(yaml.safe_dump(content), "journeys.md").site.hosts) == 2


def test_every_snippet_of_the_page_is_walked() -> None:
    """One a section: a second one would be walked in place of the first."""
    assert PAGE.count("\n```python\n") == len(SNIPPETS) == len(STEPS)


@pytest.mark.parametrize("section", SNIPPETS)
def test_what_the_page_shows_can_be_walked(stage: Stage, section: str) -> None:
    """Every step that it names is taken and ends as it should."""
    me = stage.visitor()
    written = re.sub(r"http://127\.0\.0\.1:80\d\d", stage.url, SNIPPETS[section])
    names: dict[str, Any] = {"me": me, "turn": _turn}
    exec(compile(written, section, "exec"), names)  # noqa: S102 - it is our own page
    if "registrant" in names:
        me.stay(me.walk(names["registrant"]))
    me.leave()
    assert {one.step for one in stage.recorded() if not one.reason} == STEPS[section]
