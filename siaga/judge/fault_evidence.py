"""The evidence of the faults: whether what was to harm the site did, and was healed."""

from siaga.judge.checked import checked
from siaga.judge.recorded import Recorded
from siaga.judge.verdict import EvidenceResult
from siaga.record.fault_span import FaultSpan


def faults_proven(facts: Recorded) -> EvidenceResult:
    """Look for faults of which nothing shows that they happened: the site withstood nothing."""
    doubts = [text for one in facts.faults if (text := _doubt(one))]
    planned = len(facts.scenario.faults)
    # A run that was ended early did not come to all of them.
    missing = 0 if facts.run.aborted_for else max(planned - len(facts.faults), 0)
    if missing:
        doubts.append(f"{missing} of {planned} faults of the scenario never began.")
    proven = sum(one.is_known for one in facts.faults)
    told = "; ".join(f"{_named(one)}: {one.proof}" for one in facts.faults)
    return checked(
        "faults-proven",
        kept=not doubts,
        value=float(proven),
        limit=float(max(planned, len(facts.faults))),
        text=" ".join(doubts) or f"Every fault happened and was healed: {told}.",
    )


def _doubt(span: FaultSpan) -> str:
    """Say what is not known of a fault; nothing of one that happened and was healed."""
    if span.proven_s is None:
        return f"Nothing proves that {_named(span)} happened."
    return f"{_named(span)} was never healed." if span.until_s is None else ""


def _named(span: FaultSpan) -> str:
    return f"{span.kind} of {span.target} at {span.from_s:.1f} s"
