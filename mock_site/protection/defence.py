"""The defence: the layers of one application, from the outermost inwards, as its settings say."""

import asyncio
import contextlib
import dataclasses
import logging
import math
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial

from aiohttp import web

from mock_site import keys
from mock_site.counted.exposition import Exposition
from mock_site.defects import Defect
from mock_site.harm.workbench import Workbench, bench_for
from mock_site.harm.working import worked
from mock_site.journey import is_secure
from mock_site.layers import Layer, Level
from mock_site.protection.admission.control import Gates, controlled, hardened_gates, naive_gates
from mock_site.protection.admission.priority import Ranking, priority_of, priority_of_dear_pages
from mock_site.protection.body_deadline import bounded
from mock_site.protection.body_limit import limiting
from mock_site.protection.passage import Stage
from mock_site.protection.rate_limits.address import Networks
from mock_site.protection.rate_limits.bucket_file import SharedBuckets
from mock_site.protection.rate_limits.limits import Limits, NaiveLimits, is_unlimited, limited
from mock_site.protection.rate_limits.window import FixedWindows
from mock_site.protection.route import template_of
from mock_site.protection.waiting_room import book, naive_door
from mock_site.protection.waiting_room.cookies import add_wanted
from mock_site.protection.waiting_room.desk import Desk
from mock_site.protection.waiting_room.door import HardenedDoor
from mock_site.protection.waiting_room.governor import TELL_EVERY_S, Governor
from mock_site.protection.waiting_room.guard import guarded, is_free
from mock_site.protection.waiting_room.naive_door import NaiveDoor
from mock_site.protection.waiting_room.pace import Pace
from mock_site.protection.waiting_room.room import WaitingRoom
from mock_site.protection.waiting_room.room_metrics import RoomMetrics
from mock_site.protection.waiting_room.shared_words import SharedWords, WordsBusyError
from mock_site.protection.waiting_room.sheds import Sheds
from mock_site.protection.waiting_room.tickets import Tickets
from mock_site.protection.waiting_room.weighing import is_weighed, weighed
from mock_site.running import running
from mock_site.settings import Settings
from mock_site.shared_file import shared_file
from mock_site.views.visitor import known_account_id

NAIVE_REQUESTS = 600
"""Requests of an address in a minute."""
NAIVE_WINDOW_S = 60.0
GAUGES_EVERY_S = 0.5
SEED_BITS = 64
SLOW_RATIO = 0.5
"""Of the latency above which admission control lets fewer start: the room is to hear of it before."""
EVERYBODY = ("0.0.0.0/0", "::/0")


