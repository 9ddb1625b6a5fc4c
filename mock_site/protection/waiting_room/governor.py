"""The Governor of a waiting room: finds by trying how many people a second the site can bear.

Every process tells what it bore, in one change of the room's book; whichever is the first to do so once
a period is over judges it for all of them. So there is one rate, whoever lives; and where a process is
killed in the middle, all of that change is made, or none.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass

from mock_site.protection.waiting_room import book
from mock_site.protection.waiting_room.book import Found, Head
from mock_site.protection.waiting_room.course import Bounds, Course
from mock_site.protection.waiting_room.load import SHED_MOST_RATIO, Cause, Load, enough
from mock_site.protection.waiting_room.pace import US_PER_S
from mock_site.protection.waiting_room.room import WaitingRoom, rate_per_ks
from mock_site.protection.waiting_room.shared_words import Change, SharedWords

TELL_EVERY_S = 0.5
PERIOD_S = 2.0
FEWEST = enough(SHED_MOST_RATIO)
"""Fewer requests of people inside are not judged before the longest period is over, unless they are
surely too much. Of the measures that are shares of them, the one that chance moves most needs so many.
"""
FEWEST_SURE = 20
"""Fewer are never surely too much: they may all have met with one and the same moment."""
LONGEST_PERIOD_S = 60.0
FIRST_RATIO = 0.5
"""Of the most, what a new room begins with."""
_REAL = struct.Struct("<d")
_CAUSES = tuple(Cause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Where a rate is.

    Attributes:
        now: people per second.
        bounds: between which it is.
        cause: of its last change; None: it has not been changed.
        changes: that there were, by their cause.
    """

    now: float
    bounds: Bounds
    cause: Cause | None
    changes: Mapping[Cause, int]


class Governor:
    """Moves the rate of a room.

    Every method raises `WordsBusyError` while another process holds the book.

    Args:
        room: whose rate it is. What its inlet is set to is the most; a room without has none to find.
        words: of its book.
        least_per_s: people per second, above 0; where the most is less, that.
    """

    def __init__(self, room: WaitingRoom, words: SharedWords, least_per_s: float) -> None:
        self._room = room
        self._words = words
        self._least_per_s = least_per_s
        with words.change() as change:
            if not change[Head.FOUND_PER_KS]:
                self._begin(change)

    def hear(self, load: Load) -> None:
        """Add what a process bore to what the others did, and judge it if the period is over.

        What nobody judged in time, since no process lived meanwhile, is forgotten.
        """
        with self._words.change() as change:
            self._room.move(change)
            if _elapsed_s(change) >= LONGEST_PERIOD_S + PERIOD_S:
                _forget(change)
            _add(change, load)
            over_s, sums = _elapsed_s(change), _sums(change)
            is_sure = sums.asked >= FEWEST_SURE and sums.is_surely_too_much
            is_enough = is_sure or sums.asked >= FEWEST
            if over_s >= (PERIOD_S if is_enough else LONGEST_PERIOD_S):
                self._judge(change, sums, over_s)

    @property
    def judged_at_us(self) -> int:
        """When it was last judged, Unix microseconds; read without a lock."""
        return self._words[book.found(Found.JUDGED_AT_US)]

    def reading(self) -> Reading | None:
        """Give where the rate is; None where there is none to find."""
        with self._words.change() as change:
            bounds = self._bounds(change)
            if bounds is None:
                return None
            cause = change[book.found(Found.CAUSE)]
            return Reading(
                now=bounds.within(_course(change).rate),
                bounds=bounds,
                cause=_CAUSES[cause - 1] if cause else None,
                changes={
                    one: change[book.found(Found.CHANGES, place)] for place, one in enumerate(Cause)
                },
            )

    def _begin(self, change: Change) -> None:
        for name in Found:
            change[book.found(name)] = 0
        for further in range(book.CAUSES):
            change[book.found(Found.CHANGES, further)] = 0
        change[book.found(Found.JUDGED_AT_US)] = change[Head.MOVED_AT_US]
        bounds = self._bounds(change)
        if bounds is not None:
            _write(change, Course(rate=bounds.within(FIRST_RATIO * bounds.most)))

    def _bounds(self, change: Change) -> Bounds | None:
        most = change[Head.ADMITS_PER_KS] / 1_000
        return Bounds(least=min(self._least_per_s, most), most=most) if most else None

    def _judge(self, change: Change, load: Load, over_s: float) -> None:
        bounds = self._bounds(change)
        _forget(change)
        if bounds is None or not load.asked:
            return
        before = _course(change)
        strain, cause = load.strain()
        now_s = change[Head.MOVED_AT_US] / US_PER_S
        after = before.next(strain, now_s, bounds, over_s=over_s, binds=_binds(change))
        _write(change, after)
        was = bounds.within(before.rate)
        if after.rate != was:
            _count(change, Cause.CALM if after.rate > was else cause)


