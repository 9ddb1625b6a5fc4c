"""The Ways of a run: the proxy between crowd, site, store and neighbours, where one is harmed."""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from siaga.errors import SiagaError
from siaga.faults.waiting import becomes_true
from siaga.record.usual_port import USUAL_PORTS
from siaga.stage.child import Child
from siaga.stage.store import Store
from siaga.web import Web, WebError

START_DEADLINE_S = 15.0
STOP_DEADLINE_S = 5.0
_LISTENING = re.compile(r"proxy listening on (http://\S+)")


class Ways:
    """The proxy as a process of a run, with a way to each target.

    Args:
        seed: of what the proxy draws.
        environ: its environment.
        log: is told what it says.
    """

    def __init__(self, seed: int, environ: Mapping[str, str], log: Callable[[str], None]) -> None:
        self._seed, self._environ, self._log = seed, environ, log
        self._child: Child | None = None
        self._entrances: dict[str, str] = {}
        self.url = ""

    def open(self, targets: frozenset[str]) -> None:
        """Start the proxy with an entrance for each target; none leads anywhere yet.

        Raises:
            SiagaError: it cannot be started.
        """
        command = [sys.executable, "-m", "siaga.faults.proxy", "--seed", str(self._seed)]
        self._child = Child("proxy", command, self._environ, self._log)
        self.url = self._announced(self._child)
        try:
            for target in sorted(targets):
                proxy = {"name": target, "listen": "127.0.0.1:0", "upstream": "", "enabled": True}
                self._entrances[target] = Web(self.url).post("/proxies", proxy)["listen"]
        except WebError as error:
            raise SiagaError(f"proxy: {error}") from None

    def arguments(self) -> Sequence[str]:
        """Give the arguments by which the built-in site calls its neighbours through the proxy."""
        return [
            part
            for target in sorted(self._entrances.keys() - {"site", "store"})
            for part in ("--neighbour-via", f"{target}={self.entrance(target)}")
        ]

    def lead_store(self, store: Store) -> Sequence[str]:
        """Let the way to a store lead there; gives the arguments by which the built-in site takes it.

        Raises:
            SiagaError: the proxy does not answer.
        """
        entrance = self._entrances.get("store")
        if entrance is None:
            return []
        self._open("store", store.address)
        return ["--store", store.by(entrance)]

    def entrance(self, target: str) -> str | None:
        """Give the base URL by which a target is reached through the proxy; None: the way is direct."""
        address = self._entrances.get(target)
        return None if address is None else f"http://{address}"

    def lead(self, target: str, url: str) -> None:
        """Let a way lead to where its target listens; a target without one is reached directly.

        Raises:
            SiagaError: the proxy does not answer.
        """
        if target in self._entrances:
            self._open(target, _address(url))

    def _open(self, target: str, address: str) -> None:
        """Let the proxy on a way connect to an address."""
        try:
            Web(self.url).post(f"/proxies/{target}", {"upstream": address, "enabled": True})
        except WebError as error:
            raise SiagaError(f"proxy: the way to {target} could not be opened ({error})") from None

    def loss(self) -> str:
        """Say how the proxy was lost; empty: it was not, or there is none."""
        return "" if self._child is None else self._child.loss()

    def stop(self) -> None:
        """Close every way."""
        if self._child is not None:
            self._child.stop(STOP_DEADLINE_S)

    def _announced(self, child: Child) -> str:
        """Wait until it says where it listens, or has ended."""
        becomes_true(lambda: bool(_heard(child)) or child.code() is not None, START_DEADLINE_S)
        url = _heard(child)
        if not url:
            self.stop()
            raise SiagaError(
                f"proxy: did not listen within {START_DEADLINE_S:g} s; log.txt has its words"
            )
        return url


def _address(url: str) -> str:
    """Give host and port of a URL, the scheme's own where it names none."""
    parts = urlsplit(url)
    return parts.netloc if parts.port else f"{parts.netloc.rstrip(':')}:{USUAL_PORTS[parts.scheme]}"


def _heard(child: Child) -> str:
    """Give where it says that it listens; empty: it has not said so."""
    found = _LISTENING.search("\n".join(child.said))
    return found[1] if found else ""