class Defence:
    """What the layers of one process keep.

    Args:
        app: with its settings, metrics and clock.
        timer: monotonic seconds.
        exposed: what `/metrics` shows; the people of the waiting room are added to it.
    """

    def __init__(self, app: web.Application, timer: Callable[[], float], exposed: Exposition) -> None:
        self._app = app
        self._settings = app[keys.SETTINGS]
        self._metrics = app[keys.METRICS].protection
        self._timer = timer
        self._room_metrics = RoomMetrics()
        exposed.register(self._room_metrics)
        self._governor: Governor | None = None
        self._sheds: Sheds | None = None
        self.limits = self._limits()
        """Of rates; None where that layer is off."""
        self._gates = _gates(self._settings, timer)
        if self._gates is not None:
            app[keys.GATES] = self._gates
        if self._level(Layer.WAITING_ROOM) is not Level.OFF:
            app[keys.PACE] = Pace.of(self._settings.terms, self._settings.time_scale)
        app.on_response_prepare.append(add_wanted)

    def stages(self) -> Sequence[Stage]:
        """Give the layers that are on, the outermost first."""
        rejections, ranking = self._metrics.rejections, self._ranking()
        found: list[Stage] = []
        if self._level(Layer.BODY_DEADLINE) is Level.HARDENED:
            found.append(Stage(bounded(self._settings.terms.body_s, rejections), bodies_only=True))
        if self._level(Layer.BODY_LIMIT) is Level.HARDENED:
            most_bytes = self._app[keys.CABINET].rule.most_bytes
            found.append(Stage(limiting(most_bytes, rejections), bodies_only=True))
        if self._gates is not None:
            shed = self._note_shed if self._is_measured else None
            layer = controlled(self._gates, rejections, self._timer, known_account_id, ranking, shed)
            found.append(Stage(layer, lambda _, template: ranking(template) is not None))
        if self.limits is not None:
            layer = limited(self.limits, rejections)
            found.append(Stage(layer, lambda _, template: not is_unlimited(template)))
        if self._level(Layer.WAITING_ROOM) is not Level.OFF:
            layer = guarded(lambda request: request.app[keys.DOOR], known_account_id, rejections)
            found.append(Stage(layer, lambda _, template: not is_free(template)))
        if self._is_measured:
            slow_s = self._settings.terms.latency_target_s * SLOW_RATIO
            layer = weighed(self._metrics.burden, self._timer, slow_s, self._note_shed)
            found.append(Stage(layer, lambda _, template: is_weighed(template)))
        if self._settings.capacity_per_s:
            found.append(Stage(worked(self._workbench(), rejections, ranking)))
        return found

    async def opened(self, app: web.Application) -> AsyncIterator[None]:
        """Open the waiting room for as long as the application serves; it needs the store's secret."""
        level = self._level(Layer.WAITING_ROOM)
        with contextlib.ExitStack() as stack:
            if level is Level.HARDENED:
                await self._open_room(app, stack)
            elif level is Level.NAIVE:
                words = SharedWords(shared_file(self._settings, "naive"), naive_door.WORDS)
                stack.enter_context(words)
                app[keys.DOOR] = NaiveDoor(words, self._settings.terms, app[keys.CLOCK])
            async with running(self._govern()):
                yield

    async def gauged(self, _app: web.Application) -> AsyncIterator[None]:
        """Show how much is let in for as long as the application serves."""
        async with running(self._gauge()):
            yield

    async def _open_room(self, app: web.Application, stack: contextlib.ExitStack) -> None:
        terms, clock = self._settings.terms, app[keys.CLOCK]
        pace = app[keys.PACE]
        path = shared_file(self._settings, "queue")
        words = SharedWords(path, book.words_for(terms.room_tickets), kind=pace.tick_us)
        stack.enter_context(words)
        room = WaitingRoom(words, terms, pace, clock, lambda: secrets.randbits(SEED_BITS))
        tickets = Tickets(await app[keys.STORE].secret(), room.book, self._settings.defects)
        app[keys.DOOR] = door = HardenedDoor(
            room,
            tickets,
            clock,
            walk_in=terms.room_walk_in,
            is_secure=is_secure(self._settings),
            defects=self._settings.defects,
        )
        app[keys.DESK] = self._room_metrics.desk = Desk(room, words, pace)
        if self._is_measured:
            self._governor = Governor(room, words, terms.least_admits_per_s)
            self._room_metrics.governor = self._governor
            self._sheds = Sheds(door, self._governor, self._metrics.burden)

    async def _govern(self) -> None:
        """Tell the governor what this process bears, for ever, whatever goes wrong."""
        while self._governor is not None:
            try:
                self._tell(self._governor)
            except Exception:
                logging.getLogger(__name__).exception("the waiting room's rate was not judged")
            await asyncio.sleep(TELL_EVERY_S)

    def _tell(self, governor: Governor) -> None:
        """Tell it once; while the room is busy that adds up."""
        burden = self._metrics.burden
        with contextlib.suppress(WordsBusyError):
            governor.hear(burden.load())
            burden.clear()

    def _note_shed(self, request: web.Request) -> None:
        if self._sheds is not None and is_weighed(template_of(request)):
            self._sheds.note(request)

    async def _gauge(self) -> None:
        while self._gates is not None:
            self._metrics.admission_limit.set(self._gates.usual.limit)
            self._metrics.admission_waiting.set(self._gates.waiting)
            await asyncio.sleep(GAUGES_EVERY_S)

    def _ranking(self) -> Ranking:
        """Give what is to be admitted: where public pages do not lie ready, these too."""
        are_ready = (
            self._level(Layer.CACHE) is Level.HARDENED
            and Defect.CACHE_STAMPEDE not in self._settings.defects
        )
        return priority_of if are_ready else priority_of_dear_pages

    def _workbench(self) -> Workbench:
        """Make the place where work is done: a bounded one throws away what has waited too long."""
        settings = self._settings
        is_bounded = (
            self._level(Layer.ADMISSION) is Level.HARDENED
            and Defect.UNBOUNDED_QUEUE not in settings.defects
        )
        terms = settings.terms
        waits_s = (terms.patience_s, terms.latency_target_s) if is_bounded else (math.inf, math.inf)
        bench = bench_for(settings.capacity_per_s / settings.processes, *waits_s)
        return Workbench(bench, self._app[keys.BOARD], self._app[keys.METRICS].harm, self._timer)

    def _limits(self) -> Limits | NaiveLimits | None:
        terms, time_scale = self._settings.terms, self._settings.time_scale
        if self._level(Layer.RATE_LIMITS) is Level.OFF:
            return None
        if self._level(Layer.RATE_LIMITS) is Level.NAIVE:
            windows = FixedWindows(NAIVE_REQUESTS, NAIVE_WINDOW_S * time_scale, self._timer)
            return NaiveLimits(windows, Networks(terms.unlimited_networks))
        if Defect.FORGED_FORWARDED_FOR in self._settings.defects:
            terms = dataclasses.replace(terms, trusted_proxies=EVERYBODY)
        return Limits(
            terms,
            time_scale,
            self._timer,
            known_account_id,
            lambda request: request.app[keys.KNOWN_BROWSERS],
            partial(SharedBuckets, self._app[keys.BUCKET_FILE], timer=self._timer),
        )

    @property
    def _is_measured(self) -> bool:
        is_hardened = self._level(Layer.WAITING_ROOM) is Level.HARDENED
        return is_hardened and self._settings.terms.room_measured

    def _level(self, layer: Layer) -> Level:
        return self._settings.layers.level(layer)


def _gates(settings: Settings, timer: Callable[[], float]) -> Gates | None:
    match settings.layers.level(Layer.ADMISSION):
        case Level.HARDENED:
            return hardened_gates(settings.terms, timer, settings.defects)
        case Level.NAIVE:
            return naive_gates(timer)
        case _:
            return None
