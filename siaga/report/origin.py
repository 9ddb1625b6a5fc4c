"""The origin of a number: the file of the run folder that a judged value was made from."""

from siaga.judge.expression import ExpressionError, parse
from siaga.judge.fault_measures import DetectionTime, RecoveryTime
from siaga.judge.measures import AuditCount, Collateral, Latency, SeriesValue, WaitEstimateError
from siaga.judge.promql import Promql
from siaga.judge.reject_cost import RejectCost
from siaga.judge.verdict import ObjectiveResult

TALLIES, SCRAPES, SPANS = "evidence/", "metrics/site.jsonl", "faults/spans.jsonl"
LEDGER, ROLL, READS = "ledger/", "roll/", "roll/reads.jsonl"

MEASURES = {
    Latency: "latency/",
    SeriesValue: SCRAPES,
    RejectCost: SCRAPES,
    DetectionTime: SCRAPES,
    Promql: "metrics/promql.json",
    RecoveryTime: SPANS,
    Collateral: SPANS,
    AuditCount: ROLL,
    WaitEstimateError: LEDGER,
}
"""What is measured of something else than the tallies of the workers."""

CHECKS = {
    "run-to-its-end": "run.json",
    "workers-complete": TALLIES,
    "files-whole": "verdict.json",
    "files-confirmed": "evidence/collection.json",
    "plan-offered": "evidence/plan.json",
    "generator-on-time": TALLIES,
    "generator-not-saturated": TALLIES,
    "generator-equipped": TALLIES,
    "moments-seen": LEDGER,
    "enough-acknowledged": LEDGER,
    "few-unknown": LEDGER,
    "ledger-complete": LEDGER,
    "roll-read": READS,
    "rules-decided": ROLL,
    "counts-agree": ROLL,
    "telemetry-whole": SCRAPES,
    "target-unchanged": SCRAPES,
    "faults-proven": SPANS,
    "clocks-agree": "evidence/clocks.jsonl",
    "self-tested": "evidence/selftest.json",
    "abuse-attempted": LEDGER,
    "feed-rows": LEDGER,
}


def check_origin(check: str) -> str:
    """Give the path that a check of the evidence looked at, from the run folder on."""
    return CHECKS.get(check, "verdict.json")


def objective_origin(result: ObjectiveResult) -> str:
    """Give the path that an objective was measured from, from the run folder on.

    What a person attests stands in the scenario, and what abuse came to in the ledger.
    """
    if not result.expression:
        return "scenario.yaml"
    try:
        measure = parse(result.expression).measure
    except ExpressionError:
        return LEDGER if "abuse" in result.tags else "verdict.json"
    return MEASURES.get(type(measure), TALLIES)
