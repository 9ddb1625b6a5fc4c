"""Settings of one site: what it is started with, the same for all of its processes."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Self

DEFAULT_QUOTA = 164_872
MAX_PROCESSES = 64
WAVE = "1"


class Preset(Enum):
    """How dear the site is to run: `rehearsal` is cheap, `production` costs what a real one does."""

    REHEARSAL = "rehearsal"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScryptCost:
    """Cost of one password, in the terms of RFC 7914.

    Attributes:
        n: CPU and memory cost, a power of two above 1.
        r: block size, at least 1.
        p: parallelisation, at least 1.
    """

    n: int
    r: int
    p: int

    def __post_init__(self) -> None:
        if self.n <= 1 or self.n & (self.n - 1):
            raise ValueError(f"n: is {self.n}; it must be a power of two above 1")
        if self.r < 1 or self.p < 1:
            raise ValueError(f"r, p: are {self.r}, {self.p}; both must be at least 1")


# Production: the scrypt setting of the OWASP password storage cheat sheet with the least memory
# that it names for p=3 (32 MiB a password). Rehearsal: the same code at a ten-thousandth of the cost.
SCRYPT_COSTS: Mapping[Preset, ScryptCost] = MappingProxyType(
    {
        Preset.REHEARSAL: ScryptCost(n=16, r=1, p=1),
        Preset.PRODUCTION: ScryptCost(n=2**15, r=8, p=3),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a site is started with.

    Attributes:
        store: URL of the store.
        quota: seats of a new store's wave, 0 or more.
        processes: worker processes, 1 to 64.
        preset: how dear it is to run.
        admin_token: bearer token of the admin calls; empty refuses them all.
        pending_writes: writes that may wait in one process, at least 1.
        busy_timeout_s: how long a write waits for other processes' writes, above 0.
        drain_grace_s: how long a process that is to stop still answers, so that a load balancer
            sees it is no longer ready; 0 or more.
    """

    store: str
    quota: int = DEFAULT_QUOTA
    processes: int = 1
    preset: Preset = Preset.REHEARSAL
    admin_token: str = dataclasses.field(default="", repr=False)
    pending_writes: int = 2_000
    busy_timeout_s: float = 10.0
    drain_grace_s: float = 0.5

    def __post_init__(self) -> None:
        if self.quota < 0:
            raise ValueError(f"quota: is {self.quota}; it must be 0 or more")
        if not 1 <= self.processes <= MAX_PROCESSES:
            raise ValueError(f"processes: is {self.processes}; it must be 1 to {MAX_PROCESSES}")
        if self.pending_writes < 1:
            raise ValueError(f"pending_writes: is {self.pending_writes}; it must be 1 or more")
        if self.busy_timeout_s <= 0:
            raise ValueError(f"busy_timeout_s: is {self.busy_timeout_s}; it must be above 0")
        if self.drain_grace_s < 0:
            raise ValueError(f"drain_grace_s: is {self.drain_grace_s}; it must be 0 or more")

    @property
    def scrypt_cost(self) -> ScryptCost:
        """What a password costs under the preset."""
        return SCRYPT_COSTS[self.preset]

    def dumps(self) -> str:
        """Write them as JSON for a worker's command line, without the admin token."""
        fields = dataclasses.asdict(self)
        del fields["admin_token"]
        return json.dumps({**fields, "preset": self.preset.value})

    @classmethod
    def loads(cls, text: str, admin_token: str) -> Self:
        """Read what `dumps` wrote.

        Raises:
            ValueError: the text is no settings.
        """
        fields = json.loads(text)
        return cls(**{**fields, "preset": Preset(fields["preset"])}, admin_token=admin_token)
