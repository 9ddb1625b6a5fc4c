"""The MasterSide of the plug-in: begins and ends runs as Locust's master starts and stops them."""

import inspect
import logging
import os
import subprocess
from pathlib import Path
from typing import Any

import gevent
from locust.env import Environment
from locust.runners import STATE_MISSING, LocalRunner, MasterRunner

from siaga.crowd.command import CommandError, conclude, observe, prepare
from siaga.crowd.declared import launch_of
from siaga.crowd.flags import Flags
from siaga.crowd.master import Master, run_folder_at
from siaga.crowd.order import Order
from siaga.crowd.worker_side import CLOSE, CLOSED, ORDER
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import load

logger = logging.getLogger(__name__)

USAGE = 64


class MasterSide:
    """Locust's master, or the only process of a single-process run.

    Args:
        environment: Locust's environment.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._flags = Flags.of(environment.parsed_options)
        self._master: Master | None = None
        self._observer: subprocess.Popen[str] | None = None
        self._ending: gevent.Greenlet | None = None
        self._runner: MasterRunner | LocalRunner = environment.runner  # type: ignore[assignment]
        self._runner.register_message(CLOSED, self._heard)
        environment.events.test_start.add_listener(self._start)
        environment.events.test_stop.add_listener(self._stop)

    def quitting(self) -> None:
        """End a run that nobody stopped: the run was interrupted."""
        self._stop()

    def _start(self, **_rest: Any) -> None:  # noqa: ANN401 - Locust's event
        try:
            folder = self._folder()
            self._master = Master(folder, self._clients())
        except (CommandError, OSError, ValueError) as error:
            self._refuse(error)
            return
        self._begin(folder)

    def _begin(self, folder: RunFolder) -> None:
        master = self._master
        if master is None:
            return
        if not self._flags.run:
            self._observe(folder, master.record.host)
        master.order(self._send)
        self._ending = gevent.spawn(self._end_when_done, master)

    def _refuse(self, error: Exception) -> None:
        """Say why there is no run, and end Locust with the code that says the same."""
        logger.error("siaga: %s", error)
        self._environment.process_exit_code = getattr(error, "exit_code", USAGE)
        gevent.spawn_later(0.5, self._runner.quit)

    def _folder(self) -> RunFolder:
        if self._flags.run:
            return run_folder_at(self._flags.run)
        launch = launch_of(self._environment)
        scenario = self._flags.scenario or launch.scenario
        path = Path(inspect.getfile(launch)).resolve()
        named = path.parent.parent / "scenarios" / scenario
        host = self._environment.host or launch.host or ""
        if not host:
            raise ValueError("host: is missing; say --host http://127.0.0.1:8080")
        given = str(named) if named.is_file() else scenario
        return prepare(self._flags, given, path, host, len(self._clients()))

    def _observe(self, folder: RunFolder, host: str) -> None:
        metrics = load(folder.scenario).site.metrics
        self._observer = observe(folder, host, metrics or "", self._flags.exporter_port)

    def _clients(self) -> list[str]:
        if isinstance(self._runner, MasterRunner):
            return [client.id for client in self._runner.clients.all]
        return ["local"]

    def _send(self, client: str, order: Order) -> None:
        self._runner.send_message(ORDER, order.as_message(), client_id=client)

    def _heard(self, msg: Any, **_rest: Any) -> None:  # noqa: ANN401 - Locust's message
        if self._master is not None:
            self._master.heard(msg.node_id)

    def _lost(self) -> set[str]:
        """Give the workers that Locust has no heartbeat of any more."""
        if isinstance(self._runner, LocalRunner) or self._master is None:
            return set()
        there = {one.id for one in self._runner.clients.all if one.state != STATE_MISSING}
        return self._master.clients - there

    def _end_when_done(self, master: Master) -> None:
        master.wait(self._lost)
        headless = getattr(self._environment.parsed_options, "headless", True)
        (self._runner.quit if headless else self._runner.stop)()

    def _stop(self, **_rest: Any) -> None:  # noqa: ANN401 - Locust's event
        master, self._master = self._master, None
        if master is None:
            return
        if not master.all_closed:
            self._runner.send_message(CLOSE, {})
            master.interrupted = not self._flags.run
            self._finish_closing(master)
        if not self._flags.run:
            self._conclude(master)

    def _finish_closing(self, master: Master) -> None:
        self._master = master
        master.wait_for_close(self._lost)
        self._master = None

    def _conclude(self, master: Master) -> None:
        if self._observer is not None:
            self._observer.terminate()
            self._observer.wait(10)
        master.end()
        code = conclude(master.folder, strict=self._flags.strict)
        self._environment.process_exit_code = code
        logger.info("siaga: exit code %d, report %s", code, os.fspath(master.folder.report))
