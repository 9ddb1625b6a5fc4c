"""The WorkerSide of the plug-in: takes orders from Locust's messages and plays them."""

import logging
from typing import Any

import gevent
from locust.env import Environment
from locust.exception import CatchResponseError

from siaga.crowd.declared import launch_of
from siaga.crowd.order import Order
from siaga.crowd.recorder import Sample
from siaga.crowd.worker import Worker
from siaga.ledger.journal import LedgerError

logger = logging.getLogger(__name__)

ORDER = "siaga-order"
CLOSE = "siaga-close"
CLOSED = "siaga-closed"
"""Messages between master and worker: play this, close now, I have closed."""


class WorkerSide:
    """One worker process, or the only process of a single-process run.

    Args:
        environment: Locust's environment.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._order: Order | None = None
        self._worker: Worker | None = None
        self._playing: gevent.Greenlet | None = None

    def listen(self) -> None:
        """Register what Locust is to tell."""
        runner, events = self._environment.runner, self._environment.events
        if runner is None:
            raise ValueError("environment: has no runner; siaga's plug-in needs one")
        runner.register_message(ORDER, self._take_order)
        runner.register_message(CLOSE, self._close, concurrent=True)
        events.test_start.add_listener(self._start)
        events.test_stop.add_listener(self._stop)
        events.report_to_master.add_listener(self._show_visitors)

    def _take_order(self, msg: Any, **_rest: Any) -> None:  # noqa: ANN401 - Locust's message
        self._order = Order.from_message(msg.data)

    def _start(self, **_rest: Any) -> None:  # noqa: ANN401 - Locust's event
        if self._order is None:
            logger.error("worker: was started without an order; is the master's plug-in the same?")
            return
        order, self._order = self._order, None
        self._playing = gevent.spawn(self._play, order)

    def _play(self, order: Order) -> None:
        try:
            journeys = launch_of(self._environment).journeys
            self._worker = Worker(order, journeys, self._echo)
            self._worker.play()
        except (LedgerError, OSError, ValueError) as error:
            logger.error("worker %d: stops: %s", order.rank, error)  # noqa: TRY400 - it is said
        finally:
            self._tell_closed()

    def _tell_closed(self) -> None:
        runner = self._environment.runner
        if runner is not None:
            runner.send_message(CLOSED, {})

    def _close(self, **_rest: Any) -> None:  # noqa: ANN401 - Locust's message
        """Close early: the player is killed, closes in its `finally` and says so."""
        if self._playing is not None:
            self._playing.kill()

    def _stop(self, **_rest: Any) -> None:  # noqa: ANN401 - Locust's event
        self._close()

    def _show_visitors(self, data: dict[str, Any], **_rest: Any) -> None:  # noqa: ANN401
        """Let Locust's number of users be the visitors inside."""
        if self._worker is not None and data.get("user_count"):
            data["user_count"] = max(self._worker.active, 1)

    def _echo(self, sample: Sample) -> None:
        """Keep Locust's own statistics in step with ours."""
        stats = self._environment.stats
        latency_ms = (sample.ended_s - sample.intended_s) * 1000
        stats.log_request(sample.method, sample.step, latency_ms, sample.received_bytes)
        if sample.reason:
            stats.log_error(sample.method, sample.step, CatchResponseError(sample.reason))
