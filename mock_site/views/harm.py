"""Harm: what the site is told to suffer, for whoever holds the token."""

import asyncio
import dataclasses
from collections.abc import Callable

from aiohttp import web

from mock_site import keys
from mock_site.forms.strict_json import json_object
from mock_site.harm.board import Board, Notice
from mock_site.pages.answers import json_answer
from mock_site.views.admin import admin_only


@admin_only
async def show_conditions(request: web.Request) -> web.Response:
    """Show the conditions that are in force."""
    board = request.app[keys.BOARD]
    board.refresh()
    return json_answer(dataclasses.asdict(board.conditions))


@admin_only
async def change_conditions(request: web.Request) -> web.StreamResponse:
    """Change the conditions that are named, in all processes, and show what is in force then.

    Raises:
        Refusal: 400 for anything that is not allowed.
    """
    parts = await json_object(request)
    await _written(request.app[keys.BOARD], lambda board: board.change(parts))
    return await show_conditions(request)


@admin_only
async def flush_cache(request: web.Request) -> web.Response:
    """Have every process throw its ready-made pages away."""
    notice = await _written(request.app[keys.BOARD], Board.order_flush)
    return json_answer({"flushes": notice.cache_flushes})


@admin_only
async def lose_sessions(request: web.Request) -> web.Response:
    """Have every process forget all log-ins."""
    notice = await _written(request.app[keys.BOARD], Board.order_loss)
    return json_answer({"losses": notice.session_losses})


async def _written(board: Board, write: Callable[[Board], None]) -> Notice:
    """Write something on the board, and give what stands there then.

    In a thread, as the lock may be held by a process that has been stopped.
    """
    await asyncio.to_thread(write, board)
    board.refresh()
    return board.notice
