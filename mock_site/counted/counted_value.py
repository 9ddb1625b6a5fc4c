"""The counted value: one number of a process in its count file, added to at little cost.

prometheus_client asks the system, for every event, which process this is, and looks for the number's
place. A site counts several events for each request; so here both are known until the process forks.
"""

import os
import struct
import threading
from collections.abc import Callable
from typing import Any

from prometheus_client import values

_pack = struct.Struct("d").pack
_VALUE_BYTES = 8


class _Process:
    """The process that this is."""

    pid = os.getpid()
    adding = threading.Lock()

    @classmethod
    def note(cls) -> None:
        """Note that it has been forked."""
        cls.pid = os.getpid()
        # Some other thread may have had the old one, and is not here to give it back.
        cls.adding = threading.Lock()


os.register_at_fork(after_in_child=_Process.note)


def value_class() -> type:
    """Make the class of the values that one process counts from now on."""
    by_process: Callable[[Callable[[], int]], Any] = values.MultiProcessValue
    theirs = by_process(lambda: _Process.pid)

    def inc(self: Any, amount: float) -> None:  # noqa: ANN401 - prometheus_client has no types
        """Add to the value; its timestamp stays what it is, as nothing that has one is added to."""
        if self.pid != _Process.pid:
            theirs.inc(self, amount)
            at = self._file._positions[self._key]  # noqa: SLF001 - theirs
            self.pid, self.place = _Process.pid, slice(at, at + _VALUE_BYTES)
            return
        with _Process.adding:
            self._value = value = self._value + amount
            # Asked for each time, as the file is mapped anew when it grows.
            self._file._m[self.place] = _pack(value)  # noqa: SLF001

    return type("CountedValue", (theirs,), {"inc": inc, "pid": 0})
