"""Conditions are changed part by part, strictly, or not at all."""

from typing import Any

import pytest

from mock_site.neighbours.conditions import Standing
from mock_site.neighbours.registry.conditions import RegistryConditions
from mock_site.pages.refusals import Refusal


def test_a_part_is_changed_and_the_rest_stays() -> None:
    """However deep it lies."""
    standing = Standing(RegistryConditions())
    before = standing.shown()
    standing.change({"limit": {"per_s": 7}, "wrong_share": 0.5})
    assert (standing.now.limit.per_s, standing.now.wrong_share) == (7.0, 0.5)
    before["limit"]["per_s"], before["wrong_share"] = 7.0, 0.5
    assert standing.shown() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"surprise": 1}, "surprise"),
        ({"limit": {"surprise": 1}}, "limit.surprise"),
        ({"misbehaviour": {"slow": 2}}, "misbehaviour.slow"),
        ({"limit": {"per_s": "7"}}, "limit.per_s"),
        ({"limit": {"per_s": True}}, "limit.per_s"),
        ({"limit": {"per_day": 1.5}}, "limit.per_day"),
        ({"limit": {"per_s": 0}}, "limit"),
        ({"limit": 3}, "limit"),
        ({"limit": None}, "limit"),
        ({"service": {"median_s": -1}}, "service"),
        ({"wrong_share": 2, "limit": {"per_s": 7}}, "body"),
    ],
)
def test_what_is_not_allowed_changes_nothing(change: dict[str, Any], field: str) -> None:
    """Unknown names, other types, values out of range: 400 with the place."""
    standing = Standing(RegistryConditions())
    with pytest.raises(Refusal) as refused:
        standing.change(change)
    assert (refused.value.status, refused.value.body["field"]) == (400, field)
    assert standing.now == RegistryConditions()
