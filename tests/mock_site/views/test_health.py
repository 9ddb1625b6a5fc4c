"""Health over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from mock_site.layers import Layer, Layers, Profile
from mock_site.metrics import Metrics
from mock_site.process.phase import Life, Phase
from mock_site.settings import Settings
from mock_site.store.records import WaveState
from mock_site.store.role import StoreError
from mock_site.store.sqlite import SqliteLimits, SqliteStore
from mock_site.testing import SetClock, SiteInProcess
from mock_site.views import health


class FrailStore(SqliteStore):
    """A store that can be told to break or to hang."""

    broken = False
    hangs = False

    async def wave_state(self, wave: str) -> WaveState:
        """Read a wave, or do not."""
        if self.hangs:
            await asyncio.Event().wait()
        if self.broken:
            raise StoreError("it is broken", certain=True)
        return await super().wave_state(wave)


@pytest.fixture
def frail_store(store_path: Path) -> FrailStore:
    """Give a store that can be broken."""
    metrics = Metrics(CollectorRegistry(), Settings(store="sqlite:///unused"), SetClock())
    return FrailStore(store_path, metrics, SetClock(), SqliteLimits())


async def test_a_ready_site_says_so(site: SiteInProcess) -> None:
    """Both health pages answer 200."""
    for path, content in (("/readyz", {"ready": True}), ("/healthz", {"alive": True})):
        async with site.client.get(path) as answer:
            assert (answer.status, await answer.json()) == (200, content)


@pytest.mark.parametrize("phase", [Phase.STARTING, Phase.DRAINING])
async def test_a_starting_or_draining_process_is_alive_and_not_ready(
    site: SiteInProcess, phase: Phase
) -> None:
    """A load balancer is told 503; whoever restarts dead processes is told 200."""
    site.life.phase = phase
    async with site.client.get("/readyz") as answer:
        assert answer.status == 503
        assert await answer.json() == {
            "error": "not-ready",
            "ready": False,
            "reason": phase.value,
        }
        assert answer.headers["X-Not-Processed"] == "1"
    async with site.client.get("/healthz") as answer:
        assert answer.status == 200


@pytest.mark.parametrize("fault", ["broken", "hangs"])
async def test_a_site_whose_store_does_not_answer_is_not_ready(
    make_site: Callable[..., Awaitable[SiteInProcess]],
    frail_store: FrailStore,
    fault: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A store that fails and one that hangs are both noticed."""
    site = await make_site(store=frail_store)
    monkeypatch.setattr(health, "STORE_DEADLINE_S", 0.01)
    setattr(frail_store, fault, True)
    async with site.client.get("/readyz") as answer:
        assert answer.status == 503
        assert (await answer.json())["reason"] == "the store does not answer"


def test_a_process_that_drains_is_never_ready_again() -> None:
    """Phases do not go backwards."""
    life = Life()
    life.drain()
    life.ready()
    assert life.phase is Phase.DRAINING


OPEN = frozenset({Layer.WAITING_ROOM, Layer.RATE_LIMITS})


@pytest.mark.parametrize(
    ("layers", "statuses"),
    [
        (Layers(without=OPEN), [503, 503]),
        (Layers(profile=Profile.NAIVE, without=OPEN), [200, 503]),
        (Layers(without=OPEN | {Layer.READINESS}), [200, 200]),
    ],
    ids=["hardened", "naive", "without"],
)
async def test_a_weaker_readiness_sends_visitors_to_a_site_that_cannot_serve_them(
    make_site: Callable[..., Awaitable[SiteInProcess]],
    frail_store: FrailStore,
    layers: Layers,
    statuses: list[int],
) -> None:
    """With a broken store, and then while the process ends."""
    site = await make_site(store=frail_store, layers=layers)
    frail_store.broken = True
    found = []
    for phase in (Phase.READY, Phase.DRAINING):
        site.life.phase = phase
        async with site.client.get("/readyz") as answer:
            found.append(answer.status)
    assert found == statuses
