"""Claims about the shipped journeys: the built-in site keeps what they write down that it has to."""

import datetime as dt
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mock_site.forms.account_form import read_account
from mock_site.forms.identity_form import read_identity
from mock_site.forms.phone_form import read_phone
from mock_site.nik import Regions
from siaga.people.people import People
from siaga.record.content import content_digest
from siaga.roll.adapter import adapter
from siaga.roll.entry import Entry
from siaga.scenario.load import load
from siaga.scenario.model import Applied, Site
from siaga.stage.site import BuiltInSite, pace
from siaga.stage.timetable import WAVE
from siaga.stage.ways import Ways
from tests.crowd.locust_run import run_script

ROOT = Path(__file__).resolve().parents[2]
LOCUSTFILE = ROOT / "locustfiles" / "opening_day.py"
GATE = ROOT / "scenarios" / "gate.yaml"

SEATS = 8
PACE = 0.02
JOINERS, LATE, RELOADERS = range(12), range(12, 15), range(15, 18)

CROWD = """
    import gevent, json, sys, time
    from functools import wraps
    from pathlib import Path
    from siaga.crowd import plugin
    from locust.util.load_locustfile import load_locustfile
    from siaga.crowd.browsers import Browsers
    from siaga.crowd.cookies import Cookies
    from siaga.crowd.recorder import Recorder
    from siaga.crowd.visitor import Visitor
    from siaga.crowd.world import World
    from siaga.ledger.journal import Journal
    from siaga.ledger.outcome import rows_of
    from siaga.people.people import People
    from siaga.record.json_lines import JsonLines
    from siaga.record.latency import LatencyLog
    from siaga.scenario.load import load

    locustfile, gate, place, url, pace, journey, first, last, loses = sys.argv[1:]
    scenario, place = load(Path(gate)), Path(place)
    journal, samples = Journal(place / "ledger.jsonl", 0), []
    recorder = Recorder(JsonLines(place / "t.jsonl"), LatencyLog(place / "l.hlog", 0.0), samples.extend)
    began_s = time.perf_counter()
    world = World(
        seed=scenario.seed, epoch=1, time_scale=float(pace), now_s=lambda: time.perf_counter() - began_s,
        browsers=Browsers(url, deadline_s=10), people=People(seed=scenario.seed, epoch=1),
        recorder=recorder, journal=journal, outcomes=rows_of(scenario.outcomes),
    )
    walk = load_locustfile(locustfile)[0]["OpeningDay"].journeys[journey]
    population = next(one for one in scenario.traffic.populations if one.journey == journey)
    def losing(part):
        lost = set()
        @wraps(part)
        def walked(me):
            if me.index not in lost:
                lost.add(me.index)
                browser = me._course.at_site()
                browser.cookies = Cookies(host="127.0.0.1", secure=False, clock=time.monotonic)
            part(me)
        return walked
    if loses:
        walk.__globals__[loses] = losing(walk.__globals__[loses])
    def visit(index):
        me = Visitor(world, index, population, world.now_s())
        me.stay(me.walk(walk))
        me.leave()
    everybody = [gevent.spawn(visit, index) for index in range(int(first), int(last))]
    gevent.joinall(everybody, raise_error=True)
    recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=True)
    recorder.close()
    journal.close()
    print(json.dumps([[one.step, one.reason] for one in samples]))
"""
"""Sends some visitors through a journey, all at once, and prints the steps that they took.

Where a part of the way is named, everybody has lost their cookies when they first come to it.
"""


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
    """Start the built-in site with eight seats, and nobody in it without a ticket."""
    yield from started(tmp_path_factory.mktemp("site"))


def started(scratch: Path, *further: str) -> Iterator[BuiltInSite]:
    """Start the built-in site with eight seats and further arguments, and stop it."""
    arguments = [*pace(Applied(time_scale=PACE)), "--no-walk-in", *further]
    environ = dict(os.environ)
    ways = Ways(0, environ, print)
    built_in = BuiltInSite(Site(quota=SEATS), arguments, scratch, environ, print, ways)
    built_in.start()
    yield built_in
    built_in.stop()


def walked(site: BuiltInSite, place: Path, journey: str, numbers: range, loses: str = "") -> Walk:
    """Send some visitors through a journey of the site, and give what they left behind."""
    where = [str(LOCUSTFILE), str(GATE), str(place), site.url, str(PACE)]
    said = run_script(CROWD, *where, journey, str(numbers.start), str(numbers.stop), loses)
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
        "joined": walked(site, place("joined"), "registrant", JOINERS),
        "reloaded": walked(site, place("reloaded"), "refresher", RELOADERS),
    }
    site.tell(WAVE, {"closes_at": time.time()})
    return {**played, "late": walked(site, place("late"), "registrant", LATE)}


