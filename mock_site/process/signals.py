"""The signals that the site's own process listens to: SIGHUP for a release, SIGUSR2 for a power loss."""

import argparse
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from mock_site.errors import SiteError, UsageError
from mock_site.harm.board import Board
from mock_site.layers import Layer, Level
from mock_site.process.crew import Crew
from mock_site.process.drain import drain_level
from mock_site.process.part import Part
from mock_site.process.power_loss import PowerLoss
from mock_site.process.restart import RestartAtOnce, RollingRestart
from mock_site.process.undertaking import Nothing, Undertaken, Undertaking
from mock_site.settings import Settings
from mock_site.shared_file import shared_file
from mock_site.store import sync_mark
from mock_site.store.choice import dsn_of
from mock_site.store.conduct import Conduct
from mock_site.store.embedded import EmbeddedServer
from mock_site.store.schema import store_path

MOST_BACK_S = 3_600.0


class Kept(Protocol):
    """A store that can lose its power."""

    def still(self) -> None:
        """Have nothing more be acknowledged.

        Raises:
            SiteError: it cannot lose its power, and goes on.
        """

    def gone(self) -> int:
        """Take away what is not on the disk, with nobody at work on it, and give its bytes."""


@dataclass(frozen=True, slots=True)
class _File:
    """A SQLite file with its sync mark: dead workers are all it takes."""

    database: Path

    def still(self) -> None:
        """Do nothing: it is the workers who write."""

    def gone(self) -> int:
        """Cut its log at the mark."""
        return sync_mark.lose(self.database)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that concern the loss of power."""
    parser.add_argument(
        "--record-syncs",
        action="store_true",
        help="know what of a store of its own is on the disk, so that SIGUSR2 can take the rest away",
    )
    parser.add_argument(
        "--power-back-s", type=float, default=3.0, metavar="S", help="until the power is back"
    )


def undertakings(
    settings: Settings,
    power_back_s: float,
    workers: Sequence[Part],
    log: Callable[[str], None],
    server: object = None,
) -> Mapping[signal.Signals, Undertaken]:
    """Give what each signal begins.

    Args:
        settings: of the site, whose store is prepared and open nowhere.
        power_back_s: after which the power is back.
        workers: of the site.
        log: is told what happens.
        server: that the site runs its store on, if it does.

    Raises:
        UsageError: the time is out of range, or the store cannot note what is on the disk.
    """
    if not 0 <= power_back_s <= MOST_BACK_S:
        raise UsageError(f"power-back-s: is {power_back_s}; it must be 0 to {MOST_BACK_S:g}")
    kept = _recorded(settings, server)
    board = Board(shared_file(settings, "harm"))
    restart = RollingRestart if drain_level(settings) is Level.HARDENED else RestartAtOnce

    def cut(crew: Crew) -> Undertaking:
        """Have the power go, where it is known what goes with it."""
        if kept is None:
            log("power: stays on; --record-syncs was not given")
            return Nothing()
        try:
            kept.still()
        except SiteError as error:
            log(f"power: stays on; {error}")
            return Nothing()
        return PowerLoss(crew, workers, lambda: _lost(kept, board), power_back_s, log)

    return {
        signal.SIGHUP: Undertaken(begin=lambda crew: restart(crew, workers, log)),
        signal.SIGUSR2: Undertaken(begin=cut, is_urgent=True),
    }


def _recorded(settings: Settings, server: object) -> Kept | None:
    """Give the store of which it is known what is on the disk; None: that is not wanted."""
    if not settings.records_syncs:
        return None
    if isinstance(server, EmbeddedServer):
        return server
    if dsn_of(settings.store) is not None:
        problem = "is for an SQLite store or postgresql+embedded; leave it out, or the store"
        raise UsageError(f"record-syncs: {problem}")
    database = store_path(settings.store)
    sync_mark.begin(database, is_flushed=_conduct(settings).flushing is not Level.OFF)
    return _File(database)


def _conduct(settings: Settings) -> Conduct:
    return Conduct(defects=settings.defects, durability=settings.layers.level(Layer.DURABILITY))


def _lost(kept: Kept, board: Board) -> int:
    lost_bytes = kept.gone()
    board.note_power_loss(lost_bytes)
    return lost_bytes
