"""The evaluator takes answers and gives scores over HTTP."""

import pytest

from mock_site.neighbours.evaluator.app import make_app
from tests.mock_site.neighbours.neighbour import NeighbourInProcess, Start

GOOD = {"id": "a1", "answers": {"q1": "b"}}


@pytest.fixture
async def evaluator(start: Start) -> NeighbourInProcess:
    """Give an evaluator."""
    return await start(make_app)


async def test_a_score_follows_the_answers(evaluator: NeighbourInProcess) -> None:
    """Pending first, then done; handed in twice is handed in once."""
    assert await evaluator.post("/evaluations", GOOD) == (202, {"id": "a1"})
    assert await evaluator.post("/evaluations", GOOD) == (202, {"id": "a1"})
    assert await evaluator.get("/evaluations/a1") == (200, {"state": "pending"})
    evaluator.timer.now_s += 1_000
    status, body = await evaluator.get("/evaluations/a1")
    assert (status, body["state"]) == (200, "done")
    assert 0.6 <= body["score"] <= 1
    counts = [
        await evaluator.metric("evaluator_evaluations_total", result=one)
        for one in ("taken", "repeated")
    ]
    assert counts == [1, 1]
    assert await evaluator.metric("evaluator_evaluations_kept") == 1


async def test_nobody_elses_score_is_told(evaluator: NeighbourInProcess) -> None:
    """404 for an id that was not handed in."""
    assert await evaluator.get("/evaluations/a2") == (404, {"error": "unknown-evaluation"})


async def test_it_fails_when_told(evaluator: NeighbourInProcess) -> None:
    """Both ways."""
    await evaluator.told({"misbehaviour": {"failing_share": 1}})
    assert (await evaluator.post("/evaluations", GOOD))[0] == 503
    assert (await evaluator.get("/evaluations/a1"))[0] == 503
    await evaluator.told({"misbehaviour": {"failing_share": 0}})
    assert (await evaluator.get("/evaluations/a1"))[0] == 404


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"answers": {}}, "id"),
        ({"id": "", "answers": {}}, "id"),
        ({"id": 5, "answers": {}}, "id"),
        ({"id": "a"}, "answers"),
        ({"id": "a", "answers": ["b"]}, "answers"),
        ({"id": "a", "answers": {"q": 1}}, "answers"),
        ({"id": "a", "answers": {f"{n}": "b" for n in range(201)}}, "answers"),
        ({**GOOD, "name": "x"}, "name"),
    ],
)
async def test_what_are_no_answers_is_refused_by_field(
    evaluator: NeighbourInProcess, content: dict[str, object], field: str
) -> None:
    """400."""
    status, body = await evaluator.post("/evaluations", content)
    assert (status, body["field"]) == (400, field)
