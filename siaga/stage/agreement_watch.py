"""The AgreementWatch of a run: asks the target again and again whether it still wants to be loaded."""

from collections.abc import Callable, Sequence

from siaga.errors import UsageError
from siaga.stage.examination import Examination
from siaga.stage.target import addresses_of

EVERY_S = 2.0
SILENCE_S = 15.0
"""How long a target may be too busy to answer."""

BUSY = frozenset({"connect", "answer"})
"""Steps that end badly, too, where the site is overloaded."""

Resolve = Callable[[str, int], Sequence[str]]


class AgreementWatch:
    """Asks every other second, and looks whether the name still leads there.

    Args:
        examination: of the target.
        now: monotonic seconds.
        resolve: gives the addresses of a host and port.
    """

    name = "agreement"

    def __init__(
        self, examination: Examination, now: Callable[[], float], resolve: Resolve = addresses_of
    ) -> None:
        self._examination, self._now, self._resolve = examination, now, resolve
        self._next_s = self._heard_s = now()

    def look(self) -> str:
        """Ask if it is time, and say why nothing more may be sent; empty: it may."""
        now_s = self._now()
        if now_s < self._next_s:
            return ""
        self._next_s = now_s + EVERY_S
        return self._moved() or self._refused()

    def _refused(self) -> str:
        refused = next((step for step in self._examination.steps() if not step.good), None)
        now_s = self._now()
        if refused is None:
            self._heard_s = now_s
            return ""
        if refused.name in BUSY and now_s - self._heard_s < SILENCE_S:
            return ""
        return f"the target does not agree any more: {refused.text}"

    def _moved(self) -> str:
        """Say that the name leads elsewhere; a name that nobody knows for a moment leads nowhere."""
        asked = self._examination
        try:
            found = self._resolve(asked.host, asked.port)
        except UsageError:
            return ""
        others = sorted(set(found).difference(asked.addresses))
        return f"{asked.host} leads to {', '.join(others)} now, which was not asked" if others else ""
