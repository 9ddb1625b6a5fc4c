"""The World of a worker: what all its visitors share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import gevent

from siaga.crowd.browsers import Browsers
from siaga.crowd.feeds import Feeds
from siaga.crowd.recorder import Recorder
from siaga.ledger.journal import Journal
from siaga.ledger.outcome import Row
from siaga.people.foreigners import Foreigners
from siaga.people.people import People


def _sleep(pause_s: float) -> None:
    gevent.sleep(pause_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What visitors live in.

    Attributes:
        seed: seed of the run.
        epoch: number of the run from which identities are made.
        time_scale: factor for every pause, above 0 to 1.
        now_s: run seconds.
        browsers: opens a visitor's browsers.
        people: who the visitors are.
        recorder: takes the samples.
        journal: takes the promises.
        outcomes: rows of the scenario, by which promises end before those of any site.
        feeds: hand out the rows of its feeds.
        sleep: puts a greenlet to sleep for so many seconds.
        later: calls something in so many seconds, which must not wait.
    """

    seed: int
    epoch: int
    time_scale: float
    now_s: Callable[[], float]
    browsers: Browsers
    people: People | Foreigners
    recorder: Recorder
    journal: Journal
    outcomes: Sequence[Row]
    feeds: Feeds = field(default_factory=lambda: Feeds({}))
    sleep: Callable[[float], object] = _sleep
    later: Callable[[float, Callable[[], object]], object] = gevent.spawn_later

    def sleep_until(self, due_s: float) -> None:
        """Sleep until a run second; returns at once if it is past."""
        pause_s = due_s - self.now_s()
        if pause_s > 0:
            self.sleep(pause_s)
