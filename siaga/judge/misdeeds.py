"""The Misdeeds of a run: what those have tried who mean harm, and what of it the site holds."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from siaga.ledger.misdeed import MISDEED, SETBACK, Misdeed, Setback
from siaga.record.json_lines import marked_lines, whole_lines
from siaga.record.run_folder import RunFolder
from siaga.roll.reading import FIRST, RESTARTED, SECOND, readings

_MARKS = tuple(f'"e":"{kind}"'.encode() for kind in (MISDEED, SETBACK))
"""What a line has that tells of ill will; of a million others only these are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misdeeds:
    """What was tried.

    Attributes:
        tried: every attempt, in order of time.
        setbacks: of abusers who could not try, or not to the end.
        holdings: how many entries of the last reading of the roll each person has as whom something was
            tried; None where nobody knows.
    """

    tried: tuple[Misdeed, ...] = ()
    setbacks: tuple[Setback, ...] = ()
    holdings: Mapping[str, int] | None = None


NOTHING_TRIED = Misdeeds()
"""Of a run in which nobody means harm."""


def read_misdeeds(folder: RunFolder) -> Misdeeds:
    """Read what was tried from the ledgers of a run, and what came of it from its roll.

    Raises:
        ValueError: a line tells of no such thing, or the readings of the roll are damaged.
    """
    tried: list[Misdeed] = []
    setbacks: list[Setback] = []
    for fact in marked_lines(folder.ledgers(), _MARKS):
        try:
            if fact["e"] == MISDEED:
                tried.append(Misdeed.from_json(fact))
            elif fact["e"] == SETBACK:
                setbacks.append(Setback.from_json(fact))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"ledger: {str(fact)[:60]!r} tells of no misdeed ({error})") from None
    tried.sort(key=lambda one: (one.began_s, one.abuser, one.ended_s))
    people = {one.person for one in tried if one.person}
    return Misdeeds(tried=tuple(tried), setbacks=tuple(setbacks), holdings=_holdings(folder, people))


def _holdings(folder: RunFolder, people: Collection[str]) -> Mapping[str, int] | None:
    taken = readings(folder)
    whole = [name for name in (RESTARTED, SECOND, FIRST) if name in taken and taken[name].whole]
    if not whole:
        return None
    entries = (str(fact.get("person")) for fact in whole_lines(folder.roll_reading(whole[0])))
    return Counter(person for person in entries if person in people)
