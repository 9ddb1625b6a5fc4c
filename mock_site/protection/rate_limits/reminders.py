"""The Reminders: letters that anybody can have sent to any address, so many to each and no more."""

from collections.abc import Callable

from mock_site.layers import Layer, Level
from mock_site.protection.rate_limits.bucket import Buckets, Rate
from mock_site.settings import Settings

RATE = Rate(per_s=1 / 60, burst=3)
MOST_KEYS = 200_000


class Reminders:
    """Says who may be reminded, of one process.

    Args:
        settings: of the site; where rate limits are not hardened, everybody may be at any time.
        timer: monotonic seconds.
    """

    def __init__(self, settings: Settings, timer: Callable[[], float]) -> None:
        self._buckets: Buckets | None = None
        if settings.layers.level(Layer.RATE_LIMITS) is Level.HARDENED:
            self._buckets = Buckets(RATE.within(settings.time_scale), timer, MOST_KEYS)

    def take(self, email: str) -> bool:
        """Tell whether a letter may go to an address now, and count it if so."""
        return self._buckets is None or not self._buckets.take(email)
