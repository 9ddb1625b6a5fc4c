"""The test is timed, handed in once, and graded for the answers that were judged."""

import dataclasses

from mock_site.store.message import MessageKind
from mock_site.store.progress import StepResult
from mock_site.store.sql_store import SqlStore
from mock_site.store.steps import (
    GradeAssessment,
    StartAssessment,
)
from mock_site.testing import NOW_S, SetClock, form, steps_of
from tests.mock_site.store.kinds import Letters
from tests.mock_site.store.test_taking import account_before, account_of, names, result


async def test_a_grade_is_of_the_answers_that_were_judged(
    store: SqlStore, clock: SetClock, post: Letters
) -> None:
    """A late one on an earlier attempt changes nothing; every grade tells the person."""
    account_id = await account_before(store, StartAssessment)
    start, hand_in = steps_of(account_id, 1)[-2:]
    post.messages.clear()
    for step in (start, hand_in):
        await store.take(step)
    failed = GradeAssessment(account_id=account_id, handed_in_at_s=NOW_S, passed=False)
    assert await result(store, start) is StepResult.REPEATED
    assert names(await store.assessments(NOW_S + 1, 9)) == [account_id]
    assert await result(store, failed) is StepResult.DONE
    assert await store.assessments(NOW_S + 1, 9) == []
    clock.now_s += 5
    for step in (start, hand_in):
        assert await result(store, step) is StepResult.DONE
    late = dataclasses.replace(failed, passed=True)
    assert await result(store, late) is StepResult.REPEATED
    passed = dataclasses.replace(late, handed_in_at_s=clock.now_s)
    assert await result(store, passed) is StepResult.DONE
    assert await result(store, passed) is StepResult.REPEATED
    assert await result(store, start) is StepResult.REPEATED
    assert (await account_of(store, account_id)).missing() is None
    told = [(one.kind, one.to, one.body) for one in post.messages]
    email = form(1)["email"]
    assert told == [(MessageKind.RESULT, email, body) for body in ("failed", "passed")]


async def test_answers_are_taken_until_the_end_and_once(store: SqlStore, clock: SetClock) -> None:
    """Not at the end itself; then the test may be started anew."""
    account_id = await account_before(store, StartAssessment)
    start, hand_in = steps_of(account_id, 1)[-2:]
    assert await result(store, hand_in) is StepResult.WRONG
    ungraded = GradeAssessment(account_id=account_id, handed_in_at_s=NOW_S, passed=True)
    assert await result(store, ungraded) is StepResult.WRONG
    assert await result(store, start) is StepResult.DONE
    assert await result(store, start) is StepResult.REPEATED
    assert await result(store, ungraded) is StepResult.WRONG
    clock.now_s = NOW_S + 900.0
    assert await result(store, hand_in) is StepResult.LATE
    assert await result(store, start) is StepResult.DONE
    clock.now_s += 899.0
    assert await result(store, hand_in) is StepResult.DONE
    assert await result(store, hand_in) is StepResult.REPEATED
    assessment = (await account_of(store, account_id)).assessment
    assert assessment is not None
    assert (assessment.answers, assessment.handed_in_at_s) == ("{}", clock.now_s)


async def test_answers_that_wait_are_listed_with_everything(store: SqlStore) -> None:
    """A sweeper can hand them to the evaluator again; documents do not count them twice."""
    account_id = await account_before(store, GradeAssessment)
    assert await store.assessments(NOW_S, 9) == []
    (waiting,) = await store.assessments(NOW_S + 1, 9)
    assert waiting == await account_of(store, account_id)
    assert len(waiting.documents) == 2
