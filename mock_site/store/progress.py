"""Progress: how far an account has got on its way to a seat. All times are Unix seconds."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Step(Enum):
    """What has to be done before a wave can be joined, in this order."""

    EMAIL = "email"
    IDENTITY = "identity"
    PROFILE = "profile"
    DOCUMENTS = "documents"
    PHONE = "phone"
    ASSESSMENT = "assessment"


class DocumentKind(Enum):
    """The pictures that a person hands in."""

    KTP = "ktp"
    SELFIE = "selfie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a person says they are; numbers are 16 digits."""

    nik: str
    kk: str
    name: str
    birth_date: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Where and how a person lives."""

    address: str
    region: str
    education: str
    employment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A picture that was handed in.

    Attributes:
        kind: what it shows.
        digest: SHA-256 of its bytes, hexadecimal.
        media_type: image/jpeg or image/png.
        size_bytes: of the picture, above 0.
    """

    kind: DocumentKind
    digest: str
    media_type: str
    size_bytes: int

    def __post_init__(self) -> None:
        if self.size_bytes <= 0:
            raise ValueError(f"size_bytes: is {self.size_bytes}; it must be above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The timed test of an account.

    Attributes:
        ends_at_s: until when answers are taken.
        handed_in_at_s: when they came; None: not yet.
        answers: as they came; None: not yet.
        passed: what the evaluator said; None: nothing yet.
    """

    ends_at_s: float
    handed_in_at_s: float | None = None
    answers: str | None = field(default=None, repr=False)
    passed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account and everything that its person has done with it.

    Attributes:
        account_id: 32 hexadecimal digits.
        email: lower case.
        password: hashed.
        opened_at_s: when it was.
        done_at_s: when each step was done; a step that is not done has no entry.
        identity: as filed; verified only if `done_at_s` has its step.
        profile: as last written; None: never.
        profile_version: raised by every write, 0 for none.
        documents: of each kind that was handed in, the last.
        phone: E.164, as last asked for; verified only if `done_at_s` has its step.
        assessment: as last started; None: never.
    """

    account_id: str
    email: str
    password: str = field(repr=False)
    opened_at_s: float
    done_at_s: Mapping[Step, float]
    identity: Identity | None = None
    profile: Profile | None = None
    profile_version: int = 0
    documents: Mapping[DocumentKind, Document] = field(default_factory=dict)
    phone: str | None = None
    assessment: Assessment | None = None

    def missing(self) -> Step | None:
        """Give the first step that is not done; None: all are."""
        return next((step for step in Step if step not in self.done_at_s), None)

    def missing_before(self, step: Step) -> Step | None:
        """Give the first step before this one that is not done; None: all are."""
        first = self.missing()
        order = list(Step)
        return first if first is not None and order.index(first) < order.index(step) else None


class StepResult(Enum):
    """How a step ended."""

    DONE = "done"
    REPEATED = "repeated"
    """It had been done already, and nothing changed."""
    STEP_MISSING = "step_missing"
    TAKEN = "taken"
    """Another account has the number, the phone or the e-mail."""
    STALE = "stale"
    WRONG = "wrong"
    EXPIRED = "expired"
    TOO_MANY = "too_many"
    LATE = "late"
    NO_ACCOUNT = "no_session"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOutcome:
    """How a step ended, and the account as it then stood.

    Attributes:
        result: how it ended.
        account: after it; None where there is no such account.
        missing: the step that has to be done first, where that is the reason; else None.
    """

    result: StepResult
    account: Account | None = None
    missing: Step | None = None
