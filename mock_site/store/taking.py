"""Taking a step: what an account may do next is decided inside the transaction that notes it."""

from collections.abc import Callable, Mapping
from typing import Any

from mock_site.store.account_rows import Kept, account_of, find, kept_of
from mock_site.store.assessment_steps import grade_assessment, hand_in_assessment, start_assessment
from mock_site.store.identity_steps import file_identity, settle_identity
from mock_site.store.lax import STRICT, Lax
from mock_site.store.phone_steps import ask_phone, verify_phone
from mock_site.store.progress import DocumentKind, Step, StepOutcome, StepResult
from mock_site.store.ruling import DONE, REPEATED, Deliberation, Ruling, change
from mock_site.store.statement import Statement, Work, Written
from mock_site.store.steps import (
    AddDocument,
    AskPhone,
    FileIdentity,
    GradeAssessment,
    HandInAssessment,
    SettleIdentity,
    StartAssessment,
    StepTaken,
    VerifyEmail,
    VerifyPhone,
    WriteProfile,
)

_PUT_DOCUMENT = """
  INSERT INTO documents (account_id, kind, digest, media_type, size_bytes)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (account_id, kind) DO UPDATE SET
    digest = excluded.digest, media_type = excluded.media_type, size_bytes = excluded.size_bytes"""


def take(step: StepTaken, clock: Callable[[], float], lax: Lax = STRICT) -> Work[StepOutcome]:
    """Take a step, unless an earlier one is missing, and give the account as it then stands."""
    kept = kept_of((yield find(step.account_id)), lax)
    if kept is None:
        return Written(StepOutcome(result=StepResult.NO_ACCOUNT))
    which, rule = _RULES[type(step)]
    missing = kept.account.missing_before(which)
    if missing is not None:
        outcome = StepOutcome(result=StepResult.STEP_MISSING, account=kept.account, missing=missing)
        return Written(outcome)
    ruling = yield from rule(step, kept, clock())
    done = ruling.result is StepResult.DONE
    account = account_of((yield find(step.account_id))) if done else kept.account
    return Written(StepOutcome(result=ruling.result, account=account), ruling.messages)


def _verify_email(step: VerifyEmail, kept: Kept, now_s: float) -> Deliberation:
    if Step.EMAIL in kept.account.done_at_s:
        return REPEATED
    yield change(step.account_id, email_at_s=now_s)
    return DONE


def _write_profile(step: WriteProfile, kept: Kept, now_s: float) -> Deliberation:
    account, profile = kept.account, step.profile
    if step.version not in (None, account.profile_version):
        return Ruling(StepResult.STALE)
    yield change(
        step.account_id,
        address=profile.address,
        region=profile.region,
        education=profile.education,
        employment=profile.employment,
        profile_version=account.profile_version + 1,
        profile_at_s=account.done_at_s.get(Step.PROFILE, now_s),
    )
    return DONE


def _add_document(step: AddDocument, kept: Kept, now_s: float) -> Deliberation:
    account, new = kept.account, step.document
    if account.documents.get(new.kind) == new:
        return REPEATED
    values = (step.account_id, new.kind.value, new.digest, new.media_type, new.size_bytes)
    yield Statement(_PUT_DOCUMENT, values)
    whole = {*account.documents, new.kind} == set(DocumentKind)
    if whole and Step.DOCUMENTS not in account.done_at_s:
        yield change(step.account_id, documents_at_s=now_s)
    return DONE


_Rule = Callable[[Any, Kept, float], Deliberation]

_RULES: Mapping[type[StepTaken], tuple[Step, _Rule]] = {
    VerifyEmail: (Step.EMAIL, _verify_email),
    FileIdentity: (Step.IDENTITY, file_identity),
    SettleIdentity: (Step.IDENTITY, settle_identity),
    WriteProfile: (Step.PROFILE, _write_profile),
    AddDocument: (Step.DOCUMENTS, _add_document),
    AskPhone: (Step.PHONE, ask_phone),
    VerifyPhone: (Step.PHONE, verify_phone),
    StartAssessment: (Step.ASSESSMENT, start_assessment),
    HandInAssessment: (Step.ASSESSMENT, hand_in_assessment),
    GradeAssessment: (Step.ASSESSMENT, grade_assessment),
}
"""What is decided how, and which step has to be the next or done."""
