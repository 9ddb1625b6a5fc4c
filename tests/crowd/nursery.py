"""The Nursery: a process that has imported Locust and started nothing; others begin as forks of it.

To import Locust takes as long as most of what is claimed about it. A fork has it imported and is as far
from every other test as a process of its own: nothing runs that it could inherit; gevent begins anew.
"""

import json
import os
import runpy
import select
import signal
import sys
import threading
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

# What waits is Python's own, and not what Locust puts in its place.
_waitpid, _poll, _heed = os.waitpid, select.poll, signal.signal

IMPORTED = (
    "locust.main",
    *(f"siaga.crowd.{name}" for name in ("comers", "flags", "interrupt", "listen", "locust_defaults")),
    *(f"siaga.crowd.{name}" for name in ("master_side", "ports", "worker_side", "declared")),
    *(f"siaga.crowd.live.{name}" for name in ("desk", "page", "seal", "tab")),
)
"""All that the plug-in imports; the plug-in itself is imported by whoever plugs it in."""


def main() -> None:
    """Fork for each order that is read until there are no more; a fork does what is in its order."""
    for name in IMPORTED:
        import_module(name)
    if threading.active_count() > 1:
        raise RuntimeError("nursery: a thread was started; only what has started none can be forked")
    order = _next_order()
    if order is not None:
        _live(order)


def _next_order() -> Mapping[str, Any] | None:
    """Give a fork its order, and whoever forked it nothing, when nobody asks for more."""
    fork = import_module("gevent.os").fork_gevent
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    _heed(signal.SIGCHLD, lambda _number, _frame: None)
    signal.set_wakeup_fd(wake)
    events = _poll()
    events.register(sys.stdin.fileno(), select.POLLIN)
    events.register(woken, select.POLLIN)
    while True:
        for ready, _event in events.poll():
            if ready == woken:
                os.read(woken, 64)
                _tell_of_the_dead()
                continue
            line = sys.stdin.readline()
            born: int = fork() if line else -1
            if born <= 0:
                signal.set_wakeup_fd(-1)
                _heed(signal.SIGCHLD, signal.SIG_DFL)
                os.close(woken)
                os.close(wake)
                order: Mapping[str, Any] | None = json.loads(line) if line else None
                return order
            _tell({"born": born})


def _tell_of_the_dead() -> None:
    while True:
        try:
            dead, status = _waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not dead:
            return
        _tell({"dead": dead, "code": os.waitstatus_to_exitcode(status)})


def _tell(fact: Mapping[str, int]) -> None:
    sys.stdout.write(json.dumps(fact) + "\n")
    sys.stdout.flush()


def _live(order: Mapping[str, Any]) -> None:
    """Do what a process does that was started with an environment, its output in files."""
    os.setsid()
    written = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    said = [os.open(order[name], written, 0o600) for name in ("out", "err")]
    for target, descriptor in enumerate([os.open(os.devnull, os.O_RDONLY), *said]):
        os.dup2(descriptor, target)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(order["environ"])
    os.chdir(order["place"])
    sys.path[0] = order["place"]
    sys.argv = ["-c", *order["arguments"]]
    if order["module"]:
        runpy.run_module(order["module"], run_name="__main__", alter_sys=True)
        return
    own = sys.modules["__main__"] = ModuleType("__main__")
    exec(compile(order["script"], "<string>", "exec"), vars(own))  # noqa: S102 - a test's own script


if __name__ == "__main__":
    main()
