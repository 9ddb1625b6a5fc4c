"""Fixed windows: how often each key has asked since the last full minute, as it is often counted.

At the turn of a window a key may ask twice as often, and every key of a window is kept.
"""

from collections.abc import Callable


class FixedWindows:
    """Counts per key and window.

    Args:
        most: requests of a key in a window.
        window_s: length of a window.
        timer: seconds.
    """

    def __init__(self, most: int, window_s: float, timer: Callable[[], float]) -> None:
        self._most = most
        self._window_s = window_s
        self._timer = timer
        self._window = 0
        self._counts: dict[str, int] = {}

    def take(self, key: str) -> float:
        """Count a request; give 0 where it is allowed, else the seconds until the next window."""
        now_s = self._timer()
        window = int(now_s // self._window_s)
        if window != self._window:
            self._window, self._counts = window, {}
        count = self._counts[key] = self._counts.get(key, 0) + 1
        return 0.0 if count <= self._most else (window + 1) * self._window_s - now_s
