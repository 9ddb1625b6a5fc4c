"""The WorkerSide of the plug-in: takes orders from Locust's messages and plays them."""

import logging
from typing import Any

import gevent
from locust.env import Environment
from locust.exception import CatchResponseError
from locust.runners import LocalRunner, WorkerRunner

from siaga.crowd.declared import launch_of
from siaga.crowd.listen import listen
from siaga.crowd.order import Order
from siaga.crowd.recorder import Sample
from siaga.crowd.worker import Worker
from siaga.errors import SiagaError

logger = logging.getLogger(__name__)

ORDER = "siaga-order"
CLOSE = "siaga-close"
CLOSED = "siaga-closed"
"""Messages between master and worker: play this, close now, I have closed."""


class WorkerSide:
    """One worker process, or the only process of a single-process run.

    Args:
        environment: Locust's environment.
        runner: Locust's runner of this process.
    """

    def __init__(self, environment: Environment, runner: WorkerRunner | LocalRunner) -> None:
        self._environment = environment
        self._runner = runner
        self._order: Order | None = None
        self._worker: Worker | None = None
        self._playing: gevent.Greenlet | None = None
        runner.register_message(ORDER, self._take_order)
        runner.register_message(CLOSE, self._close, concurrent=True)
        events = environment.events
        listen(events.test_start, self._start)
        listen(events.test_stop, self._close)
        listen(events.report_to_master, self._show_visitors)

    def _take_order(self, msg: Any, **_rest: Any) -> None:  # noqa: ANN401 - Locust's message
        self._order = Order.from_message(msg.data)

    def _start(self, **_rest: Any) -> None:  # noqa: ANN401 - Locust's event
        if self._order is None:
            logger.error("worker: was started without an order; is the master's plug-in the same?")
            return
        order, self._order = self._order, None
        try:
            journeys = launch_of(self._environment).journeys
            self._worker = Worker(order, journeys, self._echo)
        except (SiagaError, OSError, ValueError) as error:
            self._tell_closed(order, str(error))
            return
        self._playing = gevent.spawn(self._play, self._worker, order)

    def _play(self, worker: Worker, order: Order) -> None:
        why = "it broke; its log says where"
        try:
            worker.play()
            why = ""
        except (SiagaError, OSError) as error:
            why = str(error)
        finally:
            self._tell_closed(order, why)

    def _tell_closed(self, order: Order, why: str) -> None:
        """Tell the master that everything is written, and why if the worker could not go on."""
        if why:
            logger.error("worker %d: stops: %s", order.rank, why)
        self._runner.send_message(CLOSED, {"why": why})

    def _close(self, **_rest: Any) -> None:  # noqa: ANN401 - Locust's message or event
        """Close early, and wait until everything is written."""
        if self._worker is not None and self._playing is not None:
            self._worker.stop()
            self._playing.join()

    def _show_visitors(self, data: dict[str, Any], **_rest: Any) -> None:  # noqa: ANN401
        """Let Locust's number of users be the visitors inside, once its own one user is there."""
        if self._worker is None or not data.get("user_count"):
            return
        inside = self._worker.active
        data["user_count"] = inside
        data["user_classes_count"] = dict.fromkeys(data["user_classes_count"], 0)
        data["user_classes_count"][launch_of(self._environment).__name__] = inside

    def _echo(self, sample: Sample) -> None:
        """Keep Locust's own statistics in step with ours."""
        stats = self._environment.stats
        latency_ms = (sample.ended_s - sample.intended_s) * 1000
        stats.log_request(
            sample.method,
            sample.step,
            latency_ms,  # type: ignore[arg-type]  # Locust's own clients pass fractions too
            sample.received_bytes,
        )
        if sample.reason:
            stats.log_error(sample.method, sample.step, CatchResponseError(sample.reason))
