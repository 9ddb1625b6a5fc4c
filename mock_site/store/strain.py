"""The strain: what makes a store slower or narrower than it is; usually nothing."""

from typing import Protocol


class Strain(Protocol):
    """Says what the store has to bear; asked in any thread."""

    def commit_delay_s(self) -> float:
        """Give by how much the commit that is due takes longer."""
        ...

    def has_place(self, waiting: int, most: int) -> bool:
        """Tell whether one more write may wait.

        Args:
            waiting: that do.
            most: that may, as the store is.
        """
        ...


class NoStrain:
    """That of a store which is left alone."""

    def commit_delay_s(self) -> float:
        """Give nothing."""
        return 0.0

    def has_place(self, waiting: int, most: int) -> bool:
        """Tell whether there is a place."""
        return waiting < most


AT_EASE = NoStrain()
