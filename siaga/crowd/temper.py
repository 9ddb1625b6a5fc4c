"""The Temper of a visitor: how the person reacts to the site, drawn from the seed."""

from collections import Counter
from collections.abc import Iterator

from siaga.crowd.draw import Draw
from siaga.crowd.mood import Mood
from siaga.scenario.reactions import Reactions

RETURN_SIGMA = 0.5
"""Spread of the pauses after which people come back, that of their logarithm; as of thinking times."""


class Temper:
    """Says how a visitor takes each step, and whether it comes back.

    Every share is drawn for a step by its name and by how often the visitor has come to it, so that a
    run repeats: how many other steps there were, such as looks into an inbox, changes nothing.

    Args:
        reactions: of the visitor's population.
        draw: of the visitor.
        time_scale: factor for every pause, above 0 to 1.
    """

    __slots__ = ("_draw", "_reactions", "_steps", "_time_scale", "returns")

    def __init__(self, reactions: Reactions, draw: Draw, time_scale: float) -> None:
        self._reactions = reactions
        self._draw = draw
        self._time_scale = time_scale
        self._steps: Counter[str] = Counter()
        self.returns = 0

    def mood(self, step: str, began_s: float, *, posts: bool) -> Mood:
        """Give how the visitor takes a step.

        Args:
            step: its name.
            began_s: when it begins, run seconds.
            posts: whether it is a post, which may be clicked twice.
        """
        self._steps[step] += 1
        purpose = f"{step} {self._steps[step]}"
        return Mood(self._reactions, self._draw, purpose, began_s, self._time_scale, posts=posts)

    def refreshes(self, step: str) -> Iterator[float]:
        """Give the pauses, in seconds of the clock, before each time that a page is seen once more.

        Args:
            step: name of the step, which has been taken.
        """
        asked, taken = self._reactions.refreshes, self._steps[step]
        if asked is not None and self._draw.chance(f"refreshes {step} {taken}", asked.share):
            for _ in range(asked.times):
                yield asked.every_s * self._time_scale

    def return_after_s(self, to: str) -> float | None:
        """Decide whether the visitor comes back, and give the pause until then in seconds of the clock.

        Args:
            to: "step" or "start"; of the scenario the one or the other.

        Returns:
            None where the visitor stays away.
        """
        asked = self._reactions.comes_back
        if asked is None or asked.to != to or self.returns >= asked.most:
            return None
        purpose = f"return {self.returns + 1}"
        if not self._draw.chance(purpose, asked.share):
            return None
        self.returns += 1
        pause_s = self._draw.lognormal(asked.after_s, RETURN_SIGMA, f"pause of {purpose}")
        return pause_s * self._time_scale
