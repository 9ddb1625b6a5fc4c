"""The Window of a contender: what it does on its core for a while, seen from outside."""

import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from crowd_site import CrowdSite

WARM_REQUESTS = 3_000
WARM_WITHIN_S = 60.0
WINDOW_S = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What was seen.

    Attributes:
        requests: that the site counted.
        cpu_s: user and system time of the contender and its children.
    """

    requests: int
    cpu_s: float

    @property
    def each_us(self) -> float:
        """CPU time of a request."""
        return self.cpu_s / self.requests * 1e6


def seen(
    command: Sequence[Any],
    site: CrowdSite,
    said: Path,
    environ: Mapping[str, str],
    *,
    warm_requests: int = WARM_REQUESTS,
    warm_s: float = 0.0,
) -> Window:
    """Run a contender, let it get warm, look at it for a while and end it.

    Args:
        command: that runs it.
        site: that it asks.
        said: file for what it says.
        environ: of the process.
        warm_requests: that it has to have sent before.
        warm_s: how long it has to have run before.

    Raises:
        OSError: it does not send anything; the file says why.
    """
    with said.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=dict(environ))  # noqa: S603
        try:
            began, began_s = site.requests(), time.monotonic()
            while site.requests() - began < warm_requests or time.monotonic() - began_s < warm_s:
                if process.poll() is not None or time.monotonic() - began_s > WARM_WITHIN_S + warm_s:
                    raise OSError(f"{command}: sends nothing: {said.read_text(errors='replace')[-500:]}")
                time.sleep(0.1)
            root = psutil.Process(process.pid)
            before, before_s = site.requests(), _cpu_s(root)
            time.sleep(WINDOW_S)
            after_s, after = _cpu_s(root), site.requests()
        finally:
            process.kill()
            process.wait()
    return Window(requests=after - before, cpu_s=after_s - before_s)


def _cpu_s(root: psutil.Process) -> float:
    times = [one.cpu_times() for one in (root, *root.children(recursive=True))]
    return sum(one.user + one.system for one in times)
