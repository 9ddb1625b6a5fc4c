"""The Spool: a folder of a worker's own, where its files are until the master has them."""

import logging
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from siaga.crowd.order import Order
from siaga.errors import SiagaError
from siaga.record.run_folder import RunFolder

logger = logging.getLogger(__name__)

MOST_OF_A_MARK = 100


class SpoolError(SiagaError):
    """A spool cannot be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a worker writes.

    Attributes:
        folder: laid out as a run folder, whichever it is.
        spooled: it is the worker's own, and what is in it has to be carried to the master.
    """

    folder: RunFolder
    spooled: bool

    def clear(self) -> None:
        """Let go of a spool whose content the master has."""
        if not self.spooled:
            return
        try:
            shutil.rmtree(self.folder.path)
        except OSError as error:
            logger.warning("spool %s: cannot be removed (%s)", self.folder.path, error)


def place_of(order: Order, spool: str) -> Place:
    """Find out where a worker writes: into the run folder, if that is the master's own, else a spool.

    A path says little: on another machine it is another folder, or none. The master has left a mark
    in its folder and told the worker what it says.

    Args:
        order: names the run folder and the token of its mark.
        spool: a folder for spools, which then is used in any case; empty: the working folder, if at all.

    Raises:
        SpoolError: a spool is needed and cannot be made.
    """
    run = RunFolder(Path(order.folder))
    if not spool and _bears(run.mark, order.token):
        return Place(folder=run, spooled=False)
    above = Path(spool).absolute()
    try:
        above.mkdir(parents=True, exist_ok=True)
        made = tempfile.mkdtemp(prefix=f"siaga-spool-{run.path.name}-worker-{order.rank}-", dir=above)
    except OSError as error:
        raise SpoolError(
            f"spool: cannot be made in {above} ({error}); name another folder in SIAGA_SPOOL"
        ) from None
    logger.info("worker %d: writes into %s, and from there to the master", order.rank, made)
    return Place(folder=RunFolder(Path(made)), spooled=True)


def _bears(mark: Path, token: str) -> bool:
    """Tell whether a mark says what the master's says; whatever else is there is not the master's."""
    try:
        with mark.open("rb") as file:
            return file.read(MOST_OF_A_MARK) == token.encode()
    except OSError:
        return False
