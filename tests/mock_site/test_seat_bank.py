"""The seat bank shows every seat, or none."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from mock_site.seat_bank import SeatBank
from mock_site.settings import WAVE
from mock_site.store.records import Seats
from mock_site.store.schema import prepare
from mock_site.testing import SiteProcess
from tests.mock_site.crowd import Crowd, finished_sessions

STATES = ("quota", "issued", "given", "held", "left")


def test_every_seat_is_shown_as_it_was_counted() -> None:
    """What is issued is shown beside what is given, held and left, and what the quota is now."""
    bank, registry = SeatBank(), CollectorRegistry()
    registry.register(bank)
    shown = []
    for seats in (Seats(quota=10, given=3, taken=5, held=2), Seats(quota=2, given=3, taken=3)):
        bank.seats = seats
        shown.append([registry.get_sample_value("site_seats", {"state": one}) for one in STATES])
    assert shown == [[10, 10, 3, 2, 5], [2, 3, 3, 0, 0]]


def test_seats_that_could_not_be_counted_are_not_shown() -> None:
    """A number of before would be taken for one of now; the family itself is there."""
    bank = SeatBank()
    bank.seats = None
    assert [(one.name, one.type, one.samples) for one in bank.collect()] == [
        ("site_seats", "gauge", []),
        ("site_holds_ended", "gauge", []),
        ("site_applications", "gauge", []),
        ("site_draw_timestamp_seconds", "gauge", []),
    ]


def test_holds_that_have_ended_are_shown_by_how() -> None:
    """Of the same instant as the seats."""
    bank, registry = SeatBank(), CollectorRegistry()
    registry.register(bank)
    bank.seats = Seats(quota=10, given=3, taken=5, held=2, confirmed=3, expired=4)
    ended = [
        registry.get_sample_value("site_holds_ended", {"how": one}) for one in ("confirmed", "expired")
    ]
    assert ended == [3, 4]


@pytest.mark.parametrize(
    ("drawn_at_s", "drawn", "shown"),
    [(None, 0, [9, 0, 0, 0.0]), (1_800_000_000.0, 4, [0, 4, 5, 1_800_000_000.0])],
)
def test_applications_are_shown_by_what_they_have_come_to(
    drawn_at_s: float | None, drawn: int, shown: list[float]
) -> None:
    """All of them wait until lots are drawn, and none afterwards."""
    bank, registry = SeatBank(), CollectorRegistry()
    registry.register(bank)
    bank.seats = Seats(
        quota=4, given=drawn, taken=drawn, applications=9, drawn=drawn, drawn_at_s=drawn_at_s
    )
    applications = [
        registry.get_sample_value("site_applications", {"state": one})
        for one in ("applied", "drawn", "not_drawn")
    ]
    assert [*applications, registry.get_sample_value("site_draw_timestamp_seconds")] == shown


async def test_seats_add_up_at_every_scrape_whoever_is_asked(
    start_site: Callable[..., SiteProcess],
    visitors: aiohttp.ClientSession,
    crowd_at: Callable[[SiteProcess], Crowd],
    tmp_path: Path,
) -> None:
    """While people join at three processes and the quota is raised, no page mixes two instants."""
    path = tmp_path / "site.db"
    prepare(path, WAVE, 40)
    sessions = await finished_sessions(path, range(72))
    open_doors = ("--without", "waiting-room", "--without", "rate-limits")
    site = start_site("--processes", "3", "--store", f"sqlite:///{path}", *open_doors, alone=True)
    crowd = crowd_at(site)
    acknowledged: list[str] = []
    load = asyncio.gather(
        *(crowd.join_until_cut(sessions[n::9], acknowledged, pause_s=0.3) for n in range(9))
    )
    pages = []
    while not load.done():
        pages.append(await _seats(visitors, site))
        await asyncio.sleep(0.02)  # a site that does nothing but show its seats gives none
        if len(pages) == 3:
            raised = visitors.put(f"{site.url}/admin/wave", json={"quota": 60}, headers=dict(site.admin))
            (await raised).release()
    pages.append(await _seats(visitors, site))
    assert [page for page in pages if page["issued"] != page["given"] + page["left"]] == []
    assert (pages[0]["issued"], pages[-1]) == (
        40,
        {"quota": 60, "issued": 60, "given": 60, "held": 0, "left": 0},
    )
    assert len({page["given"] for page in pages}) > 3


async def _seats(visitors: aiohttp.ClientSession, site: SiteProcess) -> dict[str, float]:
    """Read the seats over a connection of its own, so that any process may be asked."""
    async with visitors.get(f"{site.url}/metrics", headers={"Connection": "close"}) as answer:
        families = text_string_to_metric_families(await answer.text())
        (seats,) = (one for one in families if one.name == "site_seats")
        return {sample.labels["state"]: sample.value for sample in seats.samples}
