"""The Muster of a run: how many workers play it, here and elsewhere, and where they meet its master."""

from dataclasses import dataclass

from siaga.errors import UsageError
from siaga.stage.seat import Seat

MOST = 1_000
"""Workers of a run, wherever they are."""

HERE_S = 60
"""How long the master waits for workers of its own machine."""

ELSEWHERE_S = 300
"""How long where some come from other machines, which may have to be started first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Muster:
    """Who plays a run.

    Attributes:
        here: workers that siaga starts on this machine; 0 only where some come from elsewhere.
        elsewhere: workers that join from other machines.
        seat: where the master listens; None: at a free port of 127.0.0.1.
    """

    here: int
    elsewhere: int = 0
    seat: Seat | None = None

    def __post_init__(self) -> None:
        """Refuse a run that nobody plays, or too many do."""
        if self.here < 0 or self.elsewhere < 0 or not 1 <= self.total <= MOST:
            raise ValueError(
                f"workers: {self.here} here and {self.elsewhere} elsewhere; 1 to {MOST} together are"
                " allowed"
            )

    @classmethod
    def of(cls, here: int, elsewhere: int = 0, bind: str = "") -> "Muster":
        """Make it of what was typed.

        Args:
            here: of `--workers`.
            elsewhere: of `--workers-elsewhere`.
            bind: of `--bind`; empty: nothing.

        Raises:
            UsageError: nobody could play the run like that.
        """
        if elsewhere and not bind:
            raise UsageError(
                f"--workers-elsewhere {elsewhere}: nobody elsewhere reaches 127.0.0.1, where the master"
                " listens; say --bind ADDRESS, one of this machine inside your own network"
            )
        try:
            return cls(
                here=here,
                elsewhere=elsewhere,
                seat=Seat.parse("--bind", bind) if bind else None,
            )
        except ValueError as error:
            raise UsageError(str(error)) from None

    @property
    def total(self) -> int:
        """All of them."""
        return self.here + self.elsewhere

    @property
    def wait_s(self) -> int:
        """How long the master waits until all of them are there."""
        return ELSEWHERE_S if self.elsewhere else HERE_S

    @property
    def calling(self) -> str:
        """What is said while others are waited for; empty: nobody is."""
        if not self.elsewhere:
            return ""
        return f"; waits {self.wait_s} s at most for {self.elsewhere} workers elsewhere at {self.seat}"

    @property
    def warning(self) -> str:
        """What whoever starts the run should know of the seat; empty: nothing."""
        if self.seat is None or not self.seat.is_exposed:
            return ""
        return (
            f"--bind {self.seat}: the master listens there without a password: whoever reaches that port"
            " can be a worker of this run, is told the scenario and the site, and may send false results"
        )

    def missing(self, came: tuple[str, ...]) -> str:
        """Say who has not come, and how they would; empty: all are there.

        Args:
            came: names of the machines that workers came from, one for each worker.
        """
        if len(came) >= self.total:
            return ""
        counts = ", ".join(f"{came.count(one)} of {one}" for one in sorted(set(came))) or "none"
        awaited = f"{self.here} of this machine"
        how = ""
        if self.elsewhere:
            awaited += f" and {self.elsewhere} of others"
            how = f": start those with `siaga worker --master {self.seat}`"
        return f"workers: {len(came)} of {self.total} came ({counts}); {awaited} were awaited{how}"
