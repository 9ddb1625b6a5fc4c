"""Claims about what was asked for."""

from dataclasses import replace

import pytest

from siaga import bundle
from siaga.scenario.load import load
from siaga.stage.request import Again, Request


@pytest.mark.parametrize(
    ("host", "scale", "applied"),
    [
        ("", None, 1.0),
        ("http://127.0.0.1:1", None, 0.01),
        ("", 0.5, 0.5),
        ("http://127.0.0.1:1", 0.5, 0.5),
    ],
)
def test_a_site_of_somebody_elses_is_played_small_unless_stated(
    host: str, scale: float | None, applied: float
) -> None:
    """One to a hundred, so that a forgotten option does no harm."""
    assert Request(scenario="gate", host=host, scale=scale, environ={}).applied_scale == applied


def test_a_replay_of_nobody_is_refused() -> None:
    """It would be a whole day, since nobody named means everybody."""
    with pytest.raises(ValueError, match=r"replay of gate/1: names no visitor; at least one is allowed"):
        Again(run_id="gate/1", epoch=3, only=())


def test_a_stock_locust_file_is_played_as_it_is() -> None:
    """However small other sites are played; what is asked for is refused where it is applied."""
    stock = load(bundle.scenario("stock-locust"))
    asked = Request(scenario="stock-locust", host="http://127.0.0.1:1", environ={})
    assert asked.scale_of(stock) == 1.0
    assert replace(asked, scale=0.5).scale_of(stock) == 0.5
    assert asked.scale_of(load(bundle.scenario("gate"))) == 0.01
