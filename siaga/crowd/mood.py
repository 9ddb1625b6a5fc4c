"""The Mood of a visitor at one step: how long it waits, and whether it asks again."""

import math

from siaga.crowd.cut import Cut
from siaga.crowd.draw import Draw
from siaga.crowd.exchange import Exchange
from siaga.crowd.failure import BROKEN_OFF, Reason
from siaga.scenario.reactions import Backoff, Reactions, Retries

_LEAST_S = 0.001
"""Nobody gives up sooner than this after a request has begun."""


class Mood:
    """Decides at one step.

    Args:
        reactions: of the visitor's population.
        draw: of the visitor.
        purpose: names the step among all of the visitor.
        began_s: when it began, run seconds.
        time_scale: factor for every pause, above 0 to 1.
        posts: whether the step is a post.

    Attributes:
        double: whether the visitor clicks twice.
        gave_up: whether it would have asked again, had there been time.
    """

    __slots__ = (
        "_draw",
        "_ends_s",
        "_leaves",
        "_obeys",
        "_purpose",
        "_reactions",
        "_reloads_left",
        "_retries",
        "_time_scale",
        "double",
        "gave_up",
    )

    def __init__(
        self,
        reactions: Reactions,
        draw: Draw,
        purpose: str,
        began_s: float,
        time_scale: float,
        *,
        posts: bool,
    ) -> None:
        self._reactions = reactions
        self._draw = draw
        self._purpose = purpose
        self._time_scale = time_scale
        self._retries = 0
        self.gave_up = False
        self._ends_s = math.inf if reactions.gives_up_s is None else began_s + reactions.gives_up_s
        self._leaves = self._drawn("closes tab", reactions.closes_tab)
        self.double = posts and self._drawn("double-clicks", reactions.double_clicks)
        reloads, retries = reactions.reloads, reactions.retries
        impatient = reloads is not None and self._drawn("reloads", reloads.share)
        self._reloads_left = reloads.most if impatient and reloads is not None else 0
        self._obeys = retries is not None and self._drawn("obeys", retries.obeys_retry_after)

    def cut(self, now_s: float) -> Cut | None:
        """Give when the visitor breaks off a request that begins now; None: it does not."""
        if self._leaves:
            return Cut(after_s=0, reason=Reason.TAB_CLOSED)
        left_s, reloads = max(self._ends_s - now_s, _LEAST_S), self._reactions.reloads
        if self._reloads_left and reloads is not None and reloads.after_s < left_s:
            return Cut(after_s=reloads.after_s, reason=Reason.RELOADED)
        return Cut(after_s=left_s, reason=Reason.GAVE_UP) if math.isfinite(left_s) else None

    def pause_s(self, exchange: Exchange, now_s: float) -> float | None:
        """Give the pause before the visitor asks again, in seconds of the clock; None: it does not.

        Args:
            exchange: that did not end as the step expects.
            now_s: run seconds.
        """
        if exchange.failed_for is Reason.RELOADED:
            self._reloads_left -= 1
            return 0.0
        retries = self._reactions.retries
        if retries is None or self._retries >= retries.most or exchange.failed_for in BROKEN_OFF:
            return None
        if exchange.trouble not in retries.after:
            return None
        pause_s = self._before_retry_s(retries, exchange)
        if now_s + pause_s >= self._ends_s:
            self.gave_up = True
            return None
        self._retries += 1
        return pause_s

    def _before_retry_s(self, retries: Retries, exchange: Exchange) -> float:
        asked_s = None if exchange.answer is None else exchange.answer.retry_after_s
        if self._obeys and asked_s is not None:
            return asked_s
        if not isinstance(retries.backoff, Backoff):
            return retries.backoff * self._time_scale
        drawn = self._draw.uniform(f"retry {self._retries} of {self._purpose}")
        return retries.backoff.pause_s(self._retries, drawn) * self._time_scale

    def _drawn(self, what: str, share: float) -> bool:
        return share > 0 and self._draw.chance(f"{what} {self._purpose}", share)
