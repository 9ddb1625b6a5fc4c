"""Claims about the journey that the README shows: it is a whole sign-up at the built-in site."""

import json
import os
import re
from collections import Counter
from pathlib import Path

from siaga.scenario.model import Applied, Site
from siaga.stage.site import BuiltInSite, pace
from siaga.stage.ways import Ways
from tests.crowd.locust_run import run_script

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "starter"
PEOPLE, SEATS = 4, 3
PACE = 0.02

ONCE = "home account verify-email log-in identity profile phone code test-start test-answers join"
"""Steps that everybody takes once; waiting room, inbox and result may be asked more often."""

CROWD = """
    import json, sys, time
    from pathlib import Path
    import gevent
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

    snippet, starter, place, url, pace, people = sys.argv[1:]
    place, starter = Path(place), Path(starter)
    scenario = load(starter / "scenarios" / "first.yaml")
    journal, samples = Journal(place / "ledger.jsonl", 0), []
    recorder = Recorder(JsonLines(place / "t.jsonl"), LatencyLog(place / "l.hlog", 0.0), samples.extend)
    began_s = time.perf_counter()
    world = World(
        seed=1, epoch=1, time_scale=float(pace), now_s=lambda: time.perf_counter() - began_s,
        browsers=Browsers(url, deadline_s=20), people=People(seed=1, epoch=1),
        recorder=recorder, journal=journal, outcomes=rows_of(scenario.outcomes),
    )
    crowd = load_locustfile(str(starter / "locustfiles" / "journeys.py"))[0]["Crowd"]
    around = crowd.journeys["sign-up"].__globals__
    del around["sign_up"]
    exec(snippet, around)
    registrants = scenario.traffic.populations[0]
    def visit(index):
        me = Visitor(world, index, registrants, world.now_s())
        around["sign_up"](me)
        me.leave()
    gevent.joinall([gevent.spawn(visit, index) for index in range(int(people))], raise_error=True)
    recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=True)
    recorder.close()
    journal.close()
    print(json.dumps([[one.step, one.reason] for one in samples]))
"""
"""Sends some people through the journey, as it stands in the README, among the parts that it names."""


def _shown() -> str:
    text = (ROOT / "README.md").read_text("utf-8")
    (block,) = re.findall(r"^```python\n(def sign_up.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return str(block)


def test_the_journey_of_the_readme_is_that_of_the_starter_in_a_dozen_lines() -> None:
    """Its docstring aside; whoever begins has it in their project."""
    written = (STARTER / "locustfiles" / "journeys.py").read_text("utf-8")
    without = re.sub(r'(def sign_up\(me: Visitor\) -> None:\n) {4}"""[^"]*"""\n', r"\1", written)
    assert _shown() in without
    assert len(_shown().splitlines()) <= 13


def test_the_journey_of_the_readme_is_a_whole_sign_up_that_the_site_takes(tmp_path: Path) -> None:
    """Four people for three seats: each step is taken, and the ledger has three who got one."""
    environ = dict(os.environ)
    arguments = [*pace(Applied(time_scale=PACE)), "--no-walk-in"]
    site = BuiltInSite(Site(quota=SEATS), arguments, tmp_path, environ, print, Ways(0, environ, print))
    site.start()
    try:
        told = run_script(CROWD, _shown(), str(STARTER), str(tmp_path), site.url, str(PACE), str(PEOPLE))
    finally:
        site.stop()
    steps = json.loads(told)
    assert [one for one in steps if one[1]] == []
    taken = Counter(step for step, _reason in steps)
    assert {step: taken[step] for step in ONCE.split()} == dict.fromkeys(ONCE.split(), PEOPLE)
    assert taken["document"] == 2 * PEOPLE
    facts = [json.loads(line) for line in (tmp_path / "ledger.jsonl").read_text().splitlines()]
    ends = Counter(one["outcome"] for one in facts if one["e"] == "complete")
    assert ends == {"ok": SEATS, "refused": PEOPLE - SEATS}
    assert taken["status"] == SEATS
