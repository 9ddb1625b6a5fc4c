"""The suffering: the harm of one application, for as long as it serves."""

from collections.abc import AsyncIterator

from aiohttp import web

from mock_site import keys
from mock_site.harm.ballast import Ballast
from mock_site.harm.blocked_loop import BlockedLoop
from mock_site.harm.board import Notice
from mock_site.harm.conditions import Harm
from mock_site.running import running


async def suffered(app: web.Application) -> AsyncIterator[None]:
    """Have an application suffer as its board says; it needs the open store's sessions."""
    board, metrics = app[keys.BOARD], app[keys.METRICS].harm
    board.tell(_Obedience(app).told)
    blocked, ballast = BlockedLoop(board, metrics), Ballast(board, metrics)
    async with running(board.watch(), blocked.work(), ballast.work()):
        yield


class _Obedience:
    """Does what is ordered, once for each order that comes while the process lives."""

    def __init__(self, app: web.Application) -> None:
        self._app = app
        self._metrics = app[keys.METRICS].harm
        self._done = app[keys.BOARD].notice
        app[keys.SESSIONS].lose(self._done.session_losses)

    def told(self, notice: Notice) -> None:
        """Note what is in force, and carry out what is new."""
        in_force = notice.conditions.in_force()
        for harm in Harm:
            self._metrics.in_force[harm].set(harm in in_force)
        self._metrics.skew.set(notice.conditions.clock.skew_s)
        self._metrics.power_losses.set(notice.power_losses)
        self._metrics.lost_bytes.set(notice.lost_bytes)
        if notice.cache_flushes != self._done.cache_flushes:
            self._flush()
        if notice.session_losses != self._done.session_losses:
            self._app[keys.SESSIONS].lose(notice.session_losses)
            self._metrics.session_losses.inc()
        self._done = notice

    def _flush(self) -> None:
        for kept in (self._app[keys.SHOWN_WAVE], self._app[keys.HOME_PAGE], self._app[keys.NEWS_PAGES]):
            kept.forget()
        self._metrics.cache_flushes.inc()
