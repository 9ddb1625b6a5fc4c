"""Identity steps: who a person says they are is filed, and settled once the registry has answered."""

from mock_site.defects import Defect
from mock_site.store.account_rows import Kept
from mock_site.store.progress import Identity, Step, StepResult
from mock_site.store.ruling import DONE, REPEATED, Deliberation, Ruling, change
from mock_site.store.statement import Statement
from mock_site.store.steps import FileIdentity, SettleIdentity

_TAKEN = "SELECT 1 FROM accounts WHERE nik = $1 AND account_id <> $2"


def file_identity(step: FileIdentity, kept: Kept, now_s: float) -> Deliberation:
    """File an identity; one that is verified stays, one that is not yet gives way to another."""
    account = kept.account
    if Step.IDENTITY in account.done_at_s:
        return REPEATED
    if step.identity == account.identity and not step.verified:
        return REPEATED
    if Defect.DUPLICATE_PERSON in kept.lax.defects:
        taken = kept.lax.filed_by.setdefault(step.identity.nik, step.account_id) != step.account_id
    else:
        taken = bool((yield Statement(_TAKEN, (step.identity.nik, step.account_id))))
    if taken:
        return Ruling(StepResult.TAKEN)
    at_s = now_s if step.verified else None
    yield _filed(step.account_id, step.identity, filed_at_s=now_s, identity_at_s=at_s)
    return DONE


def settle_identity(step: SettleIdentity, kept: Kept, now_s: float) -> Deliberation:
    """Verify or drop an identity, unless that was done or another one was filed since."""
    identity = kept.account.identity
    settled = Step.IDENTITY in kept.account.done_at_s
    if settled or identity is None or identity.nik != step.nik:
        return REPEATED
    if step.matches:
        yield change(step.account_id, identity_at_s=now_s)
    else:
        yield change(step.account_id, nik=None, kk=None, name=None, birth_date=None, filed_at_s=None)
    return DONE


def _filed(
    account_id: str, identity: Identity, *, filed_at_s: float, identity_at_s: float | None
) -> Statement:
    return change(
        account_id,
        nik=identity.nik,
        kk=identity.kk,
        name=identity.name,
        birth_date=identity.birth_date.isoformat(),
        filed_at_s=filed_at_s,
        identity_at_s=identity_at_s,
    )
