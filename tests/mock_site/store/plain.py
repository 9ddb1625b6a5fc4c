"""A plain store: what any store has to do, in a few dictionaries and without a thought for speed."""

from typing import assert_never

from mock_site.store.message import MessageKind
from mock_site.store.progress import DocumentKind, Step, StepResult
from mock_site.store.records import JoinRequest
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
from tests.mock_site.store.plain_wave import Person, PlainWave

SECOND_QUOTA = 1
ORDER = list(Step)
STEPS: dict[type[StepTaken], Step] = {
    VerifyEmail: Step.EMAIL,
    FileIdentity: Step.IDENTITY,
    SettleIdentity: Step.IDENTITY,
    WriteProfile: Step.PROFILE,
    AddDocument: Step.DOCUMENTS,
    AskPhone: Step.PHONE,
    VerifyPhone: Step.PHONE,
    StartAssessment: Step.ASSESSMENT,
    HandInAssessment: Step.ASSESSMENT,
    GradeAssessment: Step.ASSESSMENT,
}


class PlainStore:
    """The rules, once more and in other words."""

    def __init__(self, quota: int) -> None:
        self.people: dict[str, Person] = {}
        self.messages: list[tuple[MessageKind, str]] = []
        self.wave = PlainWave(self.people, self.messages, quota)
        self.second = PlainWave(self.people, self.messages, SECOND_QUOTA, "2", self.wave)

    def wave_of(self, wish: JoinRequest) -> PlainWave:
        """Give the wave that decides on a wish."""
        return self.second if wish.wave == self.second.name else self.wave

    def open_account(self, account_id: str | None, email: str) -> bool:
        """Open it under the id that the other store gave; False: the e-mail is taken."""
        if any(one.email == email for one in self.people.values()):
            return False
        assert account_id is not None
        self.people[account_id] = Person(email=email)
        self.messages.append((MessageKind.VERIFY_EMAIL, email))
        return True

    def remind(self, email: str) -> None:
        """Write the message again where somebody waits for it."""
        if any(one.email == email and Step.EMAIL not in one.done for one in self.people.values()):
            self.messages.append((MessageKind.VERIFY_EMAIL, email))

    def take(self, step: StepTaken, now_s: float) -> StepResult:
        """Give how a step ends."""
        person = self.people[step.account_id]
        before = ORDER[: ORDER.index(STEPS[type(step)])]
        if any(one not in person.done for one in before):
            return StepResult.STEP_MISSING
        match step:
            case VerifyEmail():
                return self._finish(person, Step.EMAIL, now_s)
            case FileIdentity() | SettleIdentity():
                return self._identity(step, person, now_s)
            case WriteProfile() | AddDocument():
                return self._paper(step, person, now_s)
            case AskPhone() | VerifyPhone():
                return self._phone(step, person, now_s)
            case StartAssessment() | HandInAssessment() | GradeAssessment():
                return self._test(step, person, now_s)
            case _:
                assert_never(step)

    def _finish(self, person: Person, step: Step, now_s: float) -> StepResult:
        if step in person.done:
            return StepResult.REPEATED
        person.done[step] = now_s
        return StepResult.DONE

    def _identity(  # noqa: PLR0911 - one for each way to end
        self, step: FileIdentity | SettleIdentity, person: Person, now_s: float
    ) -> StepResult:
        if Step.IDENTITY in person.done:
            return StepResult.REPEATED
        if isinstance(step, SettleIdentity):
            if person.identity is None or person.identity.nik != step.nik:
                return StepResult.REPEATED
            if step.matches:
                return self._finish(person, Step.IDENTITY, now_s)
            person.identity = None
            return StepResult.DONE
        if person.identity == step.identity and not step.verified:
            return StepResult.REPEATED
        others = [one.identity for one in self.people.values() if one is not person]
        if any(one is not None and one.nik == step.identity.nik for one in others):
            return StepResult.TAKEN
        person.identity = step.identity
        return self._finish(person, Step.IDENTITY, now_s) if step.verified else StepResult.DONE

    def _paper(self, step: WriteProfile | AddDocument, person: Person, now_s: float) -> StepResult:
        if isinstance(step, WriteProfile):
            if step.version is not None and step.version != person.version:
                return StepResult.STALE
            person.version += 1
            self._finish(person, Step.PROFILE, now_s)
            return StepResult.DONE
        if person.documents.get(step.document.kind) == step.document:
            return StepResult.REPEATED
        person.documents[step.document.kind] = step.document
        if len(person.documents) == len(DocumentKind):
            self._finish(person, Step.DOCUMENTS, now_s)
        return StepResult.DONE

    def _phone(self, step: AskPhone | VerifyPhone, person: Person, now_s: float) -> StepResult:
        if Step.PHONE in person.done:
            return StepResult.REPEATED
        phone = step.phone if isinstance(step, AskPhone) else person.phone
        taken = any(
            one.phone == phone and Step.PHONE in one.done
            for one in self.people.values()
            if one is not person
        )
        if isinstance(step, AskPhone):
            return StepResult.TAKEN if taken else self._ask(step, person, now_s)
        if person.tries >= step.most:
            return StepResult.TOO_MANY
        good = [code for to, code, ends_s in person.codes if to == phone and now_s < ends_s]
        if not good:
            return StepResult.EXPIRED
        if step.code not in good:
            person.tries += 1
            if person.tries == step.most:
                person.codes.clear()
            return StepResult.WRONG
        return StepResult.TAKEN if taken else self._finish(person, Step.PHONE, now_s)

    def _ask(self, step: AskPhone, person: Person, now_s: float) -> StepResult:
        recent = [
            (one is person, phone == step.phone)
            for one in self.people.values()
            for phone, at_s in one.asked
            if at_s > now_s - step.within_s
        ]
        asked = max(sum(mine for mine, _ in recent), sum(same for _, same in recent))
        if step.most is not None and asked >= step.most:
            return StepResult.TOO_MANY
        person.asked.append((step.phone, now_s))
        if step.voids_earlier:
            person.codes.clear()
        person.phone, person.tries = step.phone, 0
        person.codes.append((step.phone, step.code, now_s + step.valid_s))
        self.messages.append((MessageKind.OTP, step.phone))
        return StepResult.DONE

    def _test(  # noqa: PLR0911 - one for each way to end
        self, step: StartAssessment | HandInAssessment | GradeAssessment, person: Person, now_s: float
    ) -> StepResult:
        if isinstance(step, StartAssessment):
            if Step.ASSESSMENT in person.done or self._waits(person, now_s):
                return StepResult.REPEATED
            person.test_ends_s = now_s + step.lasts_s
            person.handed_in_s = person.passed = None
            return StepResult.DONE
        if person.test_ends_s is None:
            return StepResult.WRONG
        if isinstance(step, HandInAssessment):
            if person.handed_in_s is not None:
                return StepResult.REPEATED
            if now_s >= person.test_ends_s:
                return StepResult.LATE
            person.handed_in_s = now_s
            return StepResult.DONE
        if person.handed_in_s is None:
            return StepResult.WRONG
        if person.passed is not None or person.handed_in_s != step.handed_in_at_s:
            return StepResult.REPEATED
        person.passed = step.passed
        self.messages.append((MessageKind.RESULT, person.email))
        if step.passed:
            self._finish(person, Step.ASSESSMENT, now_s)
        return StepResult.DONE

    def _waits(self, person: Person, now_s: float) -> bool:
        if person.test_ends_s is None or person.passed is not None:
            return False
        return person.handed_in_s is not None or now_s < person.test_ends_s
