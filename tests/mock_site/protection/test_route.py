"""Layers tell routes apart by their templates."""

import pytest

from mock_site.protection.route import first_part


@pytest.mark.parametrize(
    ("template", "part"),
    [("/waves/{wave}/join", "waves"), ("/accounts", "accounts"), ("/", ""), ("", "")],
)
def test_the_first_part_is_what_a_route_is_about(template: str, part: str) -> None:
    """The home page has none, and neither has what is not there."""
    assert first_part(template) == part
