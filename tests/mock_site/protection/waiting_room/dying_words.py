"""Dying words: the words of a process that is killed in the middle of a change."""


class DyingWords:
    """Words that store so many times and then no more, as those of a process that is killed."""

    def __init__(self, words: memoryview, stores: int) -> None:
        self._words = words
        self._left = stores

    def __getitem__(self, index: int) -> int:
        return int(self._words[index])

    def __setitem__(self, index: int, value: int) -> None:
        if self._left == 0:
            raise KeyboardInterrupt
        self._left -= 1
        self._words[index] = value

    def release(self) -> None:
        """Let the memory go."""
        self._words.release()
