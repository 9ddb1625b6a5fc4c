"""Claims about how people of the shipped journeys wait for a code, and ask for another."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.crowd.locust_run import run_script

LOCUSTFILE = Path(__file__).resolve().parents[2] / "locustfiles" / "opening_day.py"
SCRIPT = """
    import json, sys
    from types import SimpleNamespace
    from siaga.crowd import plugin
    from locust.util.load_locustfile import load_locustfile
    from siaga.crowd.visitor import JourneyEndedError, Visitor

    journey = load_locustfile(sys.argv[1])[0]["OpeningDay"].journeys["registrant"]
    phone = journey.__globals__["phone"]

    class Me:
        person = SimpleNamespace(phone="+6284", email="a@b.test")
        letter = Visitor.letter
        _world = _course = None
        def __init__(self, arrive_at_look, right):
            self.arrive, self.right, self.looks, self.steps = arrive_at_look, right, 0, []
        def think(self, median_s):
            pass
        def post(self, path, *, step, expect, json):
            self.steps.append(step)
            status = 202 if step != "otp" else 200 if json["code"] in self.right else 400
            assert status in expect
            return SimpleNamespace(status=status, json=lambda: {"inbox": "http://127.0.0.1:1/inbox"})
        def beside(self, url, *, step):
            self.looks += 1
            come = [code for code, look in self.arrive.items() if look <= self.looks]
            return SimpleNamespace(json=lambda: [{"text": f"Kode {code}."} for code in come])

    def walked(arrive_at_look, right):
        me, end = Me(arrive_at_look, right), "verified"
        try:
            phone(me)
        except JourneyEndedError as error:
            end = str(error)
        return {"steps": me.steps, "looks": me.looks, "end": end}

    days = json.loads(sys.argv[2])
    print(json.dumps({name: walked(*day) for name, day in days.items()}))
"""
"""Has people without a network walk through the part of the phone, and says what they did.

A day names the look at which each code is in the inbox, and the codes that are right.
"""
DAYS = {
    "in time": ({"111111": 2}, ["111111"]),
    "late": ({"111111": 20}, ["111111"]),
    "void": ({"111111": 20, "222222": 24}, ["222222"]),
    "all at once": ({"111111": 20, "222222": 20}, ["222222"]),
    "all void": ({"111111": 20, "222222": 40, "333333": 60}, []),
    "lost": ({}, []),
}


@pytest.fixture(scope="module")
def walks() -> dict[str, dict[str, Any]]:
    """Give what somebody did on each of the days."""
    walked: dict[str, dict[str, Any]] = json.loads(
        run_script(SCRIPT, str(LOCUSTFILE), json.dumps(DAYS)).splitlines()[-1]
    )
    return walked


@pytest.mark.parametrize(
    ("day", "steps", "looks"),
    [
        ("in time", ["phone", "otp"], 2),
        ("late", ["phone", "phone-again", "otp"], 20),
        ("void", ["phone", "phone-again", "otp", "otp"], 24),
        ("all at once", ["phone", "phone-again", "otp"], 20),
    ],
)
def test_who_waits_in_vain_asks_again_and_types_what_came_last(
    walks: dict[str, dict[str, Any]], day: str, steps: list[str], looks: int
) -> None:
    """After fifteen looks; a code that was wrong is not typed again."""
    assert walks[day] == {"steps": steps, "looks": looks, "end": "verified"}


def test_after_three_wrong_codes_people_go_away(walks: dict[str, dict[str, Any]]) -> None:
    """As they would from a site whose codes are never right."""
    found = walks["all void"]
    assert (found["steps"].count("otp"), found["end"]) == (3, "no code was right")


def test_nobody_asks_for_ever(walks: dict[str, dict[str, Any]]) -> None:
    """Four times in all, and the last time they wait for longer."""
    assert walks["lost"] == {
        "steps": ["phone", *["phone-again"] * 3],
        "looks": 3 * 15 + 40,
        "end": "no code came",
    }
