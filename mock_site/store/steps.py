"""Steps: what an account may ask of the store on its way to a seat, durable before it is answered."""

from dataclasses import dataclass, field

from mock_site.store.progress import Document, Identity, Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyEmail:
    """The link in the e-mail was followed."""

    account_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileIdentity:
    """A person says who they are.

    Attributes:
        account_id: whose.
        identity: what they say; TAKEN if another account has its NIK.
        verified: whether the registry has agreed; else it is still to be asked.
    """

    account_id: str
    identity: Identity
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleIdentity:
    """The registry has answered on an identity that was filed before.

    Attributes:
        account_id: whose.
        nik: that was asked about; nothing changes if another was filed since.
        matches: what it answered; if not, the identity is dropped and its NIK is free again.
    """

    account_id: str
    nik: str
    matches: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteProfile:
    """A person writes their profile.

    Attributes:
        account_id: whose.
        profile: the whole of it.
        version: that it is based on, STALE if there is a newer one; None: whatever there is.
    """

    account_id: str
    profile: Profile
    version: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDocument:
    """A person hands in a picture; the step is done once there is one of every kind."""

    account_id: str
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPhone:
    """A person names a phone, and is sent a code.

    Attributes:
        account_id: whose.
        phone: E.164; TAKEN if another account has verified it.
        code: that is sent; the store keeps a digest, and the outbox the code until it is sent.
        valid_s: how long it holds, above 0.
        most: codes that may be asked for within `within_s`, TOO_MANY beyond; None: any number.
        within_s: see there.
        voids_earlier: whether codes that were sent before are good no longer.
    """

    account_id: str
    phone: str
    code: str = field(repr=False)
    valid_s: float
    most: int | None
    within_s: float
    voids_earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyPhone:
    """A person gives the code that they were sent.

    WRONG for another, EXPIRED where none is good any more, TOO_MANY once `most` wrong ones were given,
    until another is sent.
    """

    account_id: str
    code: str = field(repr=False)
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StartAssessment:
    """A person starts the test; REPEATED, with the old end, while one is under way."""

    account_id: str
    lasts_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HandInAssessment:
    """A person hands in their answers; LATE after the end, WRONG if none was started."""

    account_id: str
    answers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeAssessment:
    """The evaluator has said whether the answers will do; who failed may start anew.

    Attributes:
        account_id: whose.
        handed_in_at_s: of the answers that were judged; nothing changes if others came since.
        passed: whether they will do.
    """

    account_id: str
    handed_in_at_s: float
    passed: bool


StepTaken = (
    VerifyEmail
    | FileIdentity
    | SettleIdentity
    | WriteProfile
    | AddDocument
    | AskPhone
    | VerifyPhone
    | StartAssessment
    | HandInAssessment
    | GradeAssessment
)
"""Any step, as the store is asked for it."""
