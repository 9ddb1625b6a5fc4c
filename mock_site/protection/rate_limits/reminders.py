"""The Reminders: letters that anybody can have sent to any address, so many to each and no more."""

from mock_site.protection.rate_limits.bucket import Counts, Rate

RATE = Rate(per_s=1 / 60, burst=3)


class Reminders:
    """Says who may be reminded.

    Args:
        counts: letters by address; None: everybody may be at any time.
    """

    def __init__(self, counts: Counts | None) -> None:
        self._counts = counts

    def take(self, email: str) -> bool:
        """Tell whether a letter may go to an address now, and count it if so."""
        return self._counts is None or not self._counts.take(email)
