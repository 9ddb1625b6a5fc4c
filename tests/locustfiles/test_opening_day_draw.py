"""Claims about how people of the shipped journeys apply where seats are drawn, and look afterwards."""

import hashlib
import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from siaga.stage.site import BuiltInSite
from siaga.stage.timetable import WAVE
from tests.crowd.locust_run import run_script
from tests.locustfiles.test_opening_day import LOCUSTFILE, SEATS, Walk, listed, started, walked

SCRIPT = """
    import json, sys
    from types import SimpleNamespace
    from siaga.crowd import plugin
    from locust.util.load_locustfile import load_locustfile

    load_locustfile(sys.argv[1])
    parts = vars(sys.modules["joining"])

    class Me:
        person = SimpleNamespace(nik="1")
        def __init__(self, answers, wave):
            self.answers, self.wave, self.saws = answers, wave, []
            self.saw = SimpleNamespace(
                holding=lambda *seen: self.saws.append(["holding", *seen]),
                drawn=lambda *seen: self.saws.append(["drawn", *seen]),
                lots=lambda *seen, person: self.saws.append(["lots", *seen]),
                remaining=lambda seats, person: self.saws.append(["remaining", seats]),
            )
        def wait(self, pause_s):
            self.saws.append(["waits", pause_s])
        def get(self, path, *, step, headers):
            body = self.wave if path == "/" else self.answers.pop(0)
            return SimpleNamespace(json=lambda: body)

    def way(part, *told):
        me = Me(*told)
        parts[part](me, **({"step": "home"} if part == "wave" else {}))
        return me.saws

    print(json.dumps([way(*told) for told in json.loads(sys.argv[2])]))
"""
"""Has people without a network look at results and home pages, and says what they noted."""
BEFORE = {"seats_left": 5, "draw": {"commitment": "c", "seed": None}}
AFTER = {"seats_left": 0, "draw": {"commitment": "c", "seed": "s"}}
APPLIED = [{"registration_id": "r", "status": "applied", "seat": None}]
DRAWN = [{"registration_id": "r", "status": "drawn", "seat": 7}]
NOT_DRAWN = [{"registration_id": "r", "status": "not-drawn", "seat": None}]
LOOK: list[Any] = [["waits", 30], ["holding", "1", "r"]]
SEEN: list[Any] = [["waits", 20], ["lots", "c", "s"]]


def test_people_look_until_lots_are_drawn_and_note_what_they_are_shown() -> None:
    """The seats left say nothing, before or afterwards; nobody looks for ever."""
    told = [
        ["result", [APPLIED, DRAWN], AFTER],
        ["result", [NOT_DRAWN], AFTER],
        ["result", [APPLIED] * 60, BEFORE],
        ["wave", [], BEFORE],
        ["wave", [], {"seats_left": 4, "seats_held": 1, "draw": None}],
    ]
    assert json.loads(run_script(SCRIPT, str(LOCUSTFILE), json.dumps(told))) == [
        [*LOOK, *LOOK, ["drawn", "1", "7"], *SEEN],
        [*LOOK, ["drawn", "1", ""], *SEEN],
        LOOK * 60,
        [["lots", "c", ""]],
        [["remaining", 5]],
    ]


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401 - a generator's fixture
    """Start the built-in site with eight seats that are drawn."""
    yield from started(tmp_path_factory.mktemp("site"), "--draw")


def closed_once_everybody_applied(site: BuiltInSite, people: int) -> threading.Thread:
    """Have joining close as soon as so many have applied."""

    def close() -> None:
        """Look until they have."""
        while len(listed(site, "roll")) < people:
            time.sleep(0.2)
        site.tell(WAVE, {"closes_at": time.time()})

    thread = threading.Thread(target=close, daemon=True)
    thread.start()
    return thread


def test_a_site_that_draws_lots_keeps_what_the_journeys_promised_for_it(
    drawing: BuiltInSite, tmp_path: Path
) -> None:
    """Twelve apply for eight seats: all are acknowledged, told once, and shown what is on the roll."""
    (tmp_path / "before").mkdir()
    (tmp_path / "day").mkdir()
    before = walked(drawing, tmp_path / "before", "refresher", range(30, 31))
    closing = closed_once_everybody_applied(drawing, 12)
    walk = walked(drawing, tmp_path / "day", "registrant", range(12))
    closing.join()
    assert walk.failed == []
    kept = walk.of("complete", outcome="ok")
    assert (walk.steps["join"], walk.steps["lots"], len(kept)) == (12, 12, 12)
    roll = {one.person: one.seat or "" for one in listed(drawing, "roll")}
    assert sum(bool(seat) for seat in roll.values()) == SEATS
    assert {one["person"]: one["text"] for one in walk.of("sight", what="drawn")} == roll
    assert sorted(one.person for one in listed(drawing, "notices")) == sorted(roll)
    (digest,) = _texts(before, "commitment")
    (seed,) = _texts(walk, "seed")
    assert hashlib.sha256(seed.encode()).hexdigest() == digest


def _texts(walk: Walk, what: str) -> set[str]:
    return {one["text"] for one in walk.of("sight", what=what)}
