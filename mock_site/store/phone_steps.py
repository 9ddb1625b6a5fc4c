"""Phone steps: a code is sent to a phone, and taken once, from the account that asked for it."""

import hashlib
import hmac

from mock_site.defects import Defect, Defects
from mock_site.store.account_rows import Kept
from mock_site.store.message import MessageKind
from mock_site.store.outbox import written
from mock_site.store.progress import Step, StepResult
from mock_site.store.ruling import DONE, REPEATED, Deliberation, Ruling, change
from mock_site.store.statement import Statement
from mock_site.store.steps import AskPhone, VerifyPhone

_TAKEN = """
  SELECT 1 FROM accounts WHERE phone = $1 AND phone_at_s IS NOT NULL AND account_id <> $2"""
_ASKED = """
  SELECT (SELECT count(*) FROM codes WHERE account_id = $1 AND at_s > $3),
    (SELECT count(*) FROM codes WHERE phone = $2 AND at_s > $3)"""
_SENT = "SELECT 1 FROM codes WHERE digest = $1"
_NOTE = "INSERT INTO codes (account_id, phone, at_s, digest, ends_at_s) VALUES ($1, $2, $3, $4, $5)"
_FORGET = "DELETE FROM codes WHERE account_id = $1 AND at_s <= $2"
_GOOD = """
  SELECT digest FROM codes
  WHERE account_id = $1 AND phone = $2 AND ends_at_s > $3 AND digest IS NOT NULL"""
_VOID = "UPDATE codes SET digest = NULL WHERE account_id = $1"


def ask_phone(step: AskPhone, kept: Kept, now_s: float) -> Deliberation:
    """Send a code, unless too many were asked for; earlier ones stay good where the step says so."""
    if Step.PHONE in kept.account.done_at_s:
        return REPEATED
    if (yield Statement(_TAKEN, (step.phone, step.account_id))):
        return Ruling(StepResult.TAKEN)
    since_s = now_s - step.within_s
    asked = yield Statement(_ASKED, (step.account_id, step.phone, since_s))
    if step.most is not None and max(asked[0]) >= step.most:
        return Ruling(StepResult.TOO_MANY)
    yield Statement(_FORGET, (step.account_id, since_s))
    if step.voids_earlier:
        yield Statement(_VOID, (step.account_id,))
    digest = _digest(step.account_id, step.phone, step.code, kept.lax.defects)
    ends_at_s = now_s + step.valid_s
    yield Statement(_NOTE, (step.account_id, step.phone, now_s, digest, ends_at_s))
    yield change(step.account_id, phone=step.phone, code_tries=0)
    message = yield from written(MessageKind.OTP, step.account_id, step.phone, step.code, now_s)
    return Ruling(StepResult.DONE, (message,))


def verify_phone(step: VerifyPhone, kept: Kept, now_s: float) -> Deliberation:
    """Take a code that is good, or count the try; the last try voids them all."""
    replay = Defect.OTP_REPLAY in kept.lax.defects
    if Step.PHONE in kept.account.done_at_s and not replay:
        return REPEATED
    if kept.code_tries >= step.most:
        return Ruling(StepResult.TOO_MANY)
    phone = kept.account.phone or ""
    good = yield Statement(_GOOD, (step.account_id, phone, now_s))
    if not good:
        return Ruling(StepResult.EXPIRED)
    digest = _digest(step.account_id, phone, step.code, kept.lax.defects)
    if Defect.OTP_ANY_ACCOUNT in kept.lax.defects:
        matches = bool((yield Statement(_SENT, (digest,))))
    else:
        matches = any(hmac.compare_digest(one, digest) for (one,) in good)
    if not matches:
        return (yield from _tried(step, kept))
    if (yield Statement(_TAKEN, (phone, step.account_id))):
        return Ruling(StepResult.TAKEN)
    yield change(step.account_id, phone_at_s=kept.account.done_at_s.get(Step.PHONE, now_s))
    if not replay:
        yield Statement(_VOID, (step.account_id,))
    return DONE


def _tried(step: VerifyPhone, kept: Kept) -> Deliberation:
    tries = kept.code_tries + 1
    yield change(step.account_id, code_tries=tries)
    if tries >= step.most:
        yield Statement(_VOID, (step.account_id,))
    return Ruling(StepResult.WRONG)


def _digest(account_id: str, phone: str, code: str, defects: Defects) -> str:
    """Bind a code to the account that asked for it and the phone that it was sent to."""
    if Defect.OTP_ANY_ACCOUNT in defects:
        return hashlib.sha256(code.encode()).hexdigest()
    return hashlib.sha256(f"{account_id} {phone} {code}".encode()).hexdigest()
