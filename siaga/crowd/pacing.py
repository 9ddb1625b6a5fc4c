"""The Pacing of a visitor: when it pauses, and when it is away."""

from siaga.crowd.absence import Absence, Journey
from siaga.crowd.answer import Answer
from siaga.crowd.course import Course
from siaga.crowd.draw import Draw
from siaga.crowd.steps import Steps
from siaga.crowd.world import World


class Pacing(Steps):
    """What a visitor does between its steps.

    Args:
        world: what all visitors of a worker share.
        course: of the visitor.
        draw: of the visitor.
        index: number of the visitor in the plan.
    """

    __slots__ = ("_leaving",)

    def __init__(self, world: World, course: Course, draw: Draw, index: int) -> None:
        super().__init__(world, course, draw, index)
        self._leaving = False

    def think(self, median_s: float, sigma: float = 0.5) -> None:
        """Pause as a person does: log-normal around the median, shortened with the time scale."""
        self.wait(self.draw.lognormal(median_s, sigma))

    def wait(self, pause_s: float) -> None:
        """Pause so many seconds of the unscaled day; the next step is due when it is over."""
        self._course.pause(pause_s * self._world.time_scale)

    def obey(self, answer: Answer, otherwise_s: float) -> None:
        """Pause as long as the answer's Retry-After asks for, in seconds of the clock on the wall.

        Args:
            answer: that may carry it.
            otherwise_s: the pause, in seconds of the unscaled day, where it names no seconds.
        """
        asked_s = answer.retry_after_s
        if asked_s is None:
            self.wait(otherwise_s)
        else:
            self._course.obey(asked_s)

    def away(self, pause_s: float, then: Journey) -> Absence:
        """Go away for so many seconds of the unscaled day: `return me.away(600, look_again)`.

        A visitor who is away takes a quarter of the memory of one who waits.

        Args:
            pause_s: until the next step is due.
            then: what comes afterwards.
        """
        self._leaving = True
        return Absence(pause_s=pause_s * self._world.time_scale, then=then)

    def obeys(self, answer: Answer, otherwise_s: float, then: Journey) -> Absence:
        """Go away as `obey` pauses: `return me.obeys(answer, 5, look_again)`."""
        asked_s = answer.retry_after_s
        if asked_s is None:
            return self.away(otherwise_s, then)
        self._leaving = True
        return Absence(pause_s=asked_s, then=then, asked=True)

    def go_away(self, pause_s: float) -> None:
        """Be away: the next step is due in so many seconds of the clock."""
        self._course.is_due_in(pause_s)
