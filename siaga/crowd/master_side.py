"""The MasterSide of the plug-in: begins and ends runs as Locust's master starts and stops them."""

import logging
import os
import subprocess
from contextlib import nullcontext, suppress
from functools import partial
from typing import Any

import gevent
from locust.env import Environment
from locust.exception import RPCError
from locust.runners import STATE_INIT, STATE_MISSING, STATE_STOPPED, LocalRunner, MasterRunner

from siaga.crowd.clocks import Clocks
from siaga.crowd.command import conclude, export, follow, guard, observe, prepare
from siaga.crowd.declared import file_of, launch_of
from siaga.crowd.flags import Flags
from siaga.crowd.launch import beside
from siaga.crowd.lessor import Lessor
from siaga.crowd.listen import listen
from siaga.crowd.master import Master, run_folder_at
from siaga.crowd.messages import BEGUN, CLOCK, CLOSE, CLOSED, ORDER, PART, SUMS, TIME
from siaga.crowd.order import Order
from siaga.crowd.reception import Reception
from siaga.errors import ExitCode, SiagaError, UsageError
from siaga.record.end_record import EndRecord
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord, stop_of, unguarded
from siaga.scenario.load import load

logger = logging.getLogger(__name__)

OBSERVER_DEADLINE_S = 10
"""How long the observer may take to write what it has."""

EXPORTER_DEADLINE_S = 40
"""How long the exporter may wait for somebody to see the verdict."""


