"""The application of the evaluator."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge

from mock_site.forms.strict_json import json_object
from mock_site.neighbours.conditions import Standing
from mock_site.neighbours.desk import Desk
from mock_site.neighbours.evaluator.conditions import EvaluatorConditions
from mock_site.neighbours.evaluator.evaluations import Evaluations
from mock_site.neighbours.service import make_service
from mock_site.neighbours.settings import NeighbourSettings
from mock_site.pages.answers import json_answer
from mock_site.pages.refusals import Refusal, invalid

MAX_ID_CHARACTERS = 200
MAX_ANSWERS = 200


def make_app(
    settings: NeighbourSettings,
    admin_token: str,
    timer: Callable[[], float],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> web.Application:
    """Make the application.

    Args:
        settings: that it is started with.
        admin_token: of the admin calls; empty for none.
        timer: monotonic seconds.
        sleep: waits for so many seconds.
    """
    registry = CollectorRegistry()
    standing = Standing(EvaluatorConditions())
    dice = random.Random(f"evaluator {settings.seed}")  # noqa: S311 - conduct is drawn, no secret
    desk = Desk("evaluator", standing, settings, registry, timer, dice, sleep)
    kept = Evaluations(timer, settings.time_scale, settings.seed, dice)
    views = _Views(desk, standing, kept, registry)
    own = [
        web.post("/evaluations", views.take),
        web.get("/evaluations/{evaluation_id}", views.show),
    ]
    return make_service(standing, registry, admin_token, own)


class _Views:
    """Takes answers in and shows scores."""

    def __init__(
        self,
        desk: Desk[EvaluatorConditions],
        standing: Standing[EvaluatorConditions],
        kept: Evaluations,
        registry: CollectorRegistry,
    ) -> None:
        self._desk = desk
        self._standing = standing
        self._evaluations = kept
        taken = Counter(
            "evaluator_evaluations_total",
            "Answers handed in, once or again.",
            ["result"],
            registry=registry,
        )
        self._taken = {one: taken.labels(one) for one in ("taken", "repeated")}
        Gauge(
            "evaluator_evaluations_kept", "Evaluations that are kept.", registry=registry
        ).set_function(lambda: len(kept))

    async def take(self, request: web.Request) -> web.Response:
        """Take answers in; the same id again changes nothing.

        Raises:
            Refusal: 400 for anything else, 429 beyond the limit.
        """
        evaluation_id, answers = _read(await json_object(request))
        ill = await self._desk.received()
        if ill is not None:
            return ill
        is_new = self._evaluations.take(evaluation_id, answers, self._standing.now)
        self._taken["taken" if is_new else "repeated"].inc()
        return json_answer({"id": evaluation_id}, HTTPStatus.ACCEPTED)

    async def show(self, request: web.Request) -> web.Response:
        """Show whether there is a score, and which.

        Raises:
            Refusal: 404 for an id that nobody has handed in, 429 beyond the limit.
        """
        ill = await self._desk.received()
        if ill is not None:
            return ill
        evaluation = self._evaluations.find(request.match_info["evaluation_id"])
        if evaluation is None:
            raise Refusal(HTTPStatus.NOT_FOUND, "unknown-evaluation")
        if not self._evaluations.is_done(evaluation):
            return json_answer({"state": "pending"})
        return json_answer({"state": "done", "score": evaluation.score})


def _read(content: Mapping[str, Any]) -> tuple[str, Mapping[str, str]]:
    unknown = sorted(content.keys() - {"id", "answers"})
    if unknown:
        raise invalid(unknown[0][:100], "is unknown; name id and answers")
    evaluation_id, answers = content.get("id"), content.get("answers")
    if not isinstance(evaluation_id, str) or not 1 <= len(evaluation_id) <= MAX_ID_CHARACTERS:
        raise invalid("id", f"is no text of 1 to {MAX_ID_CHARACTERS} characters")
    if not isinstance(answers, dict) or len(answers) > MAX_ANSWERS:
        raise invalid("answers", f"is no object of at most {MAX_ANSWERS} members")
    if not all(isinstance(one, str) for one in answers.values()):
        raise invalid("answers", "has a member that is no text")
    return evaluation_id, answers
