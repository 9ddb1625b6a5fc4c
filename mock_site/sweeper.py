"""The sweeper: asks the neighbours again about what they could not say at once, and settles it.

Every process has one. What two of them settle at the same time is settled once, by the store.
"""

import asyncio
import json
import logging
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from mock_site.journey_metrics import JourneyMetrics, SettledLabel
from mock_site.outside.role import Answer, Evaluator, IdentityRegistry
from mock_site.store.progress import Account, Step, StepResult
from mock_site.store.role import Accounts, Pending, StoreError
from mock_site.store.steps import GradeAssessment, SettleIdentity

PASS_SCORE = 0.5
MOST = 500
MOST_GRADED = 2_000
"""Answers that are looked after at a time. Each takes half a minute, so with 500 no more than 20 a
second would be graded: the launch has 36."""
AT_ONCE = 8
GRADED_AT_ONCE = 16
MIN_PAUSE_S = 0.2
IDENTITY_PAUSES_S = (1.0, 30.0)
EVALUATION_PAUSE_S = 1.0
GRADED_S = 10.0
"""Hardly any score is there sooner: whoever asked from the start would ask eight times, not three."""
AGE_SHARE = 0.5
"""Who has waited for a score waits half as long again before the next question."""

AGAIN_S = 30.0
"""So often, in the mean, answers are handed on again: the evaluator may have lost them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """Since when the evaluator has somebody's answers, when it was last asked, and when it is next.

    All are monotonic seconds.
    """

    since_s: float
    asked_s: float
    due_s: float


class PendingAccounts(Accounts, Pending, Protocol):
    """The part of a store that a sweeper works with."""


class Sweeper:
    """Settles what is pending.

    Args:
        store: lists it and keeps what became of it.
        registry: is asked about identities.
        evaluator: is asked for scores.
        metrics: count what was settled.
        clock: Unix seconds.
        dice: makes several sweepers begin at different ends.
        time_scale: by which every pause is multiplied.
        sleep: waits for so many seconds.
        timer: monotonic seconds.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what it works with, each by itself
        self,
        store: PendingAccounts,
        registry: IdentityRegistry,
        evaluator: Evaluator,
        metrics: JourneyMetrics,
        clock: Callable[[], float],
        dice: random.Random,
        time_scale: float = 1.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._registry = registry
        self._evaluator = evaluator
        self._metrics = metrics
        self._clock = clock
        self._dice = dice
        self._scale = time_scale
        self._sleep = sleep
        self._timer = timer
        self._handed_on: dict[str, _Question] = {}
        self._log = logging.getLogger(__name__)

    async def work(self) -> None:
        """Sweep until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._settling())
            group.create_task(self._grading())

    async def settle_identities(self) -> bool:
        """Ask about every pending identity, and tell whether the registry had an answer to each.

        Raises:
            StoreError: they could not be read, or what was answered could not be written.
        """
        pending = list(await self._store.identities(self._clock(), MOST))
        self._dice.shuffle(pending)
        for at in range(0, len(pending), AT_ONCE):
            answers = await asyncio.gather(*map(self._settle, pending[at : at + AT_ONCE]))
            if Answer.UNAVAILABLE in answers:
                return False
        return True

    async def grade_assessments(self) -> None:
        """Ask for the score of everything handed in and not graded.

        Raises:
            StoreError: they could not be read, or a grade could not be written.
        """
        pending = await self._store.assessments(self._clock(), MOST_GRADED)
        self._forget_others(pending)
        for at in range(0, len(pending), GRADED_AT_ONCE):
            await asyncio.gather(*map(self._grade, pending[at : at + GRADED_AT_ONCE]))

    async def _settle(self, found: Account) -> Answer:
        # Another process may have asked since the list was read, and every question costs.
        account = await self._store.account(found.account_id)
        if account is None or account.identity is None or Step.IDENTITY in account.done_at_s:
            return Answer.MATCH
        said = account.identity
        answer = await self._registry.lookup(said.nik, said.kk, said.birth_date)
        if answer is not Answer.UNAVAILABLE:
            matches = answer is Answer.MATCH
            settled = SettleIdentity(account_id=found.account_id, nik=said.nik, matches=matches)
            if (await self._store.take(settled)).result is StepResult.DONE:
                label = SettledLabel.IDENTITY_MATCH if matches else SettledLabel.IDENTITY_MISMATCH
                self._metrics.settled[label].inc()
        return answer

    async def _grade(self, account: Account) -> None:
        taken = account.assessment
        if taken is None or taken.handed_in_at_s is None:
            return
        evaluation_id = evaluation_of(account.account_id, taken.handed_in_at_s)
        now_s, question = self._timer(), self._handed_on.get(evaluation_id)
        if question is None:
            if await self._evaluator.submit(evaluation_id, json.loads(taken.answers or "{}")):
                first_s = now_s + GRADED_S * self._scale
                self._handed_on[evaluation_id] = _Question(since_s=now_s, asked_s=now_s, due_s=first_s)
            return
        if now_s < question.due_s:
            return
        score = await self._evaluator.result(evaluation_id)
        if score is None:
            self._ask_again(evaluation_id, question, now_s)
            return
        passed = score >= PASS_SCORE
        grade = GradeAssessment(
            account_id=account.account_id, handed_in_at_s=taken.handed_in_at_s, passed=passed
        )
        if (await self._store.take(grade)).result is StepResult.DONE:
            label = SettledLabel.ASSESSMENT_PASSED if passed else SettledLabel.ASSESSMENT_FAILED
            self._metrics.settled[label].inc()

    def _ask_again(self, evaluation_id: str, question: _Question, now_s: float) -> None:
        """Ask for a score that is not there yet another time, now and then with the answers."""
        passed_s = now_s - question.asked_s
        if self._dice.random() * AGAIN_S * self._scale < passed_s:
            del self._handed_on[evaluation_id]
        else:
            due_s = now_s + (now_s - question.since_s) * AGE_SHARE
            self._handed_on[evaluation_id] = _Question(
                since_s=question.since_s, asked_s=now_s, due_s=due_s
            )

    def _forget_others(self, pending: Sequence[Account]) -> None:
        """Forget what is not pending any more, so that memory does not grow."""
        still = {
            evaluation_of(account.account_id, account.assessment.handed_in_at_s)
            for account in pending
            if account.assessment is not None and account.assessment.handed_in_at_s is not None
        }
        self._handed_on = {name: one for name, one in self._handed_on.items() if name in still}

    async def _settling(self) -> None:
        """Sweep identities, more and more seldom while the registry has no answers."""
        shortest_s, longest_s = IDENTITY_PAUSES_S
        pause_s = shortest_s
        while True:
            await self._pause(pause_s)
            try:
                answered = await self.settle_identities()
            except StoreError as error:
                self._log.warning("pending identities: %s", error)
                answered = False
            pause_s = shortest_s if answered else min(2 * pause_s, longest_s)

    async def _grading(self) -> None:
        while True:
            await self._pause(EVALUATION_PAUSE_S)
            try:
                await self.grade_assessments()
            except StoreError as error:
                self._log.warning("pending assessments: %s", error)

    async def _pause(self, pause_s: float) -> None:
        """Wait, at irregular times, so that several processes seldom meet."""
        await self._sleep(max(MIN_PAUSE_S, pause_s * self._scale) * (0.5 + self._dice.random()))


def evaluation_of(account_id: str, handed_in_at_s: float) -> str:
    """Give the name under which the evaluator knows the answers of an attempt."""
    return f"{account_id}-{round(handed_in_at_s * 1000)}"
