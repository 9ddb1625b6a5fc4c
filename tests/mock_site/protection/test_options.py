"""The command line says which layers there are and what they are set to."""

import argparse

import pytest

from mock_site.layers import Layer, Layers, Level
from mock_site.protection.options import add_options, layers_of, terms_of
from mock_site.protection.terms import Terms


def _options(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_options(parser)
    return parser.parse_args(arguments)


def test_without_a_word_everything_is_hardened() -> None:
    """And set as it is meant to be."""
    assert layers_of(_options()) == Layers()
    assert terms_of(_options()) == Terms()


def test_layers_are_named() -> None:
    """A profile, and what is left out of it."""
    layers = layers_of(_options("--profile", "naive", "--without", "drain", "--without", "cache"))
    levels = [layers.level(layer) for layer in (Layer.DRAIN, Layer.CACHE, Layer.ADMISSION)]
    assert levels == [Level.OFF, Level.OFF, Level.NAIVE]


def test_the_room_the_networks_and_the_connections_are_set() -> None:
    """Each by its own option."""
    terms = terms_of(
        _options(
            *("--room-capacity", "9", "--room-admits-per-s", "2.5", "--room-opens-at", "1800000000"),
            *("--room-measured", "--room-least-per-s", "0.5"),
            *("--room-looks-per-s", "500", "--room-turn-s", "600"),
            *("--no-walk-in", "--trusted-proxy", "10.0.0.0/8", "--unlimited", "none"),
            *("--connections", "250", "--connections-of-address", "30", "--accounts-of-address", "8"),
        )
    )
    assert terms == Terms(
        room_capacity=9,
        room_admits_per_s=2.5,
        room_measured=True,
        room_least_per_s=0.5,
        room_opens_at_s=1_800_000_000.0,
        room_looks_per_s=500.0,
        turn_s=600.0,
        room_walk_in=False,
        trusted_proxies=("10.0.0.0/8",),
        unlimited_networks=(),
        connections=250,
        connections_of_address=30,
        accounts_of_address=8,
    )


def test_the_layers_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing else is done."""
    with pytest.raises(SystemExit) as ended:
        _options("--list-layers")
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("waiting-room   a place in the queue")