class MasterSide:
    """Locust's master, or the only process of a single-process run.

    Args:
        environment: Locust's environment.
        runner: Locust's runner of this process.
    """

    def __init__(self, environment: Environment, runner: MasterRunner | LocalRunner) -> None:
        self._environment = environment
        self._runner = runner
        self._flags = Flags.of(environment.parsed_options)
        self._master: Master | None = None
        self._reception: Reception | None = None
        self._lessor: Lessor | None = None
        self._clocks: Clocks | None = None
        self._observer: subprocess.Popen[str] | None = None
        self._exporter: subprocess.Popen[str] | None = None
        self._follower: subprocess.Popen[str] | None = None
        self._guard: subprocess.Popen[str] | None = None
        self._ending: gevent.Greenlet | None = None
        self._by_hand = False
        runner.register_message(CLOSED, self._heard)
        runner.register_message(BEGUN, self._take_begun)
        runner.register_message(TIME, self._take_time)
        runner.register_message(PART, self._take_part, concurrent=True)
        runner.register_message(SUMS, self._take_sums, concurrent=True)
        listen(environment.events.heartbeat_sent, self._beat)
        listen(environment.events.test_start, self._start)
        listen(environment.events.test_stop, self._stop)

    @property
    def folder(self) -> RunFolder | None:
        """The folder of the newest run; None before the first."""
        return None if self._master is None else self._master.folder

    @property
    def may_start(self) -> bool:
        """Whether a run can be started: none is on, and this process is not there for just one."""
        return not self._flags.run and self._runner.state in {STATE_INIT, STATE_STOPPED}

    @property
    def harms(self) -> bool:
        """Whether somebody injects the scenario's faults: the conductor does, of `siaga run` alone."""
        return bool(self._flags.run)

    def note_hand(self) -> None:
        """Note that whatever stops the run now is somebody's hand in the web interface."""
        self._by_hand = True

    def quitting(self) -> None:
        """End a run that nobody stopped, and wait for its verdict."""
        self._stop()

    def _start(self, **_rest: Any) -> None:  # noqa: ANN401 - Locust's event
        try:
            begun = self._begin()
        except (SiagaError, OSError, ValueError) as error:
            self._stop_watching()
            self._refuse(error)
            return
        self._by_hand = False
        self._ending = gevent.spawn(self._end, *begun)
        begun[0].stand_by()

    def _begin(self) -> tuple[Master, Reception]:
        folder = self._folder()
        if folder.plan.exists():
            raise UsageError(f"run {folder.path}: was played already; every run has its own folder")
        master = self._master = Master(folder, self._clients())
        reception = self._reception = Reception(master, self._answer)
        if not self._flags.run:
            self._observe(folder, master.record)
        reception.open()
        master.order(self._send)
        succession = None if isinstance(self._runner, LocalRunner) else master.succession
        self._lessor = None if succession is None else Lessor(master, succession, self._try)
        return master, reception

    def _refuse(self, error: Exception) -> None:
        """Say why there is no run, and end Locust with the code that says the same."""
        logger.error("siaga: %s", error)
        code = error.exit_code if isinstance(error, SiagaError) else ExitCode.USAGE
        self._environment.process_exit_code = int(code)
        if self._flags.run and self._stays and self._master is None:
            EndRecord(problems=(str(error),)).write(run_folder_at(self._flags.run).end)
        gevent.spawn_later(0.5, self._leave)

    def _folder(self) -> RunFolder:
        if self._flags.run:
            return run_folder_at(self._flags.run)
        launch = launch_of(self._environment)
        scenario = self._flags.scenario or launch.scenario
        path = file_of(self._environment)
        host = self._environment.host or launch.host or ""
        if not host:
            raise ValueError("host: is missing; say --host http://127.0.0.1:8080")
        given = beside(path, scenario)
        return prepare(self._flags, given, path, host, len(self._clients()))

    def _observe(self, folder: RunFolder, record: RunRecord) -> None:
        scenario = load(folder.scenario)
        self._observer = observe(folder, record.host, scenario.site.metrics or "")
        self._exporter = export(folder, self._flags.exporter_port, page=self._stays)
        if scenario.ending_early:
            self._follower = follow(folder)
        if scenario.needs_guard(agreed=record.asks_leave):
            self._guard = guard(folder)

    def _stop_observer(self) -> None:
        observer, self._observer = self._observer, None
        follower, self._follower = self._follower, None
        keeper, self._guard = self._guard, None
        _put_out(observer, OBSERVER_DEADLINE_S)
        _put_out(follower, OBSERVER_DEADLINE_S)
        _put_out(keeper, OBSERVER_DEADLINE_S)

    def _stop_watching(self) -> None:
        self._stop_observer()
        exporter, self._exporter = self._exporter, None
        _put_out(exporter, EXPORTER_DEADLINE_S)

    def _clients(self) -> list[str]:
        if isinstance(self._runner, LocalRunner):
            return ["local"]
        return [one.id for one in self._runner.clients.all if one.state != STATE_MISSING]

    def _send(self, client: str, order: Order) -> None:
        self._runner.send_message(ORDER, order.as_message(), client_id=client)

    def _beat(self, client_id: str, **_rest: Any) -> None:  # noqa: ANN401 - Locust's event
        if self._lessor is not None:
            self._lessor.beat(client_id)

    def _heard(self, msg: Any, **_rest: Any) -> None:  # noqa: ANN401 - Locust's message
        if self._master is not None:
            self._master.heard(msg.node_id, msg.data["why"])

    def _answer(self, client: str, name: str, payload: dict[str, Any]) -> None:
        self._runner.send_message(name, payload, client_id=client)

    def _try(self, client: str, name: str, payload: dict[str, Any]) -> None:
        """Send a worker what is said again a second later, should it be lost."""
        with suppress(RPCError):
            self._answer(client, name, payload)

    def _ask_time(self, client: str, question: dict[str, Any]) -> None:
        self._try(client, CLOCK, question)

    def _take_begun(self, msg: Any, **_rest: Any) -> None:  # noqa: ANN401 - Locust's message
        if self._reception is not None:
            self._reception.take_begun(msg.node_id, msg.data)

    def _take_time(self, msg: Any, **_rest: Any) -> None:  # noqa: ANN401 - Locust's message
        if self._clocks is not None:
            self._clocks.take(msg.node_id, msg.data)

    def _take_part(self, msg: Any, **_rest: Any) -> None:  # noqa: ANN401 - Locust's message
        if self._reception is not None:
            self._reception.take_part(msg.node_id, msg.data)

    def _take_sums(self, msg: Any, **_rest: Any) -> None:  # noqa: ANN401 - Locust's message
        if self._reception is not None:
            self._reception.take_sums(msg.node_id, msg.data)

    def _missed(self, master: Master) -> set[str]:
        """Give the workers that Locust does not know of, or has no heartbeat of any more."""
        return set() if isinstance(self._runner, LocalRunner) else master.clients - set(self._clients())

    def _is_lost(self) -> bool:
        """Tell whether a guard or an objective ends the run early; else the conductor looks.

        It looks, and ends this process, unless that has to show the verdict.
        """
        master = self._master
        if master is None or (self._flags.run and not self._stays):
            return False
        self._end_unguarded(master.folder)
        followed = self._follower is not None or self._flags.run
        lost = followed and master.folder.abort.exists()
        return lost or stop_of(master.folder) is not None

    def _end_unguarded(self, folder: RunFolder) -> None:
        """End the run where its guard has died: nobody would hold it back."""
        stop = unguarded(folder, None if self._guard is None else self._guard.poll())
        if stop is not None:
            stop.write(folder.stop)

    def _end(self, master: Master, reception: Reception) -> None:
        """See a run to its end and end Locust, in a greenlet that Locust does not kill half way."""
        self._environment.process_exit_code = int(ExitCode.INTERNAL)
        try:
            self._clocks = Clocks(master, self._ask_time)
            with self._clocks.comparing():
                self._close_workers(master)
            reception.close()
            self._environment.process_exit_code = int(self._conclude(master))
        except OSError as error:
            logger.error("run %s: cannot be written (%s)", master.folder.path, error)  # noqa: TRY400
        finally:
            self._stop_watching()
            gevent.spawn(self._leave)

    def _close_workers(self, master: Master) -> None:
        missed = partial(self._missed, master)
        with nullcontext() if self._lessor is None else self._lessor.leasing(missed):
            master.wait(missed, self._is_lost)
        if not master.is_over(missed()):
            self._runner.send_message(CLOSE, {})
            master.wait_for_close(missed)

    def _conclude(self, master: Master) -> ExitCode:
        """Give the exit code: of the verdict, or, where siaga judges later, of the sending."""
        if self._flags.run:
            self._tell_end(master)
            return ExitCode.INTERNAL if master.problems else ExitCode.GO
        self._stop_observer()
        master.end()
        try:
            code = conclude(master.folder, strict=self._flags.strict)
        except SiagaError as error:
            logger.error("siaga: %s", error)  # noqa: TRY400 - it is said
            return error.exit_code
        logger.info("siaga: exit code %d, report %s", code, os.fspath(master.folder.report))
        return code

    def _tell_end(self, master: Master) -> None:
        """Tell the conductor that the sending is over, where this process does not end with it."""
        if self._stays:
            by_hand = self._by_hand and master.interrupted
            told = EndRecord(interrupted=by_hand, problems=tuple(master.problems))
            told.write(master.folder.end)

    def _stop(self, **_rest: Any) -> None:  # noqa: ANN401 - Locust's event
        """Cut the run short, if it is not over, and wait until it is judged."""
        if self._master is not None:
            self._master.cut()
        if self._ending is not None:
            self._ending.join()

    def _leave(self) -> None:
        """End Locust, or let its web interface show the ended run."""
        (self._runner.stop if self._stays else self._runner.quit)()

    @property
    def _stays(self) -> bool:
        """Whether Locust outlives a run, since it has a web interface."""
        return not getattr(self._environment.parsed_options, "headless", True)


def _put_out(process: subprocess.Popen[str] | None, deadline_s: float) -> None:
    """Ask a process to end, and end it when it has not by the deadline."""
    if process is None:
        return
    process.terminate()
    try:
        process.wait(deadline_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
