"""Claims about the shipped journeys: the built-in site keeps what they write down that it has to."""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from siaga.record.content import content_digest
from siaga.roll.adapter import adapter
from siaga.roll.entry import Entry
from siaga.scenario.load import load
from siaga.scenario.model import Site
from siaga.stage.site import BuiltInSite
from tests.crowd.locust_run import run_script

ROOT = Path(__file__).resolve().parents[2]
LOCUSTFILE = ROOT / "locustfiles" / "opening_day.py"
GATE = ROOT / "scenarios" / "gate.yaml"

SEATS = 8
JOINERS, LATE, RELOADERS = range(12), range(12, 15), range(15, 18)

CROWD = """
    import json, sys, time
    from pathlib import Path
    from siaga.crowd import plugin
    from locust.util.load_locustfile import load_locustfile
    from siaga.crowd.browsers import Browsers
    from siaga.crowd.recorder import Recorder
    from siaga.crowd.visitor import Visitor
    from siaga.crowd.world import World
    from siaga.ledger.journal import Journal
    from siaga.ledger.outcome import rows_of
    from siaga.people.people import People
    from siaga.record.json_lines import JsonLines
    from siaga.record.latency import LatencyLog
    from siaga.scenario.load import load

    locustfile, gate, place, url, journey, first, last = sys.argv[1:]
    scenario, place = load(Path(gate)), Path(place)
    journal, samples = Journal(place / "ledger.jsonl", 0), []
    recorder = Recorder(JsonLines(place / "t.jsonl"), LatencyLog(place / "l.hlog", 0.0), samples.append)
    began_s = time.perf_counter()
    world = World(
        seed=scenario.seed, epoch=1, time_scale=1e-6, now_s=lambda: time.perf_counter() - began_s,
        browsers=Browsers(url, deadline_s=10), people=People(seed=scenario.seed, epoch=1),
        recorder=recorder, journal=journal, outcomes=rows_of(scenario.outcomes),
    )
    walk = load_locustfile(locustfile)[0]["OpeningDay"].journeys[journey]
    (population,) = (one for one in scenario.traffic.populations if one.journey == journey)
    for index in range(int(first), int(last)):
        me = Visitor(world, index, population, world.now_s())
        walk(me)
        me.leave()
    recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=True)
    recorder.close()
    journal.close()
    print(json.dumps([[one.step, one.reason] for one in samples]))
"""
"""Sends some visitors through a journey, one after another, and prints the steps that they took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What a few visitors left behind.

    Attributes:
        facts: records of the ledger.
        steps: how often each step was taken.
        failed: steps that did not end as they should.
    """

    facts: list[dict[str, Any]]
    steps: Counter[str]
    failed: list[list[str]]

    def of(self, event: str, **what: str) -> list[dict[str, Any]]:
        """Give the records of an event."""
        return [one for one in self.facts if {"e": event, **what}.items() <= one.items()]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuiltInSite]:
    """Start the built-in site with eight seats."""
    scratch = tmp_path_factory.mktemp("site")
    started = BuiltInSite(Site(quota=SEATS), (), scratch, dict(os.environ), lambda _line: None)
    started.start()
    yield started
    started.stop()


def _walk(site: BuiltInSite, place: Path, journey: str, numbers: range) -> Walk:
    where = [str(LOCUSTFILE), str(GATE), str(place), site.url]
    said = run_script(CROWD, *where, journey, str(numbers.start), str(numbers.stop))
    steps = json.loads(said)
    return Walk(
        facts=[json.loads(line) for line in (place / "ledger.jsonl").read_text().splitlines()],
        steps=Counter(step for step, _reason in steps),
        failed=[one for one in steps if one[1]],
    )


@pytest.fixture(scope="module")
def day(site: BuiltInSite, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Walk]:
    """Let twelve people join, three reload the page, and three come when the doors are closed."""
    place = tmp_path_factory.mktemp
    played = {
        "joined": _walk(site, place("joined"), "registrant", JOINERS),
        "reloaded": _walk(site, place("reloaded"), "refresher", RELOADERS),
    }
    site.tell({"closes_at": time.time()})
    return {**played, "late": _walk(site, place("late"), "registrant", LATE)}


