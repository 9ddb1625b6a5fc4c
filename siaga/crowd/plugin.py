"""The Locust plug-in: importing it registers listeners on Locust's events, which is its purpose.

Order matters. The listener of `quitting` is registered at import, hence runs last (Locust reverses
that event's order): workers have reported by then. The master's `test_start` is fired before Locust
tells workers to spawn and messages keep their order per worker, so an order is always there before
a worker's own `test_start`.
"""

import logging
from typing import Any

import gevent
from locust import events, runners
from locust.env import Environment
from locust.runners import LocalRunner, MasterRunner, WorkerRunner

from siaga.crowd.comers import Comers
from siaga.crowd.flags import add_flags
from siaga.crowd.interrupt import tell_main_of_interrupts
from siaga.crowd.listen import listen
from siaga.crowd.live.desk import Desk
from siaga.crowd.live.page import page
from siaga.crowd.live.seal import Seal
from siaga.crowd.live.tab import add_link, add_tab
from siaga.crowd.locust_defaults import remember_defaults
from siaga.crowd.master_side import MasterSide
from siaga.crowd.ports import HERE, bind_here, exposed
from siaga.crowd.worker_side import WorkerSide

logger = logging.getLogger(__name__)

MISSED_BEATS = 10
"""Heartbeats that a worker may miss before Locust takes it for lost.

By Locust's own three, a worker that a busy machine holds up for three seconds ends the run if it is the
last.
"""

_masters: dict[int, MasterSide] = {}
"""The master side of an environment, by the environment's id: there is one for each process."""


def _add_flags(parser: Any, **_rest: Any) -> None:  # noqa: ANN401 - Locust's parser
    add_flags(parser)
    bind_here(parser)


def _init(environment: Environment, runner: Any, **_rest: Any) -> None:  # noqa: ANN401 - Locust's
    tell_main_of_interrupts()
    runners.HEARTBEAT_LIVENESS = MISSED_BEATS
    if isinstance(runner, WorkerRunner):
        remember_defaults()
    else:
        is_master = isinstance(runner, MasterRunner)
        for warning in exposed(environment.parsed_options, is_master=is_master):
            logger.warning("%s", warning)
    if isinstance(runner, MasterRunner):
        Comers(environment)
    if isinstance(runner, MasterRunner | LocalRunner):
        # Before the worker's listener: in a single process the order has to be there first.
        master = _masters[id(environment)] = MasterSide(environment, runner)
        _show(environment, runner, master)
    if isinstance(runner, WorkerRunner | LocalRunner):
        WorkerSide(environment, runner)


def _show(environment: Environment, runner: MasterRunner | LocalRunner, master: MasterSide) -> None:
    """Put siaga's page beside Locust's web interface, where there is one."""
    web_ui = environment.web_ui
    if web_ui is not None and web_ui.app is not None:
        seal = Seal(str(getattr(environment.parsed_options, "web_host", HERE)))
        prefix = str(getattr(environment.parsed_options, "web_base_path", "") or "").rstrip("/")
        desk = Desk(
            master,
            start=lambda: gevent.spawn(runner.start, 1, 1.0),  # how many come, the scenario says
            stop=lambda: gevent.spawn(runner.stop),
        )
        made = page(desk, seal, web_ui.auth_required_if_enabled, prefix)
        add_link(made)
        web_ui.app.register_blueprint(made)
        add_tab(web_ui.template_args)


def _quitting(environment: Environment, **_rest: Any) -> None:  # noqa: ANN401 - Locust's
    master = _masters.get(id(environment))
    if master is not None:
        master.quitting()


listen(events.init_command_line_parser, _add_flags)
listen(events.init, _init)
listen(events.quitting, _quitting)
