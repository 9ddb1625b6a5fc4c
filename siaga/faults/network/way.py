"""A Way to a target: the proxy on it, as its API shows it."""

import socket
from typing import Any

from siaga.faults.fault import FaultError
from siaga.faults.place import Place
from siaga.web import CALL_DEADLINE_S, WebError

HTTP_TARGETS = ("site", "registry", "post-office", "evaluator")
"""Whoever is sent requests on a way that can have a proxy."""

TARGETS = (*HTTP_TARGETS, "store")
"""Whatever can have a proxy on the way to it; a store can that is a database and reached by TCP."""

_OK, _ABSENT = 300, 404


class Way:
    """Calls about one proxy.

    Args:
        place: what can be reached.
        target: the proxy has its name.
    """

    def __init__(self, place: Place, target: str) -> None:
        self._place, self._target = place, target

    def facts(self) -> dict[str, Any]:
        """Give all that the proxy says of itself.

        Raises:
            FaultError: it cannot be asked, or there is none on this way.
        """
        status, answer = self._call("GET", "")
        if status == _ABSENT:
            raise FaultError(
                f"way to {self._target}: has no proxy; a run sets it up before the site starts"
            )
        return dict(self._accepted(status, answer))

    def counts(self, toxic: str) -> dict[str, int]:
        """Give what a toxic counted, also one that is gone; empty: there was none yet.

        Raises:
            FaultError: it cannot be asked.
        """
        return dict(self.facts()["toxic_counts"].get(toxic, {}))

    def enable(self, *, enabled: bool) -> None:
        """Let the proxy take connections, or refuse them.

        Raises:
            FaultError: it cannot be asked, or does not.
        """
        self._accepted(*self._call("POST", "", {"enabled": enabled}))

    def add(self, toxic: dict[str, Any]) -> None:
        """Let a toxic act.

        Raises:
            FaultError: it cannot be asked, or refuses.
        """
        self._accepted(*self._call("POST", "/toxics", toxic))

    def has(self, toxic: str) -> bool:
        """Tell whether a toxic acts.

        Raises:
            FaultError: it cannot be asked.
        """
        status, answer = self._call("GET", f"/toxics/{toxic}")
        if status != _ABSENT:
            self._accepted(status, answer)
        return status != _ABSENT

    def remove(self, toxic: str) -> None:
        """Let a toxic act no more; one that is gone is left so.

        Raises:
            FaultError: it cannot be asked, or refuses.
        """
        status, answer = self._call("DELETE", f"/toxics/{toxic}")
        if status != _ABSENT:
            self._accepted(status, answer)

    def takes(self) -> bool:
        """Tell whether a connection is taken, by making one.

        Raises:
            FaultError: the proxy cannot be asked where it listens.
        """
        host, _, port = str(self.facts()["listen"]).rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), CALL_DEADLINE_S).close()
        except OSError:
            return False
        return True

    def _accepted(self, status: int, answer: Any) -> Any:  # noqa: ANN401 - any JSON
        if status >= _OK:
            reason = answer.get("error", answer) if isinstance(answer, dict) else answer
            raise FaultError(f"way to {self._target}: the proxy refuses ({reason})")
        return answer

    def _call(self, method: str, path: str, content: dict[str, Any] | None = None) -> tuple[int, Any]:
        """Call the proxy; gives the status and the JSON of its answer."""
        try:
            return self._place.proxy().ask(method, f"/proxies/{self._target}{path}", content)
        except WebError as error:
            raise FaultError(f"way to {self._target}: the proxy does not answer ({error})") from None
