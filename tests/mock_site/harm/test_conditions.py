"""The site's conditions are changed part by part, and say what harm is done."""

from typing import Any

import pytest

from mock_site.forms.change import changed
from mock_site.harm.conditions import Harm, SiteConditions
from mock_site.pages.refusals import Refusal


def test_nothing_is_the_matter_at_first() -> None:
    """No harm is in force."""
    assert SiteConditions().in_force() == frozenset()


@pytest.mark.parametrize(
    ("parts", "harm"),
    [
        ({"capacity": {"ratio": 0}}, Harm.CAPACITY),
        ({"clock": {"skew_s": -30}}, Harm.CLOCK),
        ({"loop": {"block_s": 0.2}}, Harm.LOOP),
        ({"store": {"commit_delay_s": 0.5}}, Harm.COMMIT_DELAY),
        ({"store": {"held": 1}}, Harm.STORE_HELD),
        ({"telemetry": {"gap": True}}, Harm.TELEMETRY),
        ({"memory": {"bytes": 1}}, Harm.MEMORY),
    ],
)
def test_each_harm_is_in_force_by_itself(parts: dict[str, Any], harm: Harm) -> None:
    """And every harm there is can be."""
    assert changed(SiteConditions(), parts).in_force() == {harm}


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"surprise": 1}, "surprise"),
        ({"clock": {"surprise": 1}}, "clock.surprise"),
        ({"capacity": {"ratio": 1.1}}, "capacity"),
        ({"capacity": {"ratio": "1"}}, "capacity.ratio"),
        ({"clock": {"skew_s": 1e12}}, "clock"),
        ({"loop": {"block_s": 61}}, "loop"),
        ({"loop": {"every_s": 0}}, "loop"),
        ({"store": {"commit_delay_s": -1}}, "store"),
        ({"store": {"held": 2}}, "store"),
        ({"telemetry": {"gap": 1}}, "telemetry.gap"),
        ({"memory": {"bytes": -1}}, "memory"),
        ({"memory": {"bytes": 1.5}}, "memory.bytes"),
        ({"memory": None}, "memory"),
    ],
)
def test_what_is_not_allowed_is_refused_with_its_place(parts: dict[str, Any], field: str) -> None:
    """Unknown names, other types, values out of range."""
    with pytest.raises(Refusal) as refused:
        changed(SiteConditions(), parts)
    assert (refused.value.status, refused.value.body["field"]) == (400, field)
