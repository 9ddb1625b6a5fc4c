"""A dry run of the tests, made by hand: its facts, and how it is put together."""

from pathlib import Path

from siaga.record.walk_fact import Asked, Ended, Fact, Vowed
from siaga.scenario.load import load
from siaga.stage.dry_run import DryRun, RollFacts
from siaga.stage.outlook import outlook

GATE = Path(__file__).parents[2] / "scenarios" / "gate.yaml"

VOW = Vowed(
    step="join",
    person="31",
    key="k-1",
    outcome="ok",
    why="status 201: a success",
    receipt_key="seat",
    receipt="s-1",
    echo="31",
    names=("seat",),
    read=True,
    content={"name": "A"},
    digest="d",
    rows=("outcomes.0: is about status 409, the answer has 201",),
)
UNKNOWN = Vowed(
    step="join",
    person="32",
    key="k-2",
    outcome="unknown",
    why="status 200: a success that does not say",
    receipt_key="seat",
    names=("id", "state"),
    read=True,
    content={},
    rows=("outcomes.0: is about status 409, the answer has 200",),
    body='{"id": 7}',
)
GOOD = Asked(
    step="home",
    method="POST",
    path="/a",
    carried='json {"a": 1}',
    expect=(200,),
    status=200,
    took_s=0.0123,
    received_bytes=2310,
    requests=2,
    ways=("/b", "/c"),
    cookies=("sid",),
)
BAD = Asked(
    step="form",
    method="GET",
    path="/",
    expect=(200, 201, 202),
    status=403,
    reason="status 403",
    body="<html>No</html>",
)
GONE = Asked(step="", method="GET", path="/", reason="closed", failure="http://a: the site closed")
LEFT = Ended(how="left", why="status 403", place="day.py:7 in whole", line="me.get(1)", took_s=1.0)


def tried(*facts: Fact, roll: RollFacts | None = None, broken: str = "") -> DryRun:
    """Give a dry run of the gate in which one population walked."""
    scenario = load(GATE)
    walks = {scenario.traffic.populations[0].name: list(facts)}
    return DryRun(
        scenario=scenario,
        host="http://127.0.0.1:8080",
        owned=False,
        walks=walks,
        broken=broken,
        roll=roll or RollFacts(configured=False),
        outlook=outlook(scenario, walks, 2),
    )
