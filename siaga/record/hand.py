"""The Hand of an operator on the faults of a run: what somebody orders, and what was done of it.

The injector alone says that something was done: an order for a fault that is over does nothing.
"""

from dataclasses import dataclass

from siaga.record.line import Line

BEGIN, HEAL = "begin", "heal"
DEEDS = {BEGIN: "begun", HEAL: "healed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOrder(Line):
    """That a fault is to begin or to be healed now; kept in faults/orders.jsonl.

    Attributes:
        fault: its place among the scenario's faults, 0 or more.
        does: `BEGIN` or `HEAL`.
    """

    fault: int
    does: str

    def __post_init__(self) -> None:
        """Refuse what nobody could do."""
        if self.does not in DEEDS:
            raise ValueError(f"does: {self.does!r}; {BEGIN} and {HEAL} are allowed")
        if type(self.fault) is not int or self.fault < 0:
            raise ValueError(f"fault: {self.fault!r} is none; 0 or more is")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandDeed(Line):
    """That it was done; kept in faults/by-hand.jsonl.

    Attributes:
        kind: of the fault.
        target: of the fault.
        did: `BEGIN` or `HEAL`.
        at_s: when, run seconds.
    """

    kind: str
    target: str
    did: str
    at_s: float

    @property
    def note(self) -> str:
        """What the run is told by."""
        return (
            f"{self.kind} of {self.target} was {DEEDS.get(self.did, self.did)} by hand at"
            f" {self.at_s:.1f} s: this was not the scenario's day alone, and another run of it differs"
        )
