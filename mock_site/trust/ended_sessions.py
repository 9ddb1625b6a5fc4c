"""The Ended sessions: those that somebody has ended, known to all workers of the site at once.

They lie in a file of words that every worker has mapped: whoever looks reads a few words of memory. A
session has one bucket, by its id; the newest stand first in it, and the oldest falls out.
"""

from mock_site.protection.waiting_room.shared_words import SharedWords

BUCKET = 16
BUCKETS = 65_536
WORDS = BUCKET * BUCKETS
"""A million: about two thirds of them are ended before the first bucket is full."""


class EndedSessions:
    """Knows which sessions have been ended.

    Args:
        words: shared by the workers, WORDS of them.
    """

    def __init__(self, words: SharedWords) -> None:
        self._words = words

    def __contains__(self, session: int) -> bool:
        first = session % BUCKETS * BUCKET
        return session in self._words.span(first, BUCKET)

    def add(self, session: int) -> None:
        """Note that one has been ended; once more changes nothing.

        Args:
            session: its id, 1 or more.

        Raises:
            WordsBusyError: another process holds the lock of the words.
        """
        first = session % BUCKETS * BUCKET
        with self._words.change() as change:
            kept = [change[first + place] for place in range(BUCKET)]
            if session in kept:
                return
            moved = [session, *kept[:-1]]
            # The last first: whoever looks meanwhile, without the lock, misses none.
            for place in reversed(range(BUCKET)):
                if moved[place] != kept[place]:
                    change[first + place] = moved[place]
