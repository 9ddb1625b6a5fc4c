"""A drawer: a process that draws lots or tells of them, and is killed after so many statements.

`python -m tests.mock_site.store.drawer URL NOW_S STATEMENTS draw|tell`
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from mock_site.store import choice, draws
from mock_site.store.statement import Work
from tests.mock_site.store.kinds import Commits

WORKS: dict[str, Callable[..., Work[Any]]] = {"draw": draws.draw, "tell": draws.tell}


def main(arguments: Sequence[str]) -> int:
    """Draw, and give the exit code of whoever was not killed."""
    url, now_s, statements, which = arguments[0], float(arguments[1]), int(arguments[2]), arguments[3]
    asyncio.run(_draw(url, now_s, statements, WORKS[which]))
    return 0


async def _draw(url: str, now_s: float, statements: int, begin: Callable[..., Work[Any]]) -> None:
    store = choice.make_store(url, Commits(), lambda: now_s, max_pending=9, busy_timeout_s=30.0)
    async with store:
        await store._engine.write(partial(_cut, partial(begin, "1", lambda: now_s), statements))


def _cut(begin: Callable[[], Work[Any]], statements: int) -> Work[Any]:
    """Do a work's first statements, and be killed before its next one or before the commit."""
    work, done = begin(), 0
    try:
        statement = next(work)
        while done < statements:
            rows = yield statement
            done += 1
            statement = work.send(rows)
    except StopIteration as end:
        if done < statements:
            return end.value  # type: ignore[no-any-return]
    os.kill(os.getpid(), signal.SIGKILL)
    raise SystemExit


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
