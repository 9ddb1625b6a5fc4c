"""The Waits of a run: what visitors were told that they would wait, and how long they did."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from siaga.record.json_lines import marked_lines

_MARKS = (b'"what":"estimate"', b'"what":"admitted"')
"""What a line has that tells of a wait; of a million others only these are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """The wait of one visitor, from the first estimate that it was shown.

    Attributes:
        at_s: when the estimate was shown, run seconds.
        estimated_s: how long the visitor was to wait from then on, 0 or more.
        waited_s: how long it waited until it was let in; where it never was, until it last looked.
        admitted: whether it was let in.
    """

    at_s: float
    estimated_s: float
    waited_s: float
    admitted: bool


def read_waits(ledgers: Iterable[Path]) -> tuple[Wait, ...]:
    """Read the waits of all visitors from the ledgers, in order of time.

    Raises:
        ValueError: a line is no sighting.
    """
    looks: dict[int, list[tuple[float, bool, float]]] = {}
    for fact in marked_lines(ledgers, _MARKS):
        if fact.get("e") != "sight":
            continue
        try:
            is_admission = fact["what"] == "admitted"
            estimated_s = 0.0 if is_admission else float(fact["number"]) / 1000
            look = (float(fact["at_s"]), is_admission, estimated_s)
            visitor = int(fact["visitor"])
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"ledger: {str(fact)[:60]!r} is no sighting ({error})") from None
        if visitor >= 0:
            looks.setdefault(visitor, []).append(look)
    waits = [wait for one in looks.values() if (wait := _wait(sorted(one))) is not None]
    return tuple(sorted(waits, key=lambda one: one.at_s))


def _wait(looks: list[tuple[float, bool, float]]) -> Wait | None:
    """Give the wait that begins with the first estimate; None where none was shown."""
    first = next((place for place, one in enumerate(looks) if not one[1]), None)
    if first is None:
        return None
    began_s, _admitted, estimated_s = looks[first]
    admitted_s = next((at_s for at_s, is_admission, _ in looks[first:] if is_admission), None)
    ended_s = looks[-1][0] if admitted_s is None else admitted_s
    return Wait(
        at_s=began_s,
        estimated_s=estimated_s,
        waited_s=ended_s - began_s,
        admitted=admitted_s is not None,
    )
