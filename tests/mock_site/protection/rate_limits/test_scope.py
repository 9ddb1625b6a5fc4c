"""Whoever runs several sites on one store is told that each counts for itself."""

import pytest

from mock_site.layers import Layer, Layers, Profile
from mock_site.protection.rate_limits.scope import counted_by, warnings

NAIVE = Layers(profile=Profile.NAIVE)
OFF = Layers(without=frozenset({Layer.RATE_LIMITS}))


@pytest.mark.parametrize(("layers", "by"), [(Layers(), "site"), (NAIVE, "process"), (OFF, "nobody")])
def test_who_counts_is_said_in_a_word(layers: Layers, by: str) -> None:
    """By how well the layer is made."""
    assert counted_by(layers) == by


def test_the_keeper_of_a_site_on_a_database_is_warned() -> None:
    """Another one on it counts by itself, on whichever machine."""
    for store in ("postgresql://db/site", "postgresql+embedded:///tmp/x"):
        attempts, limits = warnings(store, Layers())
        assert "n sites on this store let n times as much through" in limits
        assert [warnings(store, layers) for layers in (NAIVE, OFF)] == [(attempts,), (attempts,)]


def test_the_keeper_of_a_site_on_a_database_is_told_that_attempts_are_its_own() -> None:
    """Another one on it may say that there is no seat while this one gives it."""
    attempts, _ = warnings("postgresql://db/site", Layers())
    assert attempts.startswith("attempts: this site knows its own alone;")


def test_where_sites_share_a_file_they_share_what_is_counted() -> None:
    """So there is nothing to warn of."""
    assert warnings("sqlite:///site.db", Layers()) == ()
