"""Claims about how people of the shipped journeys join where a seat is held first."""

import json
from pathlib import Path
from typing import Any

import pytest

from siaga.stage.site import BuiltInSite
from tests.crowd.locust_run import run_script
from tests.locustfiles.test_opening_day import LOCUSTFILE, SEATS, listed, started, walked

SCRIPT = """
    import json, sys
    from types import SimpleNamespace
    from siaga.crowd import plugin
    from locust.util.load_locustfile import load_locustfile
    from siaga.crowd.visitor import JourneyEndedError

    parts = load_locustfile(sys.argv[1])[0]["OpeningDay"].journeys["registrant"].__globals__

    def answer(status, body):
        said = lambda key: str(body.get(key, ""))
        return SimpleNamespace(status=status, json=lambda: body, said=said)

    class Me:
        person = SimpleNamespace(nik="1", name="Ana", phone="+6284", email="a@b.test")
        saw = SimpleNamespace(holding=lambda *_: None)
        def __init__(self, hold_s, answers, dawdles):
            self.notes, self.answers, self.steps, self.keys = {"hold_s": hold_s}, answers, [], []
            self.draw = SimpleNamespace(chance=lambda what, _: what == "dawdles" and dawdles)
        def think(self, median_s):
            pass
        wait = think
        def post(self, path, *, step, expect, json, headers):
            self.keys.append(headers["Idempotency-Key"])
            given = self.asked(step)
            assert given.status in expect
            return given
        def get(self, path, *, step, headers):
            return answer(200, [{"registration_id": "r"}]) if step == "status" else self.asked(step)
        def promise(self, path, *, step, promise, json):
            given = self.asked(step)
            assert given.status in promise.expect
            return SimpleNamespace(answer=given, receipt=given.said("registration_id"))
        def asked(self, step):
            self.steps.append(step)
            return answer(*self.answers[step].pop(0))

    def way(*told):
        me, end = Me(*told), "arrived"
        try:
            parts["hold"](me)
            parts["join"](me)
        except JourneyEndedError as error:
            end = str(error)
        return [me.steps, me.keys, end]

    print(json.dumps({name: way(*told) for name, told in json.loads(sys.argv[2]).items()}))
"""
"""Has people without a network hold and join, and says what they asked, by which keys, and how it ended.

A day names how long seats are held, the answers to each step, and whether the person dawdles.
"""
HELD, SEAT = [201, {"state": "held"}], [201, {"registration_id": "r"}]
FULL, CLOSED = [409, {"error": "full"}], [403, {"error": "closed"}]
NOT_HELD = [409, {"error": "not-held"}]
OVER = [410, {"error": "hold-expired"}]
LOOK, LAST_LOOK = [200, {"state": "held"}], [200, {"state": "expired"}]
DAYS: dict[str, tuple[Any, ...]] = {
    "given at once": (None, {"join": [SEAT]}, False),
    "held": (60, {"hold": [HELD], "join": [SEAT]}, False),
    "held before": (60, {"hold": [[409, {"error": "already-held"}]], "join": [SEAT]}, False),
    "full": (60, {"hold": [FULL], "join": [FULL]}, True),
    "closed": (60, {"hold": [CLOSED], "join": [CLOSED]}, False),
    "full a moment ago": (60, {"hold": [FULL, HELD], "join": [NOT_HELD, SEAT]}, False),
    "put out": (60, {"hold": [[403, {"error": "queue"}]]}, False),
    "dawdled": (
        60,
        {"hold": [HELD, HELD], "held": [LOOK, LAST_LOOK], "join": [OVER, SEAT]},
        True,
    ),
    "never in time": (60, {"hold": [HELD] * 5, "join": [OVER] * 5}, False),
    "then full": (60, {"hold": [HELD, FULL], "join": [OVER]}, False),
}
WAYS: dict[str, list[Any]] = {
    "given at once": [["join"], [], "arrived"],
    "held": [["hold", "join"], ["hold-1"], "arrived"],
    "held before": [["hold", "join"], ["hold-1"], "arrived"],
    "full": [["hold", "join"], ["hold-1"], "arrived"],
    "closed": [["hold", "join"], ["hold-1"], "arrived"],
    "full a moment ago": [["hold", "join", "hold", "join"], ["hold-1", "hold-2"], "arrived"],
    "put out": [["hold"], ["hold-1"], "put out"],
    "dawdled": [["hold", "held", "held", "join", "hold", "join"], ["hold-1", "hold-2"], "arrived"],
    "never in time": [["hold", "join"] * 4, [f"hold-{one}" for one in range(1, 5)], "arrived"],
    "then full": [["hold", "join", "hold"], ["hold-1", "hold-2"], "arrived"],
}


def test_people_hold_where_the_site_holds_and_join_as_long_as_they_may() -> None:
    """Each wish has a key of its own; who finds no seat to hold asks to join once, nobody for ever."""
    ways = json.loads(run_script(SCRIPT, str(LOCUSTFILE), json.dumps(DAYS)))
    assert {name: [steps, keys, end] for name, (steps, keys, end) in ways.items()} == WAYS


@pytest.fixture(scope="module")
def holding(tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401 - a generator's fixture
    """Start the built-in site with eight seats, each of which is held for a second and a half."""
    yield from started(tmp_path_factory.mktemp("site"), "--hold-s", "75")


def test_a_site_that_holds_seats_keeps_what_the_journeys_promised_for_it(
    holding: BuiltInSite, tmp_path: Path
) -> None:
    """Eight people, three of whom dawdle and hold again; a hold alone was promised to nobody."""
    walk = walked(holding, tmp_path, "registrant", range(12, 20))
    assert walk.failed == []
    assert (walk.steps["hold"], walk.steps["join"], walk.steps["held"] > 3) == (11, 11, True)
    kept = walk.of("complete", outcome="ok")
    asked = {one["op"]: one["person"] for one in walk.of("invoke")}
    assert sorted(one.person for one in listed(holding, "roll")) == sorted(
        asked[one["op"]] for one in kept
    )
    assert len(kept) == SEATS
    assert [one["status"] for one in walk.of("complete", outcome="refused")] == [410] * 3
