"""The Correlation: which answer handed out what a later request sent back.

A long value that an answer shows before anybody has sent it was handed out. A short one may be there by
chance, and counts only where both sides call it the same.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from siaga.draft.discretion import Discretion
from siaga.draft.handed import Handed, handed_by, in_text
from siaga.draft.page_form import Page, page_of
from siaga.draft.slot import Slot, slots_of
from siaga.draft.typed import snake
from siaga.draft.visit import Step

LONG, LONG_WITH_DIGITS = 16, 6
"""From this length on nothing is the same by chance: of any text, and of one with digits in it."""

NEAREST_PAGES = 12
"""Texts of so many answers before a request are looked through."""

_SAYS_NOTHING = frozenset(
    {"value", "name", "type", "count", "page", "size", "state", "status", "text", "title", "lang"}
)
_IDS = frozenset({"id", "slug", "key", "code", "number", "no", "uuid", "ref", "token", ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a value comes from.

    Attributes:
        step: number of the step whose answer handed it out.
        handed: what it handed out.
    """

    step: int
    handed: Handed


class Correlation:
    """Knows what every answer of a visit has handed out.

    Args:
        steps: of the visit.
        may: which words may be written.
    """

    __slots__ = ("_found", "_may", "_sent", "_steps", "pages")

    def __init__(self, steps: Sequence[Step], may: Discretion) -> None:
        self._steps, self._may = steps, may
        self.pages: list[Page] = [page_of(one.answered) for one in steps]
        self._sent: dict[str, int] = {}
        self._found: dict[str, list[Source]] = {}
        for number, step in enumerate(steps):
            for slot in slots_of(step.asked):
                self._sent.setdefault(bare(slot), number)
        wanted = self._sent.keys()
        for number, (step, page) in enumerate(zip(steps, self.pages, strict=True)):
            for one in self._all(step, page):
                if one.value in wanted:
                    self._found.setdefault(one.value, []).append(Source(step=number, handed=one))

    def source(self, slot: Slot, step: int) -> Source | None:
        """Find the answer that handed out what a request sends; the last one that did.

        Args:
            slot: what is sent.
            step: number of the step that sends it.
        """
        value = bare(slot)
        first = self._sent.get(value, step)
        fitting = [
            one
            for one in self._found.get(value, ())
            if one.step < step and one.step < first and (strong(value) or agree(one.handed, slot))
        ]
        if fitting:
            last = max(one.step for one in fitting)
            nearest = [one for one in fitting if one.step == last]
            return next((one for one in nearest if agree(one.handed, slot)), nearest[0])
        return self._in_texts(value, min(step, first))

    def _in_texts(self, value: str, before: int) -> Source | None:
        if not strong(value):
            return None
        for number in range(before - 1, max(before - 1 - NEAREST_PAGES, -1), -1):
            if (one := in_text(self._steps[number].answered, value, self._may)) is not None:
                return Source(step=number, handed=one)
        return None

    def _all(self, step: Step, page: Page) -> list[Handed]:
        """Give what a step handed out; a redirect on the way keeps its cookies and headers."""
        own = list(handed_by(step.answered, page, self._may))
        if step.answered is not step.asked:
            own += [one for one in handed_by(step.asked, Page(), self._may) if one.cookie]
        return own


def bare(slot: Slot) -> str:
    """Give the value of a slot, that of a header without the word that says what it is."""
    if slot.place == "header" and (
        found := re.fullmatch(r"(?:Bearer|Token|JWT) +(\S+)", slot.value, re.IGNORECASE)
    ):
        return found[1]
    return slot.value


def strong(value: str) -> bool:
    """Tell whether a value cannot be the same by chance."""
    if len(value) >= LONG and " " not in value:
        return True
    return len(value) >= LONG_WITH_DIGITS and any(one.isdigit() for one in value) and " " not in value


def agree(handed: Handed, slot: Slot) -> bool:
    """Tell whether an answer and a request call a value the same."""
    if not slot.value or handed.value in {"true", "false", "0"}:
        return False
    called, owner = snake(handed.name), _singular(handed.parent)
    wanted = snake(slot.name)
    if slot.place == "path":
        before = _singular(slot.parent)
        return bool(before) and (
            (called in _IDS and owner == before) or called in {f"{before}_id", before}
        )
    if not wanted:
        return False
    if called == wanted:
        return called not in _SAYS_NOTHING and (called not in _IDS or owner == _singular(slot.parent))
    return bool(owner) and wanted in {f"{owner}_{called or 'id'}", owner}


def _singular(word: str) -> str:
    called = snake(word)
    return called.removesuffix("s") if len(called) > 3 else called  # noqa: PLR2004 - bus, gas
