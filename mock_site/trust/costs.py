"""Costs: what one sign-up costs the site under each preset."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mock_site.settings import Preset

KIB = 1024
MIN_KIB_A_LANE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Argon2Cost:
    """Cost of one password, in the terms of RFC 9106.

    Attributes:
        memory_kib: memory of one hash, at least 8 KiB a lane.
        passes: over that memory, at least 1.
        lanes: of it, at least 1.
    """

    memory_kib: int
    passes: int
    lanes: int

    def __post_init__(self) -> None:
        if self.passes < 1 or self.lanes < 1:
            raise ValueError(f"passes, lanes: are {self.passes}, {self.lanes}; both must be at least 1")
        if self.memory_kib < MIN_KIB_A_LANE * self.lanes:
            raise ValueError(
                f"memory_kib: is {self.memory_kib}; it must be {MIN_KIB_A_LANE} or more a lane"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRule:
    """What a picture may be, and what becomes of it.

    Attributes:
        most_bytes: of one picture, above 0.
        is_kept: whether the picture goes to the disk; else its digest alone is kept.
    """

    most_bytes: int
    is_kept: bool

    def __post_init__(self) -> None:
        if self.most_bytes <= 0:
            raise ValueError(f"most_bytes: is {self.most_bytes}; it must be above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What one sign-up costs."""

    password: Argon2Cost
    upload: UploadRule


# Production: the setting of the OWASP password storage cheat sheet for argon2id that it names
# as the least (19 MiB, two passes, one lane). Rehearsal: the least that argon2 itself allows.
_COSTS: Mapping[Preset, Costs] = MappingProxyType(
    {
        Preset.REHEARSAL: Costs(
            password=Argon2Cost(memory_kib=8, passes=1, lanes=1),
            upload=UploadRule(most_bytes=64 * KIB, is_kept=False),
        ),
        Preset.PRODUCTION: Costs(
            password=Argon2Cost(memory_kib=19 * KIB, passes=2, lanes=1),
            upload=UploadRule(most_bytes=5 * KIB * KIB, is_kept=True),
        ),
    }
)


def costs_of(preset: Preset) -> Costs:
    """Give what a sign-up costs under a preset."""
    return _COSTS[preset]