def _listed(site: BuiltInSite, key: str) -> list[Entry]:
    source = getattr(load(GATE).site, key)
    environ = {"SITE_ADMIN_TOKEN": site.token}
    return list(adapter(source, url=site.url, environ=environ).entries())


def test_every_step_of_every_journey_is_answered_as_it_should(day: dict[str, Walk]) -> None:
    """Sold-out and closed doors are answers, too."""
    assert [walk.failed for walk in day.values()] == [[], [], []]
    assert day["joined"].steps == Counter({"home": 12, "account": 12, "join": 12, "status": 8})
    assert day["reloaded"].steps == Counter({"reload": 3})
    assert day["late"].steps == Counter({"home": 3, "account": 3, "join": 3})


def test_the_site_holds_what_the_journeys_promised_for_it(
    site: BuiltInSite, day: dict[str, Walk]
) -> None:
    """Content, key and receipt agree person by person; the account was opened before."""
    promised = {
        one["op"]: (one["person"], one["key"], one["content"]) for one in day["joined"].of("invoke")
    }
    kept = [promised[one["op"]] for one in day["joined"].of("complete", outcome="ok")]
    roll = _listed(site, "roll")
    assert len(kept) == SEATS
    assert content_digest({"name": "", "phone": "", "email": ""}) not in {what for *_, what in kept}
    assert [(one.person, one.operation, one.content) for one in roll] == kept
    assert {tuple(one.unique) for one in roll} == {("nik", "phone", "email")}
    assert [one.unique["nik"] for one in roll] == [one.person for one in roll]
    assert all(len(one.steps) == 1 and (one.steps[0] or 0) <= (one.at_s or 0) for one in roll)


def test_everybody_with_a_seat_has_one_notice(site: BuiltInSite, day: dict[str, Walk]) -> None:
    """And nobody else has any."""
    assert day["joined"].of("complete", outcome="ok") != []
    told = [one.person for one in _listed(site, "notices")]
    assert told == [one.person for one in _listed(site, "roll")]


def test_refusals_say_why(day: dict[str, Walk]) -> None:
    """No seat left means sold out; closed doors mean nothing of seats."""
    refused = day["joined"].of("complete", outcome="refused")
    assert [(one["status"], one["means"]) for one in refused] == [(409, "sold-out")] * 4
    late = day["late"].of("complete")
    assert [(one["outcome"], one["status"], one["means"]) for one in late] == [("refused", 403, "")] * 3


def test_whoever_has_a_seat_looks_for_it_and_notes_what_is_there(day: dict[str, Walk]) -> None:
    """The receipt of the promise, after it was given."""
    given = {
        one["person"]: (one["seat"], one["at_s"]) for one in day["joined"].of("complete", outcome="ok")
    }
    looks = day["joined"].of("sight", what="holding")
    assert {one["person"]: one["text"] for one in looks} == {
        who: seat for who, (seat, _) in given.items()
    }
    assert all(given[one["person"]][1] <= one["began_s"] <= one["at_s"] for one in looks)


def test_those_who_reload_note_the_seats_that_are_left(day: dict[str, Walk]) -> None:
    """None, when all have gone; and they say who they are, so that a finding can name them."""
    looks = day["reloaded"].facts
    assert [(one["e"], one["what"], one["number"]) for one in looks] == [("sight", "remaining", 0)] * 3
    assert len({one["person"] for one in looks if len(one["person"]) == 16}) == 3


def test_what_people_write_is_the_spelling_that_the_site_keeps() -> None:
    """Otherwise the audit would find other content than was promised; asked of many people."""
    said = run_script(
        """
        import datetime as dt, sys
        from siaga.crowd import plugin
        from locust.util.load_locustfile import load_locustfile
        from mock_site.account_form import read_form
        from siaga.people.people import People

        load_locustfile(sys.argv[1])
        (journeys,) = (one for one in sys.modules.values() if hasattr(one, "LOOKS_AT_ONCE"))
        people = People(seed=7, epoch=3)
        for index in range(500):
            person = people.identity(index)
            form = journeys.form(type("Me", (), {"person": person}))
            kept = read_form(form, dt.date(2026, 1, 1))
            asked = {"name": person.name, "phone": person.phone, "email": person.email}
            if asked != {name: getattr(kept, name) for name in asked}:
                print(index, asked, kept)
        """,
        str(LOCUSTFILE),
    )
    assert said == ""
