"""Patience: who owes the site something, since when, and who has owed it for too long."""

from typing import Generic, TypeVar

_Debtor = TypeVar("_Debtor")


class Patience(Generic[_Debtor]):
    """Those who owe, the one that has done so for longest first.

    Time is counted in looks: a process that stood still has looked at nobody, and is impatient with
    nobody for it.

    Args:
        looks: after which nothing is waited for any more, 1 or more.
    """

    def __init__(self, looks: int) -> None:
        if looks < 1:
            raise ValueError(f"looks: is {looks}; it must be 1 or more")
        self._looks, self._look = looks, 0
        self._since: dict[_Debtor, int] = {}

    def __len__(self) -> int:
        return len(self._since)

    def owes(self, debtor: _Debtor) -> None:
        """Note that one owes; one that does so already does so since then."""
        self._since.setdefault(debtor, self._look)

    def paid(self, debtor: _Debtor) -> None:
        """Forget one, whether it owed or not."""
        self._since.pop(debtor, None)

    def look(self) -> list[_Debtor]:
        """Look once, and give those who have owed for too long; they are forgotten."""
        self._look += 1
        late = []
        for debtor, since in self._since.items():
            if self._look - since < self._looks:
                break
            late.append(debtor)
        for debtor in late:
            del self._since[debtor]
        return late
