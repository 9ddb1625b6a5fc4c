"""The evidence of clocks and of the target: whether times can be compared, and who was rehearsed."""

from collections.abc import Mapping

from siaga.judge.amount import seconds
from siaga.judge.checked import checked, unknown
from siaga.judge.recorded import Recorded
from siaga.judge.verdict import EvidenceResult
from siaga.record.clock_jump import ClockJump
from siaga.record.clock_reading import ClockReading
from siaga.scenario.series_name import parsed


def clocks_agree(facts: Recorded) -> EvidenceResult:
    """Look for a worker whose clock was off the master's, and for a setting of the master's own."""
    limit = facts.scenario.evidence.clock_offset_s
    furthest = max(facts.jumps, key=lambda one: abs(one.by_s), default=None)
    if furthest is not None and abs(furthest.by_s) > limit:
        return _set(furthest, limit)
    readings = [[one for one in facts.clocks if one.worker == rank] for rank in range(facts.run.workers)]
    silent = [str(rank) for rank, found in enumerate(readings) if not found]
    if silent:
        told = f"Nobody has compared the master's clock with that of worker {', '.join(silent)}."
        return unknown("clocks-agree", limit, told)
    # What was off once was off, however short it was; how close two clocks are, the best answer tells.
    off = max((one for found in readings for one in found), key=lambda one: one.least_s)
    if off.least_s > limit:
        return _told(off, off.least_s, "least", limit)
    closest = (min(found, key=lambda one: one.most_s) for found in readings)
    worst = max(closest, key=lambda one: one.most_s)
    if worst.most_s > limit:
        told = (
            f"The answers of worker {worst.worker} took so long that its clock may be"
            f" {seconds(worst.most_s)} off the master's; {seconds(limit)} are allowed."
        )
        return unknown("clocks-agree", limit, told)
    return _told(worst, worst.most_s, "most", limit)


def _set(jump: ClockJump, limit: float) -> EvidenceResult:
    way = "forward" if jump.by_s > 0 else "back"
    return checked(
        "clocks-agree",
        kept=False,
        value=abs(jump.by_s),
        limit=limit,
        text=f"The clock of the master's machine was put {way} by {seconds(abs(jump.by_s))} during the"
        f" run, at {seconds(jump.at_s)}; {seconds(limit)} are allowed.",
    )


def _told(reading: ClockReading, value: float, side: str, limit: float) -> EvidenceResult:
    return checked(
        "clocks-agree",
        kept=value <= limit,
        value=value,
        limit=limit,
        text=f"The clock of worker {reading.worker} was off the master's by at {side} {seconds(value)},"
        f" the furthest of all; {seconds(limit)} are allowed.",
    )


def target_unchanged(facts: Recorded, build: str) -> EvidenceResult:
    """Look for another build than that with which the run began: what was it that was rehearsed?

    Args:
        facts: what was recorded.
        build: the series whose labels say what the site is.
    """
    shown = facts.series.points(*parsed(build))
    since_s = sorted((float(one.at_s[0]), _labels(one.labels)) for one in shown if one.at_s.size)
    if not since_s:
        return unknown("target-unchanged", 1.0, f"The site never showed {build}.")
    (_first_s, first), *later = since_s
    changes = " and ".join(f"from {at_s:.1f} s on {labels}" for at_s, labels in later)
    return checked(
        "target-unchanged",
        kept=not later,
        value=float(len(since_s)),
        limit=1.0,
        text=f"The site was {first}, and {changes}." if later else f"The site was {first} throughout.",
    )


def _labels(labels: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(labels.items())) or "without labels"
