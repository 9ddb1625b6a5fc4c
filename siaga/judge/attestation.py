"""The judging of an attestation: a person's word for what no run can measure, as of the run's own day.

The day is that of the run, not today's, so that a run that is judged again gets the same verdict.
"""

from datetime import date, datetime

from siaga.judge.verdict import ObjectiveResult, State
from siaga.scenario.objective import Attestation, Objective

UNIT = "days"
"""The value of an attestation is for how many more days it counts."""

_PARTS = ("owner", "date", "link", "expires")


def judge_attestation(objective: Objective, word: Attestation, started_at: str) -> ObjectiveResult:
    """Judge an objective that a person attests; it is met or unknown, and never broken.

    Args:
        objective: what is attested.
        word: what was said.
        started_at: wall time of the run's start, ISO 8601.
    """
    day = _day(started_at)
    missing = [name for name in _PARTS if getattr(word, name) is None]
    left = None if day is None or word.expires is None else (word.expires - day).days
    doubt = _doubt(word, day, missing)
    return ObjectiveResult(
        id=objective.id,
        expression="",
        state=State.UNKNOWN if doubt else State.MET,
        value=None if left is None else float(left),
        bound=None,
        limit=0.0,
        unit=UNIT,
        key=objective.key,
        weight=objective.weight,
        text=doubt or f"Attested by {word.owner} on {word.date}, until {word.expires}: {word.link}.",
    )


def _doubt(word: Attestation, day: date | None, missing: list[str]) -> str:
    """Say why the word does not count on that day; nothing where it does."""
    if len(missing) == len(_PARTS):
        return "Nobody has attested it."
    if missing:
        return f"The attestation lacks {', '.join(missing)}."
    if day is None:
        return "The run does not say on which day it was."
    if word.date is not None and word.date > day:
        return f"It was attested on {word.date}, after the run of {day}."
    if word.expires is not None and word.expires < day:
        return f"What {word.owner} attested expired on {word.expires}, before the run of {day}."
    return ""


def _day(started_at: str) -> date | None:
    try:
        return datetime.fromisoformat(started_at).date()
    except (TypeError, ValueError):
        return None
