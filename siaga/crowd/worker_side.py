"""The WorkerSide of the plug-in: takes orders from Locust's messages, plays them, delivers the files."""

import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gevent
from locust.env import Environment
from locust.exception import RPCError
from locust.runners import STATE_CLEANUP, STATE_STOPPED, LocalRunner, WorkerRunner

from siaga.crowd.courier import Courier
from siaga.crowd.declared import is_stock, launch_of
from siaga.crowd.feeds import Feeds
from siaga.crowd.flags import Flags
from siaga.crowd.garbage import settle
from siaga.crowd.lease import Lease
from siaga.crowd.lifeline import Lifeline
from siaga.crowd.listen import listen
from siaga.crowd.locust_table import tell
from siaga.crowd.machine import machine
from siaga.crowd.messages import AGAIN, BEGUN, CLOCK, CLOSE, CLOSED, HELD, KEPT, LEASE, ORDER, SUMS, TIME
from siaga.crowd.order import Order
from siaga.crowd.same_file import files_here, refuse_other_file
from siaga.crowd.sample import Sample
from siaga.crowd.spool import Place, place_of
from siaga.crowd.stock_worker import StockWorker
from siaga.crowd.worker import Worker
from siaga.errors import ExitCode, SiagaError
from siaga.native import form
from siaga.record.feed_source import FeedSource

logger = logging.getLogger(__name__)


