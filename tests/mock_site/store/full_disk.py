"""A full disk: a process whose files may not grow for a while, and what its store says of it.

`python -m tests.mock_site.store.full_disk URL`: a line for each account opened, `ADDRESS ok`, or
`ADDRESS certain` or `ADDRESS unknown` where it was refused; no file may grow while the second dozen is.
"""

import asyncio
import resource
import signal
import sys
import time

from mock_site.store import choice
from mock_site.store.role import StoreError
from tests.mock_site.store.kinds import Commits

DOZEN = 12
SMALL_BYTES = 4_096


async def _write(url: str) -> None:
    # Without this the process would be ended, where a disk that is full only refuses.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    store = choice.make_store(url, Commits(), time.time, max_pending=99, busy_timeout_s=10.0)
    async with store:
        for number in range(3 * DOZEN):
            full = number // DOZEN == 1
            resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_BYTES if full else hard, hard))
            address = f"{number}@warga.test"
            try:
                await store.open_account(address, "x" * 2_000)
                result = "ok"
            except StoreError as error:
                result = "certain" if error.certain else "unknown"
            sys.stdout.write(f"{address} {result}\n")


if __name__ == "__main__":
    asyncio.run(_write(sys.argv[1]))
