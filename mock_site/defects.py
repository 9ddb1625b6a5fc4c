"""Defects: mistakes that real sites were opened with, planted so that a rehearsal can find them.

Each is one `if` beside the right code, where whoever looks for the defect's name finds it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class Defect(Enum):
    """What can be wrong with a site, by the name that the command line has for it."""

    ACKNOWLEDGE_BEFORE_COMMIT = "acknowledge-before-commit"
    IDEMPOTENCY_IGNORED = "idempotency-ignored"
    QUOTA_CHECK_THEN_ACT = "quota-check-then-act"
    QUOTA_PER_PROCESS = "quota-per-process"
    LYING_COUNTER = "lying-counter"
    LATE_ACCEPTANCE = "late-acceptance"
    LATE_CONFIRMATION = "late-confirmation"
    DRAWS_TWICE = "draws-twice"
    DRAWS_EARLIEST = "draws-earliest"
    DRAW_LOSES = "draw-loses-applications"
    SEED_SHOWN = "seed-shown"
    STEP_SKIP = "step-skip"
    LOST_NOTICE = "lost-notice"
    DUPLICATE_NOTICE = "duplicate-notice"
    OTP_REPLAY = "otp-replay"
    OTP_ANY_ACCOUNT = "otp-any-account"
    CSRF_OFF = "csrf-off"
    ID_ENUMERATION = "id-enumeration"
    FORGED_FORWARDED_FOR = "forged-forwarded-for"
    QUEUE_TOKEN_REUSE = "queue-token-reuse"  # noqa: S105 - a name
    QUEUE_TOKEN_FORGERY = "queue-token-forgery"  # noqa: S105 - a name
    LOST_UPDATE = "lost-update"
    UNBOUNDED_QUEUE = "unbounded-queue"
    RETRY_STORM = "retry-storm"
    SLOW_LEAK = "slow-leak"
    LOOP_BLOCKED = "loop-blocked"
    READINESS_LIES = "readiness-lies"
    DRAIN_DROPS = "drain-drops"
    CACHE_STAMPEDE = "cache-stampede"
    DUPLICATE_PERSON = "duplicate-person-across-processes"
    LAZY_FSYNC = "lazy-fsync"
    KEY_SHARED = "key-shared-between-accounts"
    POOL_LEAK = "pool-leak"


Defects = frozenset[Defect]
NONE: Defects = frozenset()


@dataclass(frozen=True, slots=True)
class Planted:
    """What is said of a defect.

    Attributes:
        what: the mistake, in one sentence.
        seen_by: rule of the audit, or measure of an objective, that is to see it.
    """

    what: str
    seen_by: str


PLANTED: Mapping[Defect, Planted] = MappingProxyType(
    {
        Defect.ACKNOWLEDGE_BEFORE_COMMIT: Planted(
            "A seat is promised while its transaction is still open.", "R1, R17"
        ),
        Defect.IDEMPOTENCY_IGNORED: Planted(
            "A repeated join gives another seat, whatever its key says.", "R2, R8"
        ),
        Defect.QUOTA_CHECK_THEN_ACT: Planted(
            "Whether a seat is left is read before the transaction, and up to half a second old.", "R6"
        ),
        Defect.QUOTA_PER_PROCESS: Planted(
            "Each process compares the quota with the seats that it has given itself.", "R6"
        ),
        Defect.LYING_COUNTER: Planted(
            "The home page takes only half of the seats given off those that are left.", "R11"
        ),
        Defect.LATE_ACCEPTANCE: Planted("A join does not look at when joining closes.", "R14"),
        Defect.LATE_CONFIRMATION: Planted(
            "A join takes a hold for good that has expired, whoever has its seat since.",
            "R6, where seats are held",
        ),
        Defect.DRAWS_TWICE: Planted(
            "Each process draws lots once, from those who have no seat yet.", "R6, where seats are drawn"
        ),
        Defect.DRAWS_EARLIEST: Planted(
            "Seats go to those who applied first, whatever their lots.", "R18, where seats are drawn"
        ),
        Defect.DRAW_LOSES: Planted(
            "Applications that were not drawn are deleted.", "R1, where seats are drawn"
        ),
        Defect.SEED_SHOWN: Planted(
            "The seed that lots are drawn by is in the home page's JSON from the first.",
            "R18, where seats are drawn",
        ),
        Defect.STEP_SKIP: Planted("A join does not ask whether the test was passed.", "R12"),
        Defect.LOST_NOTICE: Planted("Every tenth seat has no message of it.", "R13"),
        Defect.DUPLICATE_NOTICE: Planted("Every tenth seat has its message twice.", "R13"),
        Defect.OTP_REPLAY: Planted(
            "A code is not forgotten once it was used, and is taken again.", "site_steps_total"
        ),
        Defect.OTP_ANY_ACCOUNT: Planted(
            "A code is looked up by its digits alone, whichever account it was sent to.",
            "site_steps_total",
        ),
        Defect.CSRF_OFF: Planted(
            "Neither a form's token nor where a request comes from is looked at.", "site_steps_total"
        ),
        Defect.ID_ENUMERATION: Planted(
            "Registrations are numbered by seat, and shown to whoever names a number.",
            "site_http_requests_total",
        ),
        Defect.FORGED_FORWARDED_FOR: Planted(
            "X-Forwarded-For is believed, whoever has written it.", "site_rejections_total"
        ),
        Defect.QUEUE_TOKEN_REUSE: Planted(
            "A pass that is spent, expired or another account's opens the door again.",
            "site_rejections_total",
        ),
        Defect.QUEUE_TOKEN_FORGERY: Planted(
            "A pass is read without checking its signature, and believed.", "site_rejections_total"
        ),
        Defect.LOST_UPDATE: Planted(
            "The version that a profile was read at is not compared with the one there is.", "R9"
        ),
        Defect.UNBOUNDED_QUEUE: Planted(
            "Any number of requests may wait for their start, for any time.", "site_admission_waiting"
        ),
        Defect.RETRY_STORM: Planted(
            "A failed call to a neighbour is made again ten times, at once and without a budget.",
            "site_neighbour_attempts_total",
        ),
        Defect.SLOW_LEAK: Planted(
            "Every request leaves eight kilobytes behind.", "process_resident_memory_bytes"
        ),
        Defect.LOOP_BLOCKED: Planted(
            "Passwords are hashed on the event loop.", "site_event_loop_lag_seconds"
        ),
        Defect.READINESS_LIES: Planted(
            "The site always says that it is ready.", "errors while the store is away"
        ),
        Defect.DRAIN_DROPS: Planted(
            "At SIGTERM a process ends at once, with whatever it was answering.",
            "errors while the site is restarted",
        ),
        Defect.CACHE_STAMPEDE: Planted(
            "When the kept home page has expired, everybody who comes reads the store and renders it.",
            "site_http_request_duration_seconds",
        ),
        Defect.DUPLICATE_PERSON: Planted(
            "Whether a NIK is taken is looked up in the memory of the process alone.", "R16"
        ),
        Defect.LAZY_FSYNC: Planted(
            "The store does not wait for the disk before it says that something is written.",
            "R1 after the machine has lost its power",
        ),
        Defect.KEY_SHARED: Planted(
            "A join whose key another account has used gets that account's registration.", "R8"
        ),
        Defect.POOL_LEAK: Planted(
            "A place among the calls to a neighbour is not given back when the call fails.",
            "site_neighbour_calls_total",
        ),
    }
)


def defects_named(names: Sequence[str], *, is_hardened: bool) -> Defects:
    """Give the defects that are named, twice where the site is to be hardened all the same.

    Args:
        names: of defects.
        is_hardened: whether the profile says that there is nothing wrong.

    Raises:
        ValueError: a name is none, or a hardened site is to have a defect that is named but once.
    """
    found = frozenset(_named(name) for name in names)
    for name in names:
        if is_hardened and names.count(name) == 1:
            raise ValueError(
                f"defect: {name} is no part of a hardened site; choose --profile naive, or say"
                f" --defect {name} twice"
            )
    return found


def names_of(defects: Defects) -> list[str]:
    """Give the names, in the order in which the defects are listed."""
    return [defect.value for defect in Defect if defect in defects]


def listing() -> str:
    """Give a line for each defect: its name, what it is and what sees it."""
    width = max(len(defect.value) for defect in Defect)
    lines = (f"{one.value:{width}}  {PLANTED[one].what} [{PLANTED[one].seen_by}]" for one in Defect)
    return "".join(f"{line}\n" for line in lines)


def _named(name: str) -> Defect:
    try:
        return Defect(name)
    except ValueError:
        raise ValueError(f"defect: is '{name}'; --list-defects lists those there are") from None
