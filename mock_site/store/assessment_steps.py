"""Assessment steps: the timed test is started, handed in, and graded later."""

from mock_site.store.account_rows import Kept
from mock_site.store.message import MessageKind
from mock_site.store.outbox import written
from mock_site.store.progress import Assessment, Step, StepResult
from mock_site.store.ruling import DONE, REPEATED, Deliberation, Ruling, change
from mock_site.store.steps import GradeAssessment, HandInAssessment, StartAssessment


def start_assessment(step: StartAssessment, kept: Kept, now_s: float) -> Deliberation:
    """Start the test, unless it was passed, is under way or waits to be graded."""
    if Step.ASSESSMENT in kept.account.done_at_s or _is_under_way(kept.account.assessment, now_s):
        return REPEATED
    yield change(
        step.account_id,
        test_ends_at_s=now_s + step.lasts_s,
        answers=None,
        handed_in_at_s=None,
        passed=None,
    )
    return DONE


def hand_in_assessment(step: HandInAssessment, kept: Kept, now_s: float) -> Deliberation:
    """Keep the answers, the first that come and only before the end."""
    assessment = kept.account.assessment
    if assessment is None:
        return Ruling(StepResult.WRONG)
    if assessment.handed_in_at_s is not None:
        return REPEATED
    if now_s >= assessment.ends_at_s:
        return Ruling(StepResult.LATE)
    yield change(step.account_id, answers=step.answers, handed_in_at_s=now_s)
    return DONE


def grade_assessment(step: GradeAssessment, kept: Kept, now_s: float) -> Deliberation:
    """Note what the evaluator said, and tell the person."""
    assessment = kept.account.assessment
    if assessment is None or assessment.handed_in_at_s is None:
        return Ruling(StepResult.WRONG)
    if assessment.passed is not None or assessment.handed_in_at_s != step.handed_in_at_s:
        return REPEATED
    at_s = now_s if step.passed else None
    yield change(step.account_id, passed=int(step.passed), assessment_at_s=at_s)
    told = "passed" if step.passed else "failed"
    email = kept.account.email
    message = yield from written(MessageKind.RESULT, step.account_id, email, told, now_s)
    return Ruling(StepResult.DONE, (message,))


def _is_under_way(assessment: Assessment | None, now_s: float) -> bool:
    if assessment is None or assessment.passed is not None:
        return False
    return assessment.handed_in_at_s is not None or now_s < assessment.ends_at_s