def _elapsed_s(change: Change) -> float:
    """Give for how long nothing was judged."""
    return (change[Head.MOVED_AT_US] - change[book.found(Found.JUDGED_AT_US)]) / US_PER_S


def _binds(change: Change) -> bool:
    """Tell whether it is the rate that keeps people out: somebody waits, and there is room."""
    return book.waiting(change) > 0 and book.room(change) > 0


def _add(change: Change, load: Load) -> None:
    for name, amount in (
        (Found.ASKED, load.asked),
        (Found.SHED, load.shed),
        (Found.SLOW, load.slow),
        (Found.LOOKS, load.looks),
        (Found.LATE_US, round(load.late_s * US_PER_S)),
        (Found.COMMITS, load.commits),
        (Found.COMMITTED_US, round(load.committed_s * US_PER_S)),
    ):
        if amount:
            change[book.found(name)] += amount


def _sums(change: Change) -> Load:
    return Load(
        asked=change[book.found(Found.ASKED)],
        shed=change[book.found(Found.SHED)],
        slow=change[book.found(Found.SLOW)],
        looks=change[book.found(Found.LOOKS)],
        late_s=change[book.found(Found.LATE_US)] / US_PER_S,
        commits=change[book.found(Found.COMMITS)],
        committed_s=change[book.found(Found.COMMITTED_US)] / US_PER_S,
    )


def _forget(change: Change) -> None:
    for name in range(Found.ASKED, Found.COMMITTED_US + 1):
        change[book.found(Found(name))] = 0
    change[book.found(Found.JUDGED_AT_US)] = change[Head.MOVED_AT_US]


def _course(change: Change) -> Course:
    return Course(
        rate=_real(change[book.found(Found.RATE)]),
        kept=_real(change[book.found(Found.KEPT)]),
        strain=_real(change[book.found(Found.STRAIN)]),
        is_over=bool(change[book.found(Found.IS_OVER)]),
        rests_until_s=change[book.found(Found.RESTS_UNTIL_US)] / US_PER_S,
        calm_since_s=change[book.found(Found.CALM_SINCE_US)] / US_PER_S,
    )


def _write(change: Change, course: Course) -> None:
    change[book.found(Found.RATE)] = _word(course.rate)
    change[book.found(Found.KEPT)] = _word(course.kept)
    change[book.found(Found.STRAIN)] = _word(course.strain)
    change[book.found(Found.IS_OVER)] = int(course.is_over)
    change[book.found(Found.RESTS_UNTIL_US)] = round(course.rests_until_s * US_PER_S)
    change[book.found(Found.CALM_SINCE_US)] = round(course.calm_since_s * US_PER_S)
    change[Head.FOUND_PER_KS] = rate_per_ks(course.rate)


def _count(change: Change, cause: Cause) -> None:
    place = _CAUSES.index(cause)
    change[book.found(Found.CHANGES, place)] += 1
    change[book.found(Found.CAUSE)] = place + 1


def _real(word: int) -> float:
    """Give the real number whose bits a word has."""
    value: float = _REAL.unpack(word.to_bytes(_REAL.size, "little"))[0]
    return value


def _word(real: float) -> int:
    return int.from_bytes(_REAL.pack(real), "little")
