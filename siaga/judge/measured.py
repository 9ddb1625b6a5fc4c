"""What was measured: a value, its 95 % bound, and in words what it was made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What was measured.

    Attributes:
        value: in the unit of the expression; None if nothing was measured, inf for never.
        bound: the 95 % bound on the side of the limit; None if there is none, inf for never.
        exact: whether the value is a count of everything, which needs no bound.
        events: how many there were; None of what is not counted in events.
        never: of those, visitors who were never served.
        needed: how many events it takes, at the measured value, for the bound to keep the limit; None
            where it keeps it, where the value does not, and where no number is enough.
        over_s: seconds in which the events fell; None where more of them would decide nothing.
        made_of: what it was made of, or why there is nothing: "1,740 samples of join".
    """

    value: float | None
    bound: float | None = None
    exact: bool = False
    events: int | None = None
    never: int = 0
    needed: int | None = None
    over_s: float | None = None
    made_of: str
