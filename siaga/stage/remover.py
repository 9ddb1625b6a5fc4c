"""The Remover: asks a site to remove rows, one call each, no faster and no longer than it may."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote

from siaga.scenario.removal import ENTRY, PLACE, Removal
from siaga.web import WebError

ATTEMPTS = 3
"""How often a call is sent to which there is no answer, or one that says to come again."""

PAUSE_S = 0.5
"""Before the second attempt; twice as long before the third."""

MOST_IN_A_ROW = 10
"""Rows one after the other that a site may refuse before nobody asks it for the next."""

MOVES_ON = frozenset({404, 410})
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})

Row = Mapping[str, Any]


class Site(Protocol):
    """Whom rows are removed from."""

    def answered(self, method: str, path: str) -> int:
        """Send a call without a body, and give the status of the answer.

        Raises:
            WebError: there is none.
        """
        ...


@dataclass(slots=True, kw_only=True)
class Progress:
    """How far a cleaning has come.

    Attributes:
        removed: rows that the site says it has removed.
        gone: rows that it says are not there.
        refused: other rows that it was asked for, each with what it said.
        unsent: rows that it was not asked for.
        stopped: why not; empty while there are none.
    """

    removed: int = 0
    gone: int = 0
    refused: list[tuple[Row, str]] = field(default_factory=list)
    unsent: int = 0
    stopped: str = ""


class Remover:
    """Removes rows.

    Args:
        site: whom they are removed from.
        removal: how.
        now_s: monotonic clock in seconds.
        sleep: waits so many seconds.
        told: is told after each row how many are done.
    """

    def __init__(
        self,
        site: Site,
        removal: Removal,
        *,
        now_s: Callable[[], float],
        sleep: Callable[[float], object],
        told: Callable[[Progress], None],
    ) -> None:
        self._site, self._removal = site, removal
        self._now_s, self._sleep, self._told = now_s, sleep, told
        self._free_s = -math.inf

    def remove(self, rows: Sequence[Row], progress: Progress) -> None:
        """Ask for each row once it may be; what came of it is in `progress`, also when interrupted."""
        began_s, in_a_row = self._now_s(), 0
        progress.unsent = len(rows)
        for number, row in enumerate(rows):
            progress.stopped = self._limit(number, in_a_row, self._now_s() - began_s)
            if progress.stopped:
                return
            said = self._asked(row)
            progress.unsent -= 1
            in_a_row = 0 if said in MOVES_ON or _is_success(said) else in_a_row + 1
            if said in MOVES_ON:
                progress.gone += 1
            elif _is_success(said):
                progress.removed += 1
            else:
                progress.refused.append((row, f"status {said}" if isinstance(said, int) else said))
            self._told(progress)

    def _limit(self, asked: int, in_a_row: int, passed_s: float) -> str:
        removal = self._removal
        if in_a_row >= MOST_IN_A_ROW:
            return f"the site refused {in_a_row} rows one after the other"
        if asked >= removal.most:
            return f"{removal.most:,} rows were asked for, the most that site.clean.most allows"
        if passed_s >= removal.within_s:
            return f"{removal.within_s:g} s were over, the longest that site.clean.within allows"
        return ""

    def _asked(self, row: Row) -> int | str:
        """Give the status of a call, or why there is none; asked again where that may help."""
        try:
            path = path_of(self._removal, row)
        except ValueError as error:
            return str(error)
        said: int | str = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                self._sleep(PAUSE_S * 2 ** (attempt - 1))
            self._wait()
            try:
                said = self._site.answered(self._removal.method, path)
            except WebError as error:
                said = str(error)
            if isinstance(said, int) and said not in AGAIN:
                break
        return said

    def _wait(self) -> None:
        """Keep the rate."""
        pause_s = self._free_s - self._now_s()
        if pause_s > 0:
            self._sleep(pause_s)
        self._free_s = self._now_s() + 1 / self._removal.rate_per_s


def path_of(removal: Removal, row: Row) -> str:
    """Fill the places of a path with what a row has.

    Raises:
        ValueError: the row has nothing to stand in one of them.
    """

    def filled(name: str) -> str:
        """Give what stands in a place, as a path may have it."""
        value = row.get(name) if name in ENTRY else row.get("unique", {}).get(name)
        if value in (None, "", ".", ".."):
            raise ValueError(f"row of {row['person']!r}: has {value!r} as {name}; a path needs a value")
        return quote(str(value), safe="")

    return PLACE.sub(lambda found: filled(found[1]), removal.path)


def _is_success(said: int | str) -> bool:
    return isinstance(said, int) and 200 <= said < 300  # noqa: PLR2004 - the class of successes
