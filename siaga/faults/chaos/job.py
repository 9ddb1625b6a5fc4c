"""The Job: something that Chaos Toolkit does for siaga, in a process of its own.

Extensions of Chaos Toolkit may do to their process what they like: hang in it, end it, send it signals.
The process is on a leash: its standard input is the injector's, and it ends what it does, as its kind
asks, as soon as the injector lets go of it or has died.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector
from typing import IO, Any, Self

from siaga.faults.fault import FaultError
from siaga.faults.place import Place

MODULE = "siaga.faults.chaos.run"
CHECK_DEADLINE_S = 60.0
ANYWHERE = Place(site_url="http://127.0.0.1")
"""What a job that is only checked knows of the site."""

TOKEN_BEFORE = "not-known-before-the-run"  # noqa: S105 - it stands for one

START_DEADLINE_S = 30.0
STOP_DEADLINE_S = 10.0


class Job:
    """A job that is being done, or a process that waits for one.

    Args:
        place: its site is SITE_URL to the job, and its token SITE_ADMIN_TOKEN.

    Raises:
        FaultError: it cannot be started.
    """

    def __init__(self, place: Place) -> None:
        self._name = "Chaos Toolkit"
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", MODULE],
                env=environment(place),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise FaultError(f"{self._name}: cannot be started ({error})") from None

    def do(self, order: Mapping[str, Any]) -> Self:
        """Have it begin, as soon as its process has started.

        Args:
            order: what is to be done, as JSON: `do` and what that needs.

        Raises:
            FaultError: the process has not started in time, or has ended.
        """
        self._name = str(order["do"])
        try:
            begun = self._started() and self._told(json.dumps(order).encode() + b"\n")
        except BrokenPipeError:
            begun = False
        if not begun:
            self.stop(0.0)
            raise FaultError(f"{self._name}: its process ended before it knew what to do")
        return self

    def ended(self) -> bool:
        """Tell whether it has ended."""
        return self._process.poll() is not None

    def answer(self, deadline_s: float) -> Any:  # noqa: ANN401 - whatever JSON the job gives
        """Wait for what came of it.

        Args:
            deadline_s: how long; by then it is stopped.

        Raises:
            FaultError: it went wrong, or did not end in time.
        """
        try:
            self._process.wait(deadline_s)
        except subprocess.TimeoutExpired:
            self.stop(STOP_DEADLINE_S)
            raise FaultError(f"{self._name}: has not ended within {deadline_s:g} s") from None
        output = self._process.stdout
        said = b"" if output is None or output.closed else output.read()
        self._close(self._process.stdin, self._process.stdout)
        try:
            answer = json.loads(said)
        except ValueError:
            code = self._process.returncode
            raise FaultError(f"{self._name}: ended with code {code} and no answer") from None
        if "error" in answer:
            raise FaultError(f"{self._name}: {answer['error']}")
        return answer["answer"]

    def stop(self, deadline_s: float) -> None:
        """Let go of it, and end it and all it started when it has not ended by the deadline."""
        self._close(self._process.stdin)
        try:
            self._process.wait(deadline_s)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._close(self._process.stdin, self._process.stdout)

    def _started(self) -> bool:
        """Wait until it says that it can begin at once."""
        output = self._process.stdout
        if output is None:
            return False
        # Not select(2), which knows no descriptor above 1,023: a run may have many more.
        with DefaultSelector() as waiting:
            waiting.register(output, EVENT_READ)
            said = waiting.select(START_DEADLINE_S)
        return bool(said) and bool(output.readline())

    def _told(self, line: bytes) -> bool:
        pipe = self._process.stdin
        if pipe is None:
            return False
        pipe.write(line)
        pipe.flush()
        return True

    @staticmethod
    def _close(*pipes: IO[bytes] | None) -> None:
        for pipe in pipes:
            # What was not read at the other end is lost, as is whoever was to read it.
            with suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()


def answered(order: Mapping[str, Any], place: Place, deadline_s: float) -> Any:  # noqa: ANN401 - as above
    """Have a job done by a process of its own, and give its answer.

    Raises:
        FaultError: it went wrong.
    """
    return Job(place).do(order).answer(deadline_s)


def environment(place: Place) -> dict[str, str]:
    """Give the environment of a job."""
    token = {"SITE_ADMIN_TOKEN": place.token} if place.token else {}
    known = {"SITE_ADMIN_TOKEN": TOKEN_BEFORE} if place is ANYWHERE else {}
    return {**known, **os.environ, **token, "SITE_URL": place.site_url}
