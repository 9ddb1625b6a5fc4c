"""The Comers: the workers that come to a master, written down while it waits for the rest."""

import logging
from typing import Any

from locust.env import Environment

from siaga.crowd.flags import Flags
from siaga.crowd.listen import listen
from siaga.crowd.master import run_folder_at
from siaga.record.roster import Roster

logger = logging.getLogger(__name__)


class Comers:
    """Writes a roster into a run folder that siaga has prepared; where Locust was started by hand, none.

    Args:
        environment: of the master.
    """

    def __init__(self, environment: Environment) -> None:
        self._run = Flags.of(environment.parsed_options).run
        self._machines: dict[str, str] = {}
        if self._run:
            listen(environment.events.worker_connect, self._note)

    def _note(self, client_id: str, **_rest: Any) -> None:  # noqa: ANN401 - Locust's event
        """Note a worker; one that asks again has come once."""
        # Locust makes the id of the machine's name and a number that nobody else has.
        self._machines[client_id] = client_id.rpartition("_")[0]
        try:
            Roster(machines=tuple(self._machines.values())).write(run_folder_at(self._run).roster)
        except OSError as error:
            logger.error("roster: cannot be written (%s)", error)  # noqa: TRY400 - the run is no worse for it
