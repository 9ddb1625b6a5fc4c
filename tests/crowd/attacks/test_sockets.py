"""Claims about the attacks on sockets: they tell a site that gives up from one that does not."""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from siaga.abuse.catalogue import CASES
from siaga.abuse.disguised_flood import TRIES
from siaga.crowd.abuser import Abuser
from siaga.crowd.attacks import files, slow
from siaga.crowd.attacks.catalogue import ATTACKS
from siaga.crowd.attacks.heads import TWO_ENDS
from siaga.crowd.browsers import Browsers
from siaga.judge.ill_answers import judge_answers
from tests.crowd.hostile_site import HostileSite, Script, Talk
from tests.crowd.ill_site import SURFACE, IllSite

Start = Callable[..., HostileSite]
HERE = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhere"
REFUSED = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
PLAIN_BYTES = 2_000
ODD = (b"drip", b"\0", b"X A", b"X-Host", b"elsewhere")


def _good(talk: Talk) -> None:
    """Answer what is plain, once, and refuse everything else at once."""
    said = b""
    while not said.endswith(b"\r\n\r\n"):
        chunk = talk.socket.recv(65_536)
        if not chunk:
            return
        said += chunk
        if b"drip" in said or b"POST" in said or len(said) > PLAIN_BYTES:
            break
    is_plain = said.count(b"GET / HTTP/1.1") == 1 and said.lower().count(b"host: ") == 1
    is_odd = len(said) > PLAIN_BYTES or any(one in said for one in ODD)
    talk.say(HERE if is_plain and not is_odd else REFUSED)


def _bad(talk: Talk) -> None:
    """Answer whatever ends as a head does, bodies or not, and wait for the rest of everything else."""
    ahead = b""
    with suppress(OSError):
        while chunk := talk.socket.recv(65_536):
            *heads, ahead = (ahead + chunk).split(b"\r\n\r\n")
            talk.say(HERE * len(heads))


@pytest.fixture
def abuser(tmp_path: Path, site: Start, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Abuser]:
    """Let somebody in who is in a hurry; of a site that plays a script."""
    monkeypatch.setattr(slow, "PATIENCE_S", 0.0)
    monkeypatch.setattr(files, "PATIENCE_S", 0.0)
    monkeypatch.setattr(slow, "MERCY_S", 0.1)
    monkeypatch.setattr(slow, "DRIP_EVERY_S", 0.05)
    monkeypatch.setattr("siaga.crowd.raw_attempt.HANGS_AFTER_S", 0.2)
    monkeypatch.setattr("siaga.crowd.attacks.heads.STAYS_S", 0.1)

    def let_in(case: str, script: Script, limit_s: float = 0.3) -> Abuser:
        table = IllSite(tmp_path, {})
        made = table.abuser(case, surface=SURFACE)
        browsers = Browsers(site(script).url, 1.0, run_id="r1")
        began_s = time.monotonic()
        made.world = replace(table.world(), browsers=browsers, now_s=lambda: time.monotonic() - began_s)
        made.limit_s = limit_s
        made.tried = table.tried  # type: ignore[attr-defined]
        return made

    return let_in


def _judged(me: Abuser) -> str:
    ATTACKS[me.case.name](me)
    me.leave()
    tried = cast("Callable[[], list]", me.tried)()  # type: ignore[attr-defined, type-arg]
    assert {one.probe for one in tried} == set(me.case.answers)
    return judge_answers(me.case, tried, ()).state


LONG_S = 2.0
FEW = 20
ON_SOCKETS = (
    "framing",
    "long-heads",
    "slow-heads",
    "slow-bodies",
    "slow-readers",
    "hoarding",
    "endless-uploads",
)


def test_every_attack_on_sockets_is_tried_here() -> None:
    """None is left out."""
    in_part = {"slow-bodies", "endless-uploads"}
    without_browser = {name for name, one in CASES.items() if not one.needs} | in_part
    assert set(ON_SOCKETS) == without_browser


@pytest.mark.parametrize("case", ON_SOCKETS)
def test_a_site_that_gives_up_at_once_is_good(
    abuser: Callable[..., Abuser], monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    """And whoever comes aside is answered meanwhile; on a busy machine that may take a while."""
    monkeypatch.setattr(slow, "MERCY_S", LONG_S)
    monkeypatch.setattr("siaga.crowd.attacks.heads.STAYS_S", LONG_S)
    assert _judged(abuser(case, _good, limit_s=LONG_S)) == "met"


@pytest.mark.parametrize(("believed", "state"), [(b"", "met"), (b"X-Forwarded-For", "broken")])
def test_who_comes_from_one_address_is_counted_as_one(
    abuser: Callable[..., Abuser], believed: bytes, state: str
) -> None:
    """A site that believes the header sees a new visitor each time, and refuses none."""
    asked: Counter[bytes] = Counter()
    places: set[str] = set()

    def counting(talk: Talk) -> None:
        head = talk.hear()
        who = [line for line in head.split(b"\r\n") if believed and line.startswith(believed)]
        places.add(talk.socket.getpeername()[0])
        asked[b"".join(who)] += 1
        status = b"429 Too Many" if asked[b"".join(who)] > FEW else b"400 Bad"
        talk.say(b"HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % status)

    assert _judged(abuser("disguised-flood", counting, limit_s=LONG_S)) == state
    assert places == {"127.0.0.66"}
    assert len(asked) == (TRIES if believed else 1)


def test_every_request_on_a_socket_names_the_run(abuser: Callable[..., Abuser]) -> None:
    """What is smuggled in the body of another, too: a bad site takes it for a request."""
    said: list[bytes] = []

    def hears(talk: Talk) -> None:
        heard = b""
        with suppress(OSError):
            while chunk := talk.socket.recv(65_536):
                heard += chunk
        said.append(heard)

    me = abuser("framing", hears)
    ATTACKS["framing"](me)
    me.leave()
    whole = b"".join(said)
    assert whole.count(b"GET /siaga-smuggled HTTP/1.1\r\n") == len(TWO_ENDS)
    heads = whole.count(b" HTTP/1.1\r\n")
    assert heads == whole.count(b"\r\nSiaga-Run: r1\r\n")
    assert heads == whole.count(b"\r\nUser-Agent: Mozilla/5.0 (siaga rehearsal)\r\n")


@pytest.mark.parametrize(
    ("case", "script"),
    [*((case, _bad) for case in ON_SOCKETS if case != "hoarding"), ("hoarding", Talk.wait)],
)
def test_a_site_that_waits_for_ever_or_takes_everything_is_bad(
    abuser: Callable[..., Abuser], case: str, script: Script
) -> None:
    """Whatever the case is about."""
    assert _judged(abuser(case, script)) == "broken"
