"""The look-up of a dry run: what the roll of the site holds of what was promised in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from siaga.record.content import written
from siaga.record.walk_fact import Vowed
from siaga.roll.entry import Entry
from siaga.roll.normal import normal
from siaga.scenario.roll_source import Columns, Form

FORMS: tuple[Form, ...] = ("caseless", "digits", "phone")
"""In which a person may stand on the roll who does not stand there as the ledger names people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """What the roll says of one promise.

    Attributes:
        person: whom it is about.
        held: whether the roll is as the promise wants it.
        text: in a sentence.
    """

    person: str
    held: bool
    text: str


class LookUp:
    """Looks promises up in the roll.

    Args:
        before: entries before the walk.
        after: entries after it.
        columns: of the roll.
    """

    def __init__(self, before: Iterable[Entry], after: Iterable[Entry], columns: Columns) -> None:
        self._before = _by_person(before)
        self._after = _by_person(after)
        self._columns = columns
        self._keys: set[str] = set()

    @property
    def entries(self) -> int:
        """How many the roll has after the walk."""
        return sum(map(len, self._after.values()))

    def each(self, vows: Sequence[Vowed]) -> Iterator[LookedUp]:
        """Look every promise up; one that was asked for several times, once."""
        last = {(one.person, one.step): one for one in vows}
        self._keys = {one.key for one in vows}
        granted = {person for (person, _), one in last.items() if one.outcome == "ok"}
        for one in last.values():
            yield self._of(one, also_granted=one.outcome != "ok" and one.person in granted)

    def strangers(self, vows: Sequence[Vowed]) -> int:
        """Count the new people on the roll to whom nothing was promised."""
        return len(self._new() - {one.person for one in vows})

    def _of(self, vow: Vowed, *, also_granted: bool) -> LookedUp:
        held = self._after.get(vow.person, [])
        there = len(held)
        if vow.outcome == "ok":
            return self._granted(vow, held)
        if also_granted:
            return _said(vow, "something else was granted to the same person", held=True)
        if there and vow.outcome == "refused":
            return _said(vow, f"stands on the roll, {_times(there)}, and was refused", held=False)
        if vow.outcome == "refused":
            return _said(vow, "was refused and is not on the roll", held=True)
        # That nobody knows is said elsewhere; the roll cannot make it worse.
        known = f"stands on the roll, {_times(there)}: it was granted" if there else "is not on the roll"
        return _said(vow, f"{known}, after an answer of which nobody knows what it means", held=True)

    def _granted(self, vow: Vowed, held: Sequence[Entry]) -> LookedUp:
        if not held:
            return _said(vow, f"was acknowledged and is not on the roll{self._near(vow)}", held=False)
        if len(held) > 1:
            return _said(vow, f"stands on the roll {_times(len(held))}", held=False)
        if vow.person in self._before:
            return _said(vow, "stood on the roll before the walk already", held=False)
        wrong = [*self._wrong_key(held[0]), *self._wrong_content(vow, held[0])]
        if wrong:
            return _said(vow, f"stands on the roll once, but {'; '.join(wrong)}", held=False)
        equal = ", content equal" if self._compared(vow, held[0]) else ""
        return _said(vow, f"stands on the roll once{equal}", held=True)

    def _wrong_key(self, entry: Entry) -> Iterator[str]:
        if entry.operation is not None and entry.operation not in self._keys:
            yield f"its {self._columns.operation} is none that was sent along"

    def _wrong_content(self, vow: Vowed, entry: Entry) -> Iterator[str]:
        if self._compared(vow, entry) and vow.digest != entry.content:
            lacks = sorted(set(self._columns.content) ^ set(vow.content))
            names = f": {', '.join(lacks)} is named by one of them alone" if lacks else ""
            promised = ", ".join(f"{name} {value!r}" for name, value in vow.content.items())
            yield f"what it holds is not what was promised ({promised}){names}"

    def _compared(self, vow: Vowed, entry: Entry) -> bool:
        return entry.content is not None and bool(vow.digest)

    def _near(self, vow: Vowed) -> str:
        """Say in which other form the person stands there, if in any; else who is new at all."""
        for form in FORMS:
            wanted = normal(vow.person, form)
            found = [one for one in self._new() if wanted and normal(one, form) == wanted]
            if found:
                return f" in this form: the ledger names {vow.person!r}, the roll {found[0]!r}"
        if receipt := [one for one in self._after.values() if _with_seat(one, vow.receipt)]:
            return f" under this name: the entry with its receipt is of {receipt[0][0].person!r}"
        new = sorted(self._new())
        return f"; new on it: {', '.join(map(repr, new[:3]))}" if new else "; nobody is new on it"

    def _new(self) -> set[str]:
        return set(self._after) - set(self._before)


def _with_seat(entries: Sequence[Entry], receipt: str) -> bool:
    return bool(receipt) and any(one.seat == receipt for one in entries)


def _said(vow: Vowed, text: str, *, held: bool) -> LookedUp:
    return LookedUp(person=vow.person, held=held, text=f"person {written(vow.person)} {text}")


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _by_person(entries: Iterable[Entry]) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for one in entries:
        found.setdefault(one.person, []).append(one)
    return found
