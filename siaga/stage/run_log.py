"""The RunLog: log.txt of a run, one stamped line for everything that was said."""

import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path


class RunLog:
    """Appends stamped lines to a file; safe to call from several threads.

    The log is no evidence: a line that the disk refuses is lost without an error. A full disk shows
    where evidence is written, with its own error.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        # Unbuffered: a refused line must not stay behind and be refused again at the close.
        self._file = path.open("ab", buffering=0)
        self._lock = threading.Lock()

    def __call__(self, line: str) -> None:
        """Write one line; a line after the close is lost."""
        stamp = datetime.now(UTC).strftime("%H:%M:%S.%f")[:-3]
        with self._lock, suppress(OSError):
            if not self._file.closed:
                self._file.write(f"{stamp} {line}\n".encode())

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._file.close()