class WorkerSide:
    """One worker process, or the only process of a single-process run.

    Args:
        environment: Locust's environment.
        runner: Locust's runner of this process.
    """

    def __init__(self, environment: Environment, runner: WorkerRunner | LocalRunner) -> None:
        self._environment = environment
        self._runner = runner
        # Now, since Locust puts the master's options in place of a worker's own when a run starts.
        self._spool = Flags.of(environment.parsed_options).spool
        self._order: Order | None = None
        self._lease = Lease()
        self._worker: Worker | StockWorker | None = None
        self._courier: Courier | None = None
        self._playing: gevent.Greenlet | None = None
        self._delivering: gevent.Greenlet | None = None
        runner.register_message(ORDER, self._take_order)
        runner.register_message(LEASE, self._take_lease)
        runner.register_message(CLOCK, self._tell_time)
        runner.register_message(CLOSE, self._close, concurrent=True)
        for answer in (HELD, AGAIN, KEPT):
            runner.register_message(answer, self._hear)
        events = environment.events
        listen(events.test_start, self._start)
        listen(events.test_stop, self._close)
        listen(events.report_to_master, self._show_visitors)
        listen(events.request, self._overhear)
        if isinstance(runner, WorkerRunner):
            # Locust reverses the order of this event: it still tells the master that this worker quits.
            listen(events.quitting, self._quit)

    def _take_order(self, msg: Any, **_rest: Any) -> None:  # noqa: ANN401 - Locust's message
        order = self._order = Order.from_message(msg.data)
        if isinstance(self._runner, WorkerRunner):
            self._lease = Lease(order.token, order.leased_until_s)
        settle()

    def _take_lease(self, msg: Any, **_rest: Any) -> None:  # noqa: ANN401 - Locust's message
        self._lease.hear(msg.data)

    def _tell_time(self, msg: Any, **_rest: Any) -> None:  # noqa: ANN401 - Locust's message
        self._tell(TIME, {"question": msg.data["question"], "wall": time.time()})

    def _start(self, **_rest: Any) -> None:  # noqa: ANN401 - Locust's event
        if self._order is None:
            logger.error("worker: has no share: the run had begun already, or the master has no plug-in")
            self._fail()
            return
        order, self._order = self._order, None
        try:
            place = place_of(order, self._spool)
            self._worker = self._made(order, place)
        except (SiagaError, OSError, ValueError) as error:
            self._tell_closed(order, str(error))
            self._tell(SUMS, {"token": order.token, "files": {}})
            return
        begun = {"token": order.token, "in_place": not place.spooled, "machine": machine()}
        self._tell(BEGUN, begun)
        files = place.folder.of_worker(order.rank)
        courier = self._courier = Courier(files, order.token, self._post, carries=place.spooled)
        self._playing = gevent.spawn(self._play, self._worker, order, courier)
        self._delivering = gevent.spawn(self._deliver, courier, order, place)

    def _made(self, order: Order, place: Place) -> Worker | StockWorker:
        """Make the worker; where there is none, there is nothing in its spool."""
        try:
            if is_stock(self._environment):
                return StockWorker(order, place.folder, self._visitors, self._end_visitors)
            form()
            launch = launch_of(self._environment)
            refuse_other_file(self._environment, order.locustfile_digest)
            sources = [FeedSource.from_json(one) for one in order.feeds]
            beside = next((one.parent for one in files_here(self._environment)), Path.cwd())
            return Worker(
                order,
                place.folder,
                launch.journeys,
                self._echo,
                surface=launch.surface,
                feeds=Feeds.opened(sources, beside),
                beside=beside,
                lease=self._lease,
            )
        except BaseException:
            place.clear()
            raise

    def _visitors(self) -> tuple[int, int]:
        return self._runner.user_count, self._runner.target_user_count

    def _end_visitors(self) -> None:
        """Have Locust stop its visitors, unless it is at it or has."""
        if self._runner.state not in {STATE_CLEANUP, STATE_STOPPED}:
            self._runner.stop()

    def _overhear(self, **told: Any) -> None:  # noqa: ANN401 - Locust's event
        """Take in a request of a stock Locust file."""
        if isinstance(self._worker, StockWorker):
            self._worker.hear(told)

    def _play(self, worker: Worker | StockWorker, order: Order, courier: Courier) -> None:
        why = "it broke; its log says where"
        holding = self._held(worker, order)
        try:
            worker.play()
            why = holding.value or ""
        except (SiagaError, OSError) as error:
            why = str(error)
        finally:
            holding.kill()
            self._tell_closed(order, why)
            courier.closed()

    def _held(self, worker: Worker | StockWorker, order: Order) -> gevent.Greenlet:
        """Have the worker stop when nothing is heard of the master; gives who looks, and why at last."""
        runner = self._runner
        if not isinstance(runner, WorkerRunner):
            return gevent.Greenlet()
        lifeline = Lifeline(lambda: runner.last_heartbeat_timestamp, order.lifeline_s)

        def hold() -> str:
            """Stop the worker when its lifeline is cut."""
            lifeline.wait()
            worker.stop()
            return lifeline.why

        return gevent.spawn(hold)

    def _tell_closed(self, order: Order, why: str) -> None:
        """Tell the master that everything is written, and why if the worker could not go on."""
        if why:
            logger.error("worker %d: stops: %s", order.rank, why)
            self._fail()
        self._tell(CLOSED, {"why": why})

    def _deliver(self, courier: Courier, order: Order, place: Place) -> None:
        """Have the master confirm every file; a spool of which it has not everything is kept."""
        if courier.run():
            place.clear()
        elif place.spooled:
            logger.error(
                "worker %d: the master has not confirmed everything; %s is kept",
                order.rank,
                place.folder.path,
            )
            self._fail()

    def _fail(self) -> None:
        """Have a process of its own say by its exit code that it did not do what it was there for."""
        if isinstance(self._runner, WorkerRunner):
            self._environment.process_exit_code = int(ExitCode.INTERNAL)

    def _tell(self, name: str, payload: dict[str, Any]) -> None:
        """Send the master what it can do without: it misses those of whom nothing comes."""
        try:
            self._post(name, payload)
        except ConnectionError as error:
            logger.error("worker: the master was not told: %s", error)  # noqa: TRY400

    def _post(self, name: str, payload: dict[str, Any]) -> None:
        """Send the master a message.

        Raises:
            ConnectionError: Locust cannot, after trying for a while.
        """
        try:
            self._runner.send_message(name, payload)
        except RPCError as error:
            raise ConnectionError(f"message {name}: {error}") from None

    def _hear(self, msg: Any, **_rest: Any) -> None:  # noqa: ANN401 - Locust's message
        if self._courier is not None:
            self._courier.hear(msg.type, msg.data)

    def _close(self, **_rest: Any) -> None:  # noqa: ANN401 - Locust's message or event
        """Close early, and wait until everything is written; it may not be delivered then.

        Locust may call this where it would otherwise take the master's answers.
        """
        if self._worker is not None and self._playing is not None:
            self._worker.stop()
            if self._playing is not gevent.getcurrent():
                self._playing.join()

    def _quit(self, **_rest: Any) -> None:  # noqa: ANN401 - Locust's event
        """Close, and wait until everything is delivered, unless nobody takes answers any more."""
        self._close()
        if self._courier is not None and self._delivering is not None:
            if not self._runner.greenlet:
                self._courier.give_up()
            self._delivering.join()

    def _show_visitors(self, data: dict[str, Any], **_rest: Any) -> None:  # noqa: ANN401
        """Let Locust's number of users be the visitors inside, once its own one user is there."""
        if self._worker is None or isinstance(self._worker, StockWorker) or not data.get("user_count"):
            return
        inside = self._worker.active
        data["user_count"] = inside
        data["user_classes_count"] = dict.fromkeys(data["user_classes_count"], 0)
        data["user_classes_count"][launch_of(self._environment).__name__] = inside

    def _echo(self, samples: Sequence[Sample]) -> None:
        """Keep Locust's own statistics in step with ours."""
        tell(self._environment.stats, samples)
