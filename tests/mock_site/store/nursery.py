"""A nursery: a process that bears others, which use a store and are ended on their way.

`python -m tests.mock_site.store.nursery` reads lines `WHAT URL STEPS`: what is done to which store, and
how many steps of it, which are statements and acknowledgements. It writes what is said meanwhile, then
`ended CODE`. Whoever is born here has everything imported already, so that a hundred take seconds.
"""

import asyncio
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from mock_site.store import choice
from mock_site.store.role import StoreError
from mock_site.store.sql_store import SqlStore
from mock_site.testing import SetClock
from tests.mock_site.store.application import APPLICATION
from tests.mock_site.store.countdown import Countdown, killed
from tests.mock_site.store.kinds import Commits
from tests.mock_site.store.sign_up import SIGN_UP
from tests.mock_site.store.story import Story, give_ids

ROOT = Path(__file__).parents[3]
MANY = 100_000
"""Steps of which nobody does so many."""

DEADLINE_S = 60
"""For a life; whoever hangs is ended then, and is no longer waited for."""

SMALL_BYTES = 4_096
"""How long a file may be while the disk is full; none of a store's is as short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What became of somebody who was born.

    Attributes:
        said: pairs of a name and what there was to say of it, in order.
        is_killed: whether it was killed; else it has come to its end.
    """

    said: tuple[tuple[str, str], ...]
    is_killed: bool


class Nursery:
    """The process, running within `with`."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.mock_site.store.nursery"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate(timeout=10.0)

    def bear(self, what: str, url: str, steps: int = MANY) -> Life:
        """Bear one that ends after so many steps, and wait for its end.

        Raises:
            RuntimeError: it has ended otherwise.
        """
        put, got = self._process.stdin, self._process.stdout
        assert put is not None
        assert got is not None
        put.write(f"{what} {url} {steps}\n")
        put.flush()
        said = []
        while (line := got.readline().rstrip("\n").split("\t"))[0] not in ("", "ended"):
            said.append((line[0], line[1]))
        if line[-1] not in ("0", str(-signal.SIGKILL)):
            raise RuntimeError(f"{what}: ended with {line}; 0 and {-signal.SIGKILL} are allowed")
        return Life(said=tuple(said), is_killed=line[-1] != "0")


def main() -> int:
    """Bear whoever is asked for, one after the other, until nobody is."""
    for line in sys.stdin:
        what, url, steps = line.split()
        pid = os.fork()
        if pid == 0:
            _live(BORN[what], url, int(steps))
        _, status = os.waitpid(pid, 0)
        _say("ended", os.waitstatus_to_exitcode(status))
    return 0


def _live(do: Callable[[str, int], None], url: str, steps: int) -> None:
    code = 1
    signal.alarm(DEADLINE_S)
    try:
        do(url, steps)
        code = 0
    finally:
        os._exit(code)


def tell(story: Story, url: str, steps: int) -> None:
    """Let a story happen, and say what each action has come to, which acknowledges it."""
    countdown = Countdown(killed)
    countdown.watch()

    async def told() -> None:
        """Count from when the store is open on."""
        async with _opened(url) as store:
            countdown.left = steps
            for name, action in story.actions.items():
                answer = await action(store)
                countdown.step()
                _say(name, repr(answer))
            _say("left", countdown.left)
            countdown.left = None

    asyncio.run(told())


def tell_on_full_disk(story: Story, url: str, _steps: int) -> None:
    """Let a story happen, the disk being full when an action is tried first; say both answers."""
    # Without this the process would be ended, where a disk that is full only refuses.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    async def told() -> None:
        """Try each action twice."""
        async with _opened(url) as store:
            for name, action in story.actions.items():
                for most in (SMALL_BYTES, hard):
                    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
                    try:
                        answer = repr(await action(store))
                    except StoreError as error:
                        answer = "certain" if error.certain else "unknown"
                    _say(name, answer)

    asyncio.run(told())


def prepare(url: str, steps: int) -> None:
    """Bring a store to the newest version."""
    countdown = Countdown(killed)
    countdown.watch()
    countdown.left = steps
    choice.prepare(url, "1", 1)
    _say("left", countdown.left)


def _opened(url: str) -> SqlStore:
    store = choice.make_store(url, Commits(), SetClock(), max_pending=99, busy_timeout_s=10.0)
    give_ids(store, "new")
    return store


def _say(*words: object) -> None:
    sys.stdout.write("\t".join(map(str, words)) + "\n")
    sys.stdout.flush()


STORIES = {"sign-up": SIGN_UP, "application": APPLICATION}
FULL_DISK = "on-full-disk:"
PREPARE = "prepare"
BORN: dict[str, Callable[[str, int], None]] = {
    **{name: partial(tell, story) for name, story in STORIES.items()},
    **{FULL_DISK + name: partial(tell_on_full_disk, story) for name, story in STORIES.items()},
    PREPARE: prepare,
}
"""What can be asked for."""

if __name__ == "__main__":
    sys.exit(main())
