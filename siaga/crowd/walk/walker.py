"""The Walker: a visitor who goes all the way, at once, while somebody looks on.

It is a Visitor as any other, with the same browser, pledges and ledger. It has no reactions, reaches
every stage, takes every chance in the way it was told, and makes no pause that only takes time.
"""

from dataclasses import dataclass
from typing import Any, Literal, cast

from siaga.crowd.course import Course
from siaga.crowd.draw import Draw
from siaga.crowd.promise import Kept, Promise
from siaga.crowd.steps import Steps
from siaga.crowd.visitor import Visitor
from siaga.crowd.walk.trail import Trail
from siaga.crowd.walk.vow import vowed
from siaga.crowd.walk.walked_course import WalkedCourse
from siaga.crowd.world import World
from siaga.people.identity import Identity
from siaga.record.walk_fact import Reached, Took
from siaga.scenario.model import OutcomeRow, Population

Chances = Literal["yes", "no", "drawn"]

FUNNEL = "funnel "
"""How the purpose of a draw begins by which a visitor reaches a stage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gait:
    """How a walk is taken.

    Attributes:
        pace: factor of the pauses in which a journey thinks, 0 to 1.
        chances: what becomes of those that can go either way.
    """

    pace: float = 0.0
    chances: Chances = "yes"


class Walker(Visitor):
    """A visitor on a trail.

    Args:
        world: of the walk.
        index: number of the visitor in the plan.
        population: whom the visitor belongs to.
        rows: of the scenario, by which promises end.
        trail: where the walk is written down.
        gait: how it is taken.
    """

    __slots__ = ("_outcomes", "_trail", "asked_who")

    def __init__(
        self,
        world: World,
        index: int,
        population: Population,
        rows: tuple[OutcomeRow, ...],
        trail: Trail,
        gait: Gait,
    ) -> None:
        calm = population.model_copy(update={"reactions": None})
        super().__init__(world, index, calm, world.now_s())
        self._outcomes, self._trail = rows, trail
        self.asked_who = False
        self.draw = _Chances(world.seed, index, trail, gait.chances)
        self._course = WalkedCourse(world, calm, self.draw, world.now_s(), trail, gait.pace)

    @property
    def person(self) -> Identity:
        """The identity, as any visitor has one."""
        self.asked_who = True
        return super().person

    def goes_on(self, stage: str) -> bool:
        """Reach a stage that anybody reaches.

        Raises:
            ValueError: the population's funnel has no such stage.
        """
        yes = super().goes_on(stage)
        ratio = next(one.goes_on for one in self.population.funnel if one.name == stage)
        self._trail.note(Reached(stage=stage, ratio=ratio, yes=yes))
        return yes

    def promise(
        self,
        path: str,
        *,
        step: str,
        promise: Promise,
        **options: Any,  # noqa: ANN401 - as any visitor's
    ) -> Kept:
        """Ask for something as any visitor does, and write down what became of it."""
        with vowed(promise, step, self._outcomes, self._world.journal, self._trail) as asked:
            ask: Any = super().promise
            return cast("Kept", ask(path, step=step, promise=asked, **options))

    def at(self, url: str) -> Steps:
        """Give what can be done at another origin of the site, with its promises written down, too."""
        there = super().at(url)
        return _Elsewhere(there, self._world, self._course, self._outcomes, self._trail)


class _Elsewhere(Steps):
    """What a walker can do at another origin of the site."""

    __slots__ = ("_outcomes", "_trail")

    def __init__(
        self,
        there: Steps,
        world: World,
        course: Course,
        rows: tuple[OutcomeRow, ...],
        trail: Trail,
    ) -> None:
        super().__init__(world, course, there.draw, there.index, there.browser.origin)
        self._outcomes, self._trail = rows, trail

    def promise(
        self,
        path: str,
        *,
        step: str,
        promise: Promise,
        **options: Any,  # noqa: ANN401 - as any visitor's
    ) -> Kept:
        """Ask for something there, and write down what became of it."""
        with vowed(promise, step, self._outcomes, self._world.journal, self._trail) as asked:
            ask: Any = super().promise
            return cast("Kept", ask(path, step=step, promise=asked, **options))


class _Chances(Draw):
    """Draws as any visitor does, but for what can go either way."""

    __slots__ = ("_chances", "_trail")

    def __init__(self, seed: int, index: int, trail: Trail, chances: Chances) -> None:
        super().__init__(seed, index)
        self._trail, self._chances = trail, chances

    def chance(self, purpose: str, ratio: float) -> bool:
        """Say yes or no as the walk was told; what never or always happens does so here, too."""
        if purpose.startswith(FUNNEL):
            return ratio > 0
        yes = super().chance(purpose, ratio)
        if self._chances != "drawn":
            yes = ratio > 0 if self._chances == "yes" else ratio >= 1
        self._trail.note(Took(purpose=purpose, ratio=ratio, yes=yes))
        return yes
