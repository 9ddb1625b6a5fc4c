"""A Draw: the lots of a wave whose seats are drawn once joining has closed, so that it can be checked.

A seed is there before the first application, and its digest is published with the wave. The lot of a
registration is the digest of the seed and the registration's id; the lowest lots have the seats. The
seed itself is published once the lots are drawn.
"""

import hashlib
import secrets
from dataclasses import dataclass

SEED_BYTES = 32


def new_seed() -> str:
    """Give a fresh seed of 64 hexadecimal digits that nobody can guess."""
    return secrets.token_hex(SEED_BYTES)


def commitment_of(seed: str) -> str:
    """Give the digest of a seed by which it can be recognised: SHA-256 of its digits, hexadecimal."""
    return hashlib.sha256(seed.encode("ascii")).hexdigest()


def lot_of(seed: str, registration_id: str) -> str:
    """Give the lot of a registration: SHA-256 of `SEED:REGISTRATION_ID`, hexadecimal."""
    return hashlib.sha256(f"{seed}:{registration_id}".encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """What everybody may know of a draw.

    Attributes:
        commitment: digest of the seed.
        applications: registrations that take part or, once lots are drawn, took part, 0 or more.
        seed: None until lots are drawn.
        drawn_at_s: when they were, Unix seconds; None: they are not.
        drawn: seats that were drawn, 0 or more.
        last_lot: the highest of those that have a seat; None: none has.
    """

    commitment: str
    applications: int
    seed: str | None = None
    drawn_at_s: float | None = None
    drawn: int = 0
    last_lot: str | None = None

    def __post_init__(self) -> None:
        if min(self.applications, self.drawn) < 0:
            said = f"{self.applications}, {self.drawn}; each is 0 or more"
            raise ValueError(f"draw: applications and drawn are {said}")
        if self.is_done and self.seed is None:
            raise ValueError("draw: lots are drawn and the seed is None; it is published then")

    @property
    def is_done(self) -> bool:
        """Whether lots are drawn."""
        return self.drawn_at_s is not None
