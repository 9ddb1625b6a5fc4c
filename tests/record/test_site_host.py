"""Claims about further hosts of a site: they come back from JSON as they were, or not at all."""

import json

import pytest

from siaga.record.site_host import SiteHost


def test_a_host_comes_back_as_it_was() -> None:
    """Over a file or a network."""
    host = SiteHost(url="https://api.test", addresses=("10.0.0.1", "::1"), agreed="staging")
    assert SiteHost.from_json(json.loads(json.dumps(host.as_json()))) == host


@pytest.mark.parametrize(
    "fact",
    [
        {},
        {"url": "http://a"},
        {"url": "", "addresses": []},
        {"url": 1, "addresses": []},
        {"url": "http://a", "addresses": [1]},
        {"url": "http://a", "addresses": 1},
        {"url": "http://a", "addresses": [], "more": 1},
    ],
)
def test_what_is_no_host_is_refused(fact: dict[str, object]) -> None:
    """With what it was."""
    with pytest.raises(ValueError, match="host"):
        SiteHost.from_json(fact)
