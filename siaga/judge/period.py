"""The Period that an expression speaks of: when it has to hold, in what windows, how soon again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A part of the run that alone counts.

    Attributes:
        kind: "phase"; "steady", every phase of one rate without its first tenth; or "before", "during"
            or "after" a fault.
        name: of the phase or the kind of fault; empty for the steady state.
    """

    kind: str
    name: str = ""

    def __str__(self) -> str:
        """Give it as sentences name it, after the word that it begins with."""
        if self.kind == "phase":
            return f"during {self.name}"
        return "during steady state" if self.kind == "steady" else f"{self.kind} fault {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A length of time of which every one counts, or any one.

    Attributes:
        every: whether the worst window of the length counts, or the best.
        length_s: above 0; whole seconds.
    """

    every: bool
    length_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """How soon after something a measure has to keep its limit again.

    Attributes:
        within_s: above 0.
        kind: what it comes after: "fault", the end of each of a kind; "phase", its end; or "second".
        name: of the fault or phase; empty for a second.
        at_s: the run second; 0 for the others.
    """

    within_s: float
    kind: str
    name: str = ""
    at_s: float = 0.0

    def __str__(self) -> str:
        """Give what it comes after, as sentences name it."""
        if self.kind == "second":
            return f"{self.at_s:g} s"
        return f"fault {self.name}" if self.kind == "fault" else self.name
