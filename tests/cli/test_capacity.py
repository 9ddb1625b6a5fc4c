"""Claims about `siaga capacity`: what it searches with, what it says, and its exit code."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from siaga.capacity.level import Level
from siaga.capacity.order import Order
from siaga.capacity.result import Result
from siaga.cli import capacity as command
from siaga.cli.main import call
from siaga.errors import ExitCode
from siaga.stage.display import Display
from tests.capacity.results import found

Captured = pytest.CaptureFixture[str]
ACCOUNTS = str(Path(__file__).parents[2] / "docs" / "capacity" / "accounts.yaml")


class Expedition:
    """Stands in for a search.

    Attributes:
        orders: what was asked for.
    """

    orders: list[Order] = []  # noqa: RUF012 - filled anew by each test

    def __init__(
        self, *, order: Order, show: Callable[[str], Display], tell: Callable[[int, Level], object]
    ) -> None:
        self.orders.append(order)
        show("nothing").close()
        self._tell = tell

    def __call__(self, _now: datetime) -> tuple[Path, Result]:
        """Find 40/s."""
        result = found()
        for place, level in enumerate(result.levels, start=1):
            self._tell(place, level)
        return Path("search"), result


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """What is asked for."""
    monkeypatch.setattr(command, "Expedition", Expedition)
    Expedition.orders = []
    return Expedition.orders


def test_a_search_shows_its_levels_and_its_answer(orders: list[Order], capsys: Captured) -> None:
    """One line each; found is 0."""
    assert call(["capacity", ACCOUNTS]) == ExitCode.GO
    first, headings, level, *_rest = said = capsys.readouterr().out.splitlines()
    assert first == "account-capacity: from 5/s up to 500/s, to 5 %, within 20 min"
    assert headings.startswith("Level  Load")
    assert level.startswith("1      20/s      step")
    assert said[-2].startswith("FOUND: capacity 39.2/s")
    assert orders[0].terms.hold_s == 20.0


def test_every_wish_reaches_the_search(orders: list[Order]) -> None:
    """With its unit."""
    rates = ["--from", "60/min", "--to", "30/s", "--precision", "10 %"]
    times = ["--settle", "3 s", "--hold", "9 s", "--within", "5 min"]
    more = ["--objective", "accounts-in-time", "--set", "site.capacity=16/s"]
    assert call(["capacity", ACCOUNTS, *rates, *times, *more]) == ExitCode.GO
    (order,) = orders
    terms = order.terms
    assert (terms.from_per_s, terms.to_per_s, terms.precision) == (1.0, 30.0, 0.1)
    assert (terms.settle_s, terms.hold_s, terms.within_s) == (3.0, 9.0, 300.0)
    assert [one.id for one in order.day.objectives] == ["accounts-in-time"]
    assert order.day.site.capacity_per_s == 16.0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--hold", "20"], "siaga: --hold: '20' is not a duration"),
        (["--from", "fast"], "siaga: --from: 'fast' is not a rate"),
        (["--precision", "0"], "siaga: --precision: 0.0; above 0 up to 1 is allowed"),
        (["--objective", "none"], "siaga: --objective none: is none; accounts-in-time, accounts-opened"),
    ],
)
def test_a_wish_that_makes_no_search_is_bad_usage(
    typed: list[str], said: str, orders: list[Order], capsys: Captured
) -> None:
    """Nothing is sent."""
    assert call(["capacity", ACCOUNTS, *typed]) == ExitCode.USAGE
    assert capsys.readouterr().err.startswith(said)
    assert orders == []
