"""The Belongings of a run: the rows of a roll that are there because of it, and those that are not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from siaga.errors import UsageError
from siaga.judge.handover import ledgers_may_be_short
from siaga.record.json_lines import marked_lines, whole_lines
from siaga.record.run_folder import RunFolder
from siaga.roll.reading import BEFORE, readings

Row = Mapping[str, Any]
"""A row of a reading, as `Entry.as_json` writes it."""

Key = tuple[object, object, object]
"""Whose a row is: person, operation, seat."""

_MARKS = (b'"e":"invoke"', b'"e":"complete"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongings:
    """What tells the rows of a run from all others.

    Attributes:
        keys: idempotency keys that the run sent, by person.
        told: people whom the site told yes, or of whom nobody knows.
        before: rows that stood on the roll before the run.
    """

    keys: Mapping[str, frozenset[str]]
    told: frozenset[str]
    before: Counter[Key]

    @classmethod
    def of(cls, folder: RunFolder) -> "Belongings":
        """Read them from the ledger and the reading before the run.

        Raises:
            UsageError: the roll was not read before the run, or there is no ledger.
        """
        try:
            taken = readings(folder)
            if BEFORE not in taken or not taken[BEFORE].whole:
                raise UsageError(
                    f"{folder.path}: the roll was not read before the run, so nobody knows what stood"
                    " there already; nothing is removed"
                )
            if not folder.ledgers():
                raise UsageError(f"{folder.path}: has no ledger, so nobody knows what the run made")
            keys, told = _asked(folder)
            before = Counter(key_of(one) for one in whole_lines(folder.roll_reading(BEFORE)))
        except (ValueError, KeyError) as error:
            raise UsageError(f"{folder.path}: is damaged ({error}); nothing is removed") from None
        return cls(keys=keys, told=told, before=before)

    def split(self, rows: Iterable[Row]) -> tuple[list[Row], Counter[Key]]:
        """Give the rows of the run, and how often each other one is there."""
        stood, others = self.before.copy(), Counter[Key]()
        mine: list[Row] = []
        for row in rows:
            key = key_of(row)
            if stood[key] > 0:
                stood[key] -= 1
                others[key] += 1
            elif self._is_mine(row):
                mine.append(row)
            else:
                others[key] += 1
        return mine, others

    def _is_mine(self, row: Row) -> bool:
        """Tell whether the run made a row: by its key, where the roll has one; only the run knew it."""
        person, operation = str(row["person"]), row["operation"]
        if operation is None:
            return person in self.told
        return operation in self.keys.get(person, ())


def key_of(row: Row) -> Key:
    """Give what tells a row from every other."""
    return row["person"], row["operation"], row["seat"]


def ledger_doubt(folder: RunFolder, workers: int) -> str:
    """Say why the ledger may not know all rows of a run; empty where nothing speaks for that."""
    written = sum(path.stat().st_size > 0 for path in folder.ledgers())
    if written < workers:
        return f"only {written} of {workers} workers left a ledger: it may not know every row of the run"
    if ledgers_may_be_short(folder):
        return "a ledger may be short: it may not know every row of the run"
    return ""


def _asked(folder: RunFolder) -> tuple[Mapping[str, frozenset[str]], frozenset[str]]:
    keys: dict[str, set[str]] = {}
    open_: dict[str, str] = {}
    told: set[str] = set()
    for fact in _facts(folder):
        person = str(fact["person"])
        if fact["e"] == "invoke":
            keys.setdefault(person, set()).add(str(fact["key"]))
            open_[fact["op"]] = person
        else:
            open_.pop(fact["op"], None)
            if fact["outcome"] != "refused":
                told.add(person)
    # An operation without an end is one of which nobody knows.
    told.update(open_.values())
    return {person: frozenset(found) for person, found in keys.items()}, frozenset(told)


def _facts(folder: RunFolder) -> Iterator[dict[str, Any]]:
    facts = marked_lines(folder.ledgers(), _MARKS)
    return (fact for fact in facts if fact.get("e") in {"invoke", "complete"})
