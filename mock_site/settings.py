"""Settings of one site: what it is started with, the same for all of its processes."""

import dataclasses
import hashlib
import math
from dataclasses import dataclass
from enum import Enum

from mock_site.defects import NONE, Defect, Defects, names_of
from mock_site.layers import Layer, Layers, Level
from mock_site.protection.terms import Terms

DEFAULT_QUOTA = 164_872
MAX_PROCESSES = 64
MAX_RATE_SCALE = 1_000
MAX_HOLD_S = 86_400
OTP_COST_RUPIAH = 400.0
"""An assumption, of the order of what an aggregator asks for one SMS."""
LEAST_KEY_BYTES = 16
TARGET_KEY = "SITE_TARGET_KEY"
"""Environment variable with the key by which the site agrees to be loaded."""

WAVE = "1"

_UNTOLD = frozenset(
    {"store", "shared_path", "documents", "public_url", "registry_url", "post_office_url"}
    | {"evaluator_url", "inboxes_url", "processes", "admin_token", "target_key", "otp_cost_rupiah"}
)
"""Settings that do not make a site another one: where it is, how many share its work, its secrets, what
others charge it."""


class Preset(Enum):
    """How dear the site is to run: `rehearsal` is cheap, `production` costs what a real one does."""

    REHEARSAL = "rehearsal"
    PRODUCTION = "production"


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
        store_patience_s: wait for the store after which a request is refused, where the layer
            `store-access` is hardened; above 0.
        drain_grace_s: how long a process that is to stop still answers, so that a load balancer
            sees it is no longer ready; 0 or more.
        public_url: where people reach the site; links in e-mails begin with it.
        registry_url: where the identity registry is called; empty where none is known.
        post_office_url: where the post office is, likewise.
        evaluator_url: where the evaluator of the test is, likewise.
        inboxes_url: where people read their mail.
        time_scale: by which every wait is multiplied, above 0 and at most 1.
        rate_scale: by which every limit of a neighbour is multiplied, above 0 and at most 1,000.
        test_mode: whether provinces 97 to 99, which do not exist, are accepted.
        layers: of protection.
        terms: of these layers.
        shared_path: with which the names of the workers' shared files begin; empty: beside the store.
        records_syncs: whether a store that is a file notes what is on the disk.
        capacity_per_s: requests a second that all workers together have hands for, 0 for any number.
        documents: folder of the pictures that are kept; empty: beside the store's file.
        hold_s: how long a seat is held for whoever asks, to be joined with; 0: seats are given at once.
        draws_lots: whether seats are drawn by lot once joining has closed; excludes `hold_s`.
        defects: that are planted.
        otp_cost_rupiah: what each code costs that is sent, 0 or more.
        target_key: with which the site signs that it may be loaded, 16 bytes or more; empty: it does
            not say so.
    """

    store: str
    quota: int = DEFAULT_QUOTA
    processes: int = 1
    preset: Preset = Preset.REHEARSAL
    admin_token: str = dataclasses.field(default="", repr=False)
    pending_writes: int = 2_000
    busy_timeout_s: float = 10.0
    store_patience_s: float = 4.0
    drain_grace_s: float = 0.5
    public_url: str = ""
    registry_url: str = ""
    post_office_url: str = ""
    evaluator_url: str = ""
    inboxes_url: str = ""
    time_scale: float = 1.0
    rate_scale: float = 1.0
    test_mode: bool = True
    layers: Layers = dataclasses.field(default_factory=Layers)
    terms: Terms = dataclasses.field(default_factory=Terms)
    shared_path: str = ""
    records_syncs: bool = False
    capacity_per_s: float = 0.0
    documents: str = ""
    hold_s: float = 0.0
    draws_lots: bool = False
    defects: Defects = NONE
    otp_cost_rupiah: float = OTP_COST_RUPIAH
    target_key: str = dataclasses.field(default="", repr=False)

    def __post_init__(self) -> None:
        if self.quota < 0:
            raise ValueError(f"quota: is {self.quota}; it must be 0 or more")
        if not 1 <= self.processes <= MAX_PROCESSES:
            raise ValueError(f"processes: is {self.processes}; it must be 1 to {MAX_PROCESSES}")
        if self.pending_writes < 1:
            raise ValueError(f"pending_writes: is {self.pending_writes}; it must be 1 or more")
        if self.busy_timeout_s <= 0:
            raise ValueError(f"busy_timeout_s: is {self.busy_timeout_s}; it must be above 0")
        if self.store_patience_s <= 0:
            raise ValueError(f"store_patience_s: is {self.store_patience_s}; it must be above 0")
        if self.drain_grace_s < 0:
            raise ValueError(f"drain_grace_s: is {self.drain_grace_s}; it must be 0 or more")
        if not 0 < self.time_scale <= 1:
            raise ValueError(f"time_scale: is {self.time_scale}; it must be above 0 and at most 1")
        if not 0 < self.rate_scale <= MAX_RATE_SCALE:
            raise ValueError(
                f"rate_scale: is {self.rate_scale}; it must be above 0 and at most {MAX_RATE_SCALE}"
            )
        _refuse_negative("capacity_per_s", self.capacity_per_s)
        _refuse_negative("otp_cost_rupiah", self.otp_cost_rupiah)
        _refuse_long(self.hold_s)
        _refuse_both(self.hold_s, draws_lots=self.draws_lots)
        _refuse_short(self.target_key)

    @property
    def holds_seats(self) -> bool:
        """Whether a seat is held before it is given."""
        return self.hold_s > 0

    @property
    def hold_lasts_s(self) -> float:
        """How long a seat is held, as the time scale has it."""
        return self.hold_s * self.time_scale

    @property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits, the same of all sites that are set to do the same.

        Where a site is and how many processes it has is no part of it, nor are its secrets, nor the
        moment in which its waiting room opens.
        """
        names = (one.name for one in dataclasses.fields(self) if one.name not in _UNTOLD)
        told = {name: getattr(self, name) for name in names}
        told["layers"] = [self.layers.level(one).value for one in Layer]
        told["terms"] = dataclasses.replace(self.terms, room_opens_at_s=None)
        told["defects"] = list(names_of(self.defects))
        return hashlib.blake2b(repr(told).encode(), digest_size=4).hexdigest()

    @property
    def checks_origin(self) -> bool:
        """Whether forms are refused that no page of the site has shown."""
        is_on = self.layers.level(Layer.ORIGIN) is Level.HARDENED
        return is_on and Defect.CSRF_OFF not in self.defects


def _refuse_negative(name: str, value: float) -> None:
    if not 0 <= value < math.inf:
        raise ValueError(f"{name}: is {value}; it must be 0 or more")


def _refuse_long(hold_s: float) -> None:
    if not 0 <= hold_s <= MAX_HOLD_S:
        raise ValueError(f"hold_s: is {hold_s}; it must be 0 to {MAX_HOLD_S}")


def _refuse_both(hold_s: float, *, draws_lots: bool) -> None:
    if draws_lots and hold_s:
        raise ValueError(
            f"draw: is asked for with a hold_s of {hold_s}; seats are held or drawn, not both"
        )


def _refuse_short(target_key: str) -> None:
    if target_key and len(target_key.encode("utf-8")) < LEAST_KEY_BYTES:
        raise ValueError(f"target_key: is short; it must be {LEAST_KEY_BYTES} bytes or more")