def listed(site: BuiltInSite, key: str) -> list[Entry]:
    """Read the roll of the site, or its notices."""
    source = getattr(load(GATE).site, key)
    environ = {"SITE_ADMIN_TOKEN": site.token}
    return list(adapter(source, url=site.url, environ=environ).entries())


def test_every_step_of_every_journey_is_answered_as_it_should(day: dict[str, Walk]) -> None:
    """Sold-out and closed doors are answers, too."""
    assert [walk.failed for walk in day.values()] == [[], [], []]
    once = ("home", "queue", "account", "verify-email", "log-in", "identity", "profile", "phone", "otp")
    tested = ("test-start", "test-answers", "join")
    for walk, people in ((day["joined"], 12), (day["late"], 3)):
        assert {step: walk.steps[step] for step in (*once, *tested)} == dict.fromkeys(
            (*once, *tested), people
        )
        assert walk.steps["document"] == 2 * people
        assert min(walk.steps["inbox"], walk.steps["test-result"]) >= people
    assert (day["joined"].steps["status"], day["late"].steps["status"]) == (SEATS, 0)
    assert day["reloaded"].steps == Counter({"reload": 3})


def test_everybody_is_let_in_by_the_waiting_room(day: dict[str, Walk]) -> None:
    """Each with a pass of their own, which the audit can follow."""
    sights = day["joined"].of("sight", what="admitted")
    assert len({one["person"] for one in sights}) == len({one["text"] for one in sights}) == 12


def test_the_site_holds_what_the_journeys_promised_for_it(
    site: BuiltInSite, day: dict[str, Walk]
) -> None:
    """Content, key and receipt agree person by person; every step was taken before, in order."""
    promised = {
        one["op"]: (one["person"], one["key"], one["content"]) for one in day["joined"].of("invoke")
    }
    kept = [promised[one["op"]] for one in day["joined"].of("complete", outcome="ok")]
    roll = listed(site, "roll")
    assert len(kept) == SEATS
    assert content_digest({"name": "", "phone": "", "email": ""}) not in {what for *_, what in kept}
    assert sorted((one.person, one.operation, one.content) for one in roll) == sorted(kept)
    assert {tuple(one.unique) for one in roll} == {("nik", "phone", "email")}
    assert [one.unique["nik"] for one in roll] == [one.person for one in roll]
    for one in roll:
        way = [at_s or 0.0 for at_s in (*one.steps, one.at_s)]
        assert len(way) == 8
        assert way[0] > 0.0
        assert way == sorted(way)


def test_everybody_with_a_seat_has_one_notice(site: BuiltInSite, day: dict[str, Walk]) -> None:
    """And nobody else has any."""
    assert day["joined"].of("complete", outcome="ok") != []
    told = [one.person for one in listed(site, "notices")]
    assert told == [one.person for one in listed(site, "roll")]


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


@pytest.mark.parametrize("part", ["phone", "join"])
def test_whoever_is_put_out_comes_in_again_and_goes_on(
    site: BuiltInSite, day: dict[str, Walk], tmp_path: Path, part: str
) -> None:
    """With neither ticket nor session they queue and log in once more, and reach the end."""
    assert day
    numbers = {"phone": range(18, 20), "join": range(20, 22)}[part]
    walk = walked(site, tmp_path, "registrant", numbers, loses=part)
    assert {tuple(one) for one in walk.failed} == {
        "phone": {("phone", "status 403"), ("progress", "status 401")},
        "join": {("progress", "status 401")},
    }[part]
    again = {step: walk.steps[step] for step in ("queue", "account", "log-in", "test-answers")}
    assert again == {"queue": 4, "account": 2, "log-in": 4, "test-answers": 2}
    assert walk.steps["join"] == {"phone": 2, "join": 4}[part]


def test_what_people_write_is_the_spelling_that_the_site_keeps() -> None:
    """Otherwise the audit would find other content than was promised; asked of many people."""
    today, people = dt.date(2026, 1, 1), People(seed=7, epoch=3)
    regions = Regions(test_mode=True)
    for person in map(people.identity, range(500)):
        form = {"nik": person.nik, "kk": person.kk, "name": person.name}
        filed = read_identity({**form, "birth_date": person.birth_date.isoformat()}, today, regions)
        assert filed.name == person.name
        assert read_phone({"phone": person.phone}) == person.phone
        opened = read_account({"email": person.email, "password": person.password})
        assert (opened.email, opened.password) == (person.email, person.password)
