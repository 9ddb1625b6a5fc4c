"""Claims about the day of a launch that grows: nothing but its length and its people changes."""

import pytest

from siaga import bundle
from siaga.scenario.load import Override, load
from siaga.scenario.model import Scenario
from siaga.scenario.scale import scaled
from tests.benchmarks.conftest import Script

SPEED = 0.05


def played(script: Script, name: str, share: float) -> tuple[Scenario, Scenario]:
    """Give a day of ours at a smaller rate, and a share of it, as `siaga run` reads its arguments."""
    path = bundle.scenario(name)
    given = script("launch_day").shortened(load(path), share)
    assert given[::2] == ["--set"] * (len(given) // 2)
    part = load(path, [Override.parse(one) for one in given[1::2]])
    whole, shorter = (scaled(one, scale=SPEED, time_scale=1.0) for one in (load(path), part))
    return whole, shorter


@pytest.mark.parametrize("name", ["opening-day", "full-launch"])
def test_a_shorter_day_has_the_rates_pauses_and_rooms_of_the_whole_one(
    script: Script, name: str
) -> None:
    """Only its phases are shorter, and fewer people come, for as many fewer seats."""
    whole, part = played(script, name, 0.1)
    assert [one.rate for one in part.traffic.phases] == [one.rate for one in whole.traffic.phases]
    assert [one.for_s for one in part.traffic.phases] == pytest.approx(
        [one.for_s * 0.1 for one in whole.traffic.phases]
    )
    assert part.traffic.visitors == pytest.approx(whole.traffic.visitors * 0.1, rel=0.001)
    for mine, all_ in zip(part.traffic.populations, whole.traffic.populations, strict=True):
        assert (mine.people or 0) == pytest.approx((all_.people or 0) * 0.1, abs=1)
    assert part.site.quota == pytest.approx((whole.site.quota or 0) * 0.1, abs=1)
    assert (part.applied.time_scale, part.traffic.patience_s) == (1.0, whole.traffic.patience_s)
    assert part.site.waiting_room == whole.site.waiting_room


def test_somebody_is_left_however_short_the_day_is(script: Script) -> None:
    """And seats for them; a share that is none is refused."""
    shortened = script("launch_day").shortened
    day = load(bundle.scenario("opening-day"))
    assert "site.quota=1" in shortened(day, 1e-9)
    with pytest.raises(ValueError, match=r"share: 0 is none; above 0 is allowed"):
        shortened(day, 0)
