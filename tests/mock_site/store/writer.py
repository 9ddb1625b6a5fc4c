"""A writer: a process that brings people to their seats and says what was acknowledged, as it is.

`python -m tests.mock_site.store.writer URL FIRST COUNT [holds|lots]`: a line for each seat,
`REGISTRATION SEAT`, and `error certain` or `error unknown` for each write that failed. With `holds`
seats are held before they are given, some in vain; with `lots` people apply for seats, which are
`None` yet.
"""

import asyncio
import sys
import time
from collections.abc import Iterator, Sequence

from mock_site.store import choice
from mock_site.store.records import JoinRequest
from mock_site.store.role import StoreError
from mock_site.store.sql_store import SqlStore
from mock_site.testing import finished_account
from tests.mock_site.store.kinds import Commits

AT_A_TIME = 20
HOLD_S, LETS_LAPSE = 0.5, 3
"""Every so manyth person, of those for whom a seat is held for so long, does not come back for it."""


def main(arguments: Sequence[str]) -> int:
    """Write, and give the exit code."""
    url, first, count = arguments[0], int(arguments[1]), int(arguments[2])
    asyncio.run(_write(url, iter(range(first, first + count)), arguments[3:]))
    return 0


async def _write(url: str, numbers: Iterator[int], ways: Sequence[str]) -> None:
    store = choice.make_store(url, Commits(), time.time, max_pending=2_000, busy_timeout_s=30.0)
    async with store:
        await asyncio.gather(*(_bring(store, numbers, ways) for _ in range(AT_A_TIME)))


async def _bring(store: SqlStore, numbers: Iterator[int], ways: Sequence[str]) -> None:
    holds, by_lot = "holds" in ways, "lots" in ways
    for number in numbers:
        try:
            account_id = await finished_account(store, number)
            wish = JoinRequest(
                account_id=account_id, wave="1", key="k", payload="d", needs_hold=holds, by_lot=by_lot
            )
            if holds:
                await store.hold(wish, HOLD_S)
                if number % LETS_LAPSE == 0:
                    continue
            registration = (await store.join(wish)).registration
        except StoreError as error:
            _say("error", "certain" if error.certain else "unknown")
            await asyncio.sleep(0.05)
        else:
            if registration is not None:
                _say(registration.registration_id, registration.seat)


def _say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
