"""The signals that the site's own process listens to: SIGHUP for a release, SIGUSR2 for a power loss."""

import argparse
import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from mock_site.errors import UsageError
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
from mock_site.store.schema import store_path

MOST_BACK_S = 3_600.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that concern the loss of power."""
    parser.add_argument(
        "--record-syncs",
        action="store_true",
        help="note what of an SQLite store is on the disk, so that SIGUSR2 can take the rest away",
    )
    parser.add_argument(
        "--power-back-s", type=float, default=3.0, metavar="S", help="until the power is back"
    )


def undertakings(
    settings: Settings, power_back_s: float, workers: Sequence[Part], log: Callable[[str], None]
) -> Mapping[signal.Signals, Undertaken]:
    """Give what each signal begins.

    Args:
        settings: of the site, whose store is prepared and open nowhere.
        power_back_s: after which the power is back.
        workers: of the site.
        log: is told what happens.

    Raises:
        UsageError: the time is out of range, or the store cannot note what is on the disk.
    """
    if not 0 <= power_back_s <= MOST_BACK_S:
        raise UsageError(f"power-back-s: is {power_back_s}; it must be 0 to {MOST_BACK_S:g}")
    database = _recorded(settings)
    if database is not None:
        sync_mark.begin(database, is_flushed=_conduct(settings).flushing is not Level.OFF)
    board = Board(shared_file(settings, "harm"))
    restart = RollingRestart if drain_level(settings) is Level.HARDENED else RestartAtOnce

    def cut(crew: Crew) -> Undertaking:
        """Have the power go, where it is known what goes with it."""
        if database is None:
            log("power: stays on; --record-syncs was not given")
            return Nothing()
        return PowerLoss(crew, workers, lambda: _lost(database, board), power_back_s, log)

    return {
        signal.SIGHUP: Undertaken(begin=lambda crew: restart(crew, workers, log)),
        signal.SIGUSR2: Undertaken(begin=cut, is_urgent=True),
    }


def _recorded(settings: Settings) -> Path | None:
    """Give the database of which it is noted what is on the disk; None: that is not wanted."""
    if not settings.records_syncs:
        return None
    if dsn_of(settings.store) is not None:
        raise UsageError("record-syncs: is for an SQLite store; leave it out, or the store")
    return store_path(settings.store)


def _conduct(settings: Settings) -> Conduct:
    return Conduct(defects=settings.defects, durability=settings.layers.level(Layer.DURABILITY))


def _lost(database: Path, board: Board) -> int:
    lost_bytes = sync_mark.lose(database)
    board.note_power_loss(lost_bytes)
    return lost_bytes
