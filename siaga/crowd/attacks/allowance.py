"""The Allowance: how many tries of one kind a good site may take, and for how long that is all."""

from collections import Counter
from collections.abc import Collection

from siaga.crowd.abuser import Abuser
from siaga.crowd.answer import Answer
from siaga.crowd.journey_end import JourneyEndedError

REFUSED, BUSY = 429, 503


class Allowance:
    """Counts what a site takes, and ends the attack where more of it would show nothing.

    What limits tries is refilled as time goes by, so whoever is answered slowly is rightly given more.

    Args:
        me: who tries; its case says how many of which answers it may get.
        probe: of which tries.
        lasts_s: how long that is all, in seconds of the day, tries under way at its end included.
        since_s: when that began, in run seconds; None: with the first try.

    Attributes:
        refused_s: when the last try was made that was refused for now, run seconds; None: none was.
    """

    def __init__(self, me: Abuser, probe: str, lasts_s: float, since_s: float | None = None) -> None:
        self._now_s = me.world.now_s
        self._probe = probe
        self._lasts_s = lasts_s * me.world.time_scale
        self._since_s = since_s
        self._tried_s = 0.0
        self._most, self._least = me.case.answers[probe].most, me.case.answers[probe].least
        self._heard: Counter[int] = Counter()
        self.refused_s: float | None = None

    def claim(self, many: int = 1) -> None:
        """Be about to make some tries at once.

        Raises:
            JourneyEndedError: a good site may take more of them by now than the case allows.
        """
        self._tried_s = self._now_s()
        if self._since_s is None:
            self._since_s = self._tried_s
        is_over = self._tried_s - self._since_s >= self._lasts_s
        if is_over and any(self._heard[one] + many > most for one, most in self._most.items()):
            raise JourneyEndedError(f"{self._probe}: took so long that more may be taken")

    def note(self, answer: Answer | None) -> None:
        """Count an answer to one of them."""
        if answer is None:
            return
        self._heard[answer.status] += 1
        if answer.status == REFUSED:
            self.refused_s = self._tried_s

    def end(self) -> None:
        """Make no more of them.

        Raises:
            JourneyEndedError: the site had no time for some, and never came to what it has to answer.
        """
        if self._heard[BUSY] and _misses(self._least, self._heard):
            raise JourneyEndedError(f"{self._probe}: the site was too busy to come to a limit")


def _misses(least: Collection[int], heard: Collection[int]) -> bool:
    return any(one not in heard for one in least)
