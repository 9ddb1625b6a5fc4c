"""The Expedition: a whole search at one site, from its folder to its result."""

import json
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Event

from siaga.capacity.ground import Ground, ground
from siaga.capacity.hunt import Hunt
from siaga.capacity.level import Ask, Level
from siaga.capacity.order import Order
from siaga.capacity.page import capacity_page
from siaga.capacity.play import Play
from siaga.capacity.result import Result
from siaga.record.run_folder import RunFolder
from siaga.report.whole_file import write_whole
from siaga.stage.display import Display
from siaga.stage.preparation import STAMP, fresh_folder, link_latest
from siaga.stage.run_log import RunLog
from siaga.stage.trouble import interruptible, told_of_the_disk, traceless

SEARCHED = "-capacity"
"""Searches are kept apart from the days whose capacity they look for."""

Plays = Callable[[Ask, int], Level | None]

JSON, PAGE = "capacity.json", "capacity.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expedition:
    """What searches.

    Attributes:
        order: what is to be searched.
        show: makes the display of a run's title.
        tell: is told each level when it has been played.
        clock: gives seconds; only differences count.
        over: set when somebody has ended the search.
    """

    order: Order
    show: Callable[[str], Display]
    tell: Callable[[int, Level], object]
    clock: Callable[[], float] = time.monotonic
    over: Event = field(default_factory=Event)

    def __call__(self, now: datetime) -> tuple[Path, Result]:
        """Search, and give the search folder with the result, which is written there.

        Args:
            now: wall time, UTC.

        Raises:
            SiagaError: the site or the generator cannot be started, or nothing could be sent.
        """
        request, day = self.order.request, self.order.day
        place = request.out / f"{day.name}{SEARCHED}" / now.strftime(STAMP)
        home = fresh_folder(place)
        log = RunLog(home.log)
        try:
            with told_of_the_disk(home), interruptible(self.over.set):
                levels = self._levels(home, log)
                return home.path, self._written(home.path, levels)
        finally:
            log.close()

    def _levels(self, home: RunFolder, log: Callable[[str], None]) -> tuple[Level, ...]:
        """Play all levels; what is known is written after each, should nobody live to see the end."""
        order, known = self.order, list[Level]()

        def tell(level: Level) -> None:
            """Keep and show a level."""
            known.append(level)
            self._written(home.path, tuple(known))
            self.tell(len(known), level)

        with ExitStack() as undo:
            with traceless(home):
                there = undo.enter_context(ground(order.request, order.day, log))
            hunt = Hunt(
                terms=order.terms,
                patience_s=order.day.traffic.patience_s,
                play=self._first_refused(home, self._play(home, there)),
                clock=self.clock,
                over=self.over.is_set,
                tell=tell,
            )
            return hunt()

    def _play(self, home: RunFolder, there: Ground) -> Play:
        """Give what plays levels there; `latest` leads to the search once somebody is sent."""
        order, linked = self.order, Event()

        def show(title: str) -> Display:
            """Show a level that has begun."""
            if not linked.is_set():
                link_latest(home)
                linked.set()
            return self.show(title)

        return Play(
            request=order.request,
            day=order.day,
            locustfile=order.locustfile,
            folder=home.path,
            ground=there,
            settle_s=order.terms.settle_s,
            show=show,
            over=self.over,
            clock=self.clock,
        )

    @staticmethod
    def _first_refused(home: RunFolder, play: Plays) -> Plays:
        """Leave nothing of a search whose first level is refused; a later one has levels before it."""

        def played(ask: Ask, number: int) -> Level | None:
            """Play a level."""
            if number > 1:
                return play(ask, number)
            with traceless(home):
                return play(ask, number)

        return played

    def _written(self, folder: Path, levels: tuple[Level, ...]) -> Result:
        order = self.order
        result = Result(
            scenario=order.day.name,
            host=order.request.host,
            terms=order.terms,
            levels=levels,
            left_out=order.left_out,
            interrupted=self.over.is_set(),
        )
        text = json.dumps(result.as_json(), indent=1, allow_nan=False, ensure_ascii=False)
        write_whole(folder / JSON, f"{text}\n")
        write_whole(folder / PAGE, capacity_page(result))
        return result
