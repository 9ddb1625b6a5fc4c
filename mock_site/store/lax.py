"""Lax: what one process of a site with planted defects goes by, instead of what the store would say."""

from collections.abc import Awaitable, Callable

from mock_site.defects import NONE, Defect, Defects
from mock_site.store.records import JoinOutcome, JoinResult, WaveState

COUNT_KEPT_S = 0.5
"""How old a count of the seats may be on which a seat is given."""


class Lax:
    """The memory of one process; without defects nothing is ever in it.

    Args:
        defects: that are planted.
    """

    def __init__(self, defects: Defects = NONE) -> None:
        self.defects = defects
        self.filed_by: dict[str, str] = {}
        """Accounts by the NIK that they have filed here."""
        self.has_drawn = False
        """Whether lots were drawn here."""
        self._given_here = 0
        self._counted: WaveState | None = None
        self._until_s = 0.0

    async def has_room(
        self, wave: str, read: Callable[[str], Awaitable[WaveState]], now_s: float
    ) -> bool | None:
        """Tell before the transaction whether there is a seat; None: that is decided inside it.

        Args:
            wave: its name.
            read: reads the wave.
            now_s: Unix seconds.

        Raises:
            StoreError: the wave could not be read.
        """
        if Defect.QUOTA_PER_PROCESS in self.defects:
            return self._given_here < (await read(wave)).quota
        if Defect.QUOTA_CHECK_THEN_ACT in self.defects:
            if self._counted is None or now_s >= self._until_s:
                self._counted, self._until_s = await read(wave), now_s + COUNT_KEPT_S
            return self._counted.left > 0
        return None

    def note(self, outcome: JoinOutcome) -> None:
        """Count a seat that this process has given."""
        self._given_here += outcome.result is JoinResult.GIVEN


STRICT = Lax()
"""That of a site without defects."""
