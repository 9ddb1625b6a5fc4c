"""The Timetable of the built-in site: what it is told of its wave and its waiting room, and when."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from siaga.record.run_record import PlanRecord
from siaga.scenario.model import Scenario
from siaga.web import WebError

WAVE, WAITING_ROOM = "/admin/wave", "/admin/queue/inlet"
"""Paths at which the site is told something."""

Change = Mapping[str, float]
"""What is to change there, as it takes it."""

LATE_S = 0.25
"""Whatever the site hears this long after its time is told of in the run's record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Something that the site has to be told.

    Attributes:
        from_s: no sooner than then, Unix seconds.
        by_s: and no later, Unix seconds.
        path: where it is told.
        change: what.
        what: the same for a reader, after "the site was told".
    """

    from_s: float
    by_s: float
    path: str
    change: Change
    what: str


class Timetable:
    """Tells the site each turn of a scenario when its time has come.

    Opening and closing are told as soon as the first phase has a time, since the site has a clock of
    its own; a new quota holds from the moment at which it is told.

    Args:
        scenario: what turns, and when.
        plan: file that says when the first phase begins; it need not be there yet.
        tell: tells the site a change at a path; raises `WebError`.
        clock: Unix seconds.
    """

    def __init__(
        self,
        scenario: Scenario,
        plan: Path,
        tell: Callable[[str, Change], None],
        clock: Callable[[], float],
    ) -> None:
        self._scenario, self._plan = scenario, plan
        self._tell, self._clock = tell, clock
        self._ahead: list[Turn] | None = None
        self._failed: set[str] = set()

    def look(self) -> Iterator[str]:
        """Tell the site what it has to know by now, and give a sentence for whatever went wrong.

        What could not be told is told again at the next look.
        """
        if self._ahead is None and self._plan.exists():
            t0_s = PlanRecord.read(self._plan).t0_s
            self._ahead = list(_turns(self._scenario, t0_s, self._clock()))
        failed: set[str] = set()
        for turn in list(self._ahead or ()):
            # What comes later at the same path would be undone by what could not be told before.
            if turn.from_s > self._clock() or turn.path in failed:
                continue
            try:
                self._tell(turn.path, turn.change)
            except WebError as error:
                failed.add(turn.path)
                if turn.path not in self._failed:
                    yield f"the site could not be told {turn.what}: {error}"
            else:
                yield from self._told(turn)
        self._failed = failed

    def _told(self, turn: Turn) -> Iterator[str]:
        """Know that a turn was told, and say how late that was."""
        if self._ahead is not None:
            self._ahead.remove(turn)
        late_s = self._clock() - turn.by_s
        if late_s > 0:
            yield f"the site was told {turn.what} {late_s + LATE_S:.1f} s late"

    def pause_s(self, longest_s: float) -> float:
        """Give how long to wait until the next look, at most so long."""
        if self._failed or not self._ahead:
            return longest_s
        return min(max(self._ahead[0].from_s - self._clock(), 0.0), longest_s)


def _turns(scenario: Scenario, t0_s: float, now_s: float) -> Iterator[Turn]:
    """Give every turn in the order in which it is told; what is past already is told at once."""
    joining = {"opens_at": scenario.opens_s, "closes_at": scenario.closes_s}
    for path, moments, whose in (
        (WAITING_ROOM, {"opens_at": scenario.room_opens_s}, "the waiting room"),
        (WAVE, joining, "joining"),
    ):
        doors = {key: t0_s + at_s for key, at_s in moments.items() if at_s is not None}
        if doors:
            by_s = max(min(doors.values()), now_s) + LATE_S
            what = f"when {whose} {' and '.join(key.removesuffix('_at') for key in doors)}"
            yield Turn(from_s=now_s, by_s=by_s, path=path, change=doors, what=what)
    for at_s, quota in scenario.raises_s:
        due_s = max(t0_s + at_s, now_s)
        yield Turn(
            from_s=due_s,
            by_s=due_s + LATE_S,
            path=WAVE,
            change={"quota": quota},
            what=f"of {quota:,} seats",
        )
