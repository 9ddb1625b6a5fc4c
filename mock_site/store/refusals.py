"""The refusals of a store: what it says at once to whom it can give no seat."""

from typing import Protocol

from mock_site.store.records import JoinOutcome


class Refusals(Protocol):
    """Tells of seats that there are not."""

    def turned_away(self, account_id: str, wave: str) -> JoinOutcome | None:
        """Tell at once why an account gets no seat of a wave whose seats are given at once.

        It is what a join that is in order would be told now; None: there may be a seat for it, or one
        that it has already, or that takes longer to say.
        """
        ...
