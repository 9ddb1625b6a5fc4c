"""The stage of a walk: a walker in a world of the tests, and the facts that it leaves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from siaga.crowd.browsers import Browsers
from siaga.crowd.origin import Origin
from siaga.crowd.uncounted import Uncounted
from siaga.crowd.walk.mask import Mask
from siaga.crowd.walk.trail import Trail
from siaga.crowd.walk.walk_journal import WalkJournal
from siaga.crowd.walk.walker import Gait, Walker
from siaga.crowd.walk.watched_browser import watched
from siaga.crowd.world import World
from siaga.ledger.outcome import rows_of
from siaga.record.walk_fact import Fact
from siaga.scenario.model import OutcomeRow
from tests.crowd.visitor_stage import EVERYBODY, PEOPLE


@dataclass(slots=True)
class WalkStage:
    """What one walker of the tests lives in; it sleeps by noting for how long."""

    path: Path
    url: str = "http://127.0.0.1:1"
    rows: tuple[OutcomeRow, ...] = ()
    most_requests: int = 100
    facts: list[Fact] = field(default_factory=list)
    slept_s: list[float] = field(default_factory=list)
    now_s: float = 0.0

    def sleep(self, pause_s: float) -> None:
        """Let time pass."""
        self.slept_s.append(round(pause_s, 6))
        self.now_s += pause_s

    def walker(self, gait: Gait | None = None) -> Walker:
        """Let a walker in."""
        clock: Callable[[], float] = lambda: self.now_s  # noqa: E731 - the trail's clock and the world's
        trail = Trail(self.facts.append, Mask(), self.most_requests, clock)
        opens = partial(watched, trail, Origin.of(self.url))
        world = World(
            seed=1,
            epoch=2,
            time_scale=0.5,
            now_s=clock,
            browsers=Browsers(self.url, 5.0, opens=opens),
            people=PEOPLE,
            recorder=Uncounted(),
            journal=WalkJournal(self.path / "ledger.jsonl", self.facts.append),
            outcomes=rows_of(self.rows),
            sleep=self.sleep,
        )
        return Walker(world, 0, EVERYBODY, self.rows, trail, gait or Gait())

    def of(self, kind: type[Fact]) -> list[Fact]:
        """Give the facts of a kind."""
        return [one for one in self.facts if isinstance(one, kind)]
