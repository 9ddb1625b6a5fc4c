"""The embedded server: a PostgreSQL of the site's own, started with it and ended with it."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from mock_site.errors import SiteError, UsageError
from mock_site.store.blackout import Blackout
from mock_site.store.cluster import Cluster

START_DEADLINE_S = 60.0
STOP_DEADLINE_S = 4.0
RESTART_PAUSE_S = 0.5
_POLL_S = 0.02
# The log is flushed at every commit and its pages are whole: what was acknowledged outlives a crash.
_SETTINGS = (
    "listen_addresses=",
    "max_connections=400",
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    "max_wal_size=4GB",
    "jit=off",
)


class EmbeddedServer:
    """A server on a folder, running within `with`; one that ends by itself is started again.

    A thread starts it, and stays: Linux ties a process to the thread that started it.

    Args:
        folder: of its own; made, if its parent is there.
        log: is told when it is started again.
        start_deadline_s: until when it has to be ready.

    Raises:
        UsageError: the folder will not do, or the server is not ready in time.
    """

    def __init__(
        self,
        folder: Path,
        log: Callable[[str], None],
        start_deadline_s: float = START_DEADLINE_S,
    ) -> None:
        self._cluster = Cluster(folder)
        self._start_deadline_s = start_deadline_s
        self._log = log
        self._stop = threading.Event()
        self._known = threading.Event()
        self._dark = threading.Lock()
        self._blackout: Blackout | None = None
        self._failure: Exception | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="embedded-server", daemon=True)

    @property
    def dsn(self) -> str:
        """Where it listens."""
        return self._cluster.dsn

    @property
    def folder(self) -> Path:
        """Where it keeps everything."""
        return self._cluster.folder

    @property
    def pid(self) -> int | None:
        """Process id of the server; None: there is none at the moment."""
        return None if self._process is None else self._process.pid

    def serves(self) -> bool:
        """Tell whether it is ready."""
        pid = self.pid
        return pid is not None and self._cluster.serves(pid)

    def still(self) -> None:
        """Have it stand still, as the first half of a loss of power.

        Raises:
            SiteError: it does not run, or cannot be asked what is on the disk; it goes on then.
        """
        pid = self.pid
        if pid is None or not self.serves():
            raise SiteError("PostgreSQL: does not run, and has no power to lose")
        self._blackout = Blackout(pid, self.dsn)
        self._blackout.still()

    def gone(self) -> int:
        """End it, take from it what was not on the disk, and give its bytes; it is started again then.

        Raises:
            SiteError: it does not stand still, or does not end.
        """
        blackout, self._blackout = self._blackout, None
        if blackout is None:
            raise SiteError("PostgreSQL: has to stand still before it is gone")
        with self._dark:
            return blackout.gone(self._cluster.content / "pg_wal")

    def __enter__(self) -> Self:
        self._cluster.make()
        self._thread.start()
        self._known.wait()
        if self._failure is not None:
            self._thread.join()
            raise self._failure
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _keep(self) -> None:
        """Start it, and again whenever it has ended, until it is to stop."""
        try:
            while not self._stop.is_set():
                self._start()
                self._known.set()
                self._wait_for_end()
        except Exception as error:  # noqa: BLE001 - raised again where the start is waited for
            self._failure = error
            if self._known.is_set():
                self._log(str(error))
        finally:
            self._end()
            self._known.set()

    def _start(self) -> None:
        """Start it and wait until it is ready; one before it may still be ending."""
        deadline_s = time.monotonic() + self._start_deadline_s
        while not self._stop.is_set():
            self._process = self._started()
            while self._process.poll() is None and not self._stop.is_set():
                if self._cluster.serves(self._process.pid):
                    return
                if time.monotonic() > deadline_s:
                    break
                time.sleep(_POLL_S)
            if time.monotonic() > deadline_s:
                raise UsageError(f"store: PostgreSQL does not start ({self._cluster.last_words()})")
            self._stop.wait(RESTART_PAUSE_S)

    def _started(self) -> subprocess.Popen[bytes]:
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        folders = ("-D", str(self._cluster.content), "-k", str(self._cluster.folder))
        with self._dark, self._cluster.log.open("ab") as log:
            # A session of its own: a terminal's interrupt is the site's to answer, which stops it last.
            return subprocess.Popen(  # noqa: S603 - the server
                self._cluster.command("postgres", *folders, *settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _wait_for_end(self) -> None:
        while not self._stop.is_set():
            if self._process is not None and self._process.poll() is not None:
                self._log(f"PostgreSQL: ended ({self._cluster.last_words()}); it is started again")
                return
            self._stop.wait(_POLL_S * 5)

    def _end(self) -> None:
        """Stop it, at once if it takes its time; nothing acknowledged is lost in either way."""
        if self._process is None:
            return
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self._process.poll() is None:
                self._process.send_signal(number)
            try:
                self._process.wait(STOP_DEADLINE_S)
            except subprocess.TimeoutExpired:
                continue
            return
