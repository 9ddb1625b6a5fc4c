"""Layers of what was told: whoever ends, what is left is what the others say."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.faults.layers import Layers, layers_in

PLACES = st.sampled_from(["a", "b.c", "b.d"])
TOLD = st.dictionaries(PLACES, st.integers(1, 99), min_size=1)


@given(st.lists(TOLD, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_in_whatever_order_layers_are_lifted_the_first_values_come_back(
    told: list[dict[str, int]], dice: random.Random
) -> None:
    """And on the way there what holds is always what the uppermost that is left says."""
    layers, holding = Layers(), {"a": 0, "b.c": 0, "b.d": 0}
    for number, one in enumerate(told):
        layers.lay(str(number), one, dict(holding))
        holding.update(one)
    left = dict(enumerate(told))
    for number in dice.sample(range(len(told)), len(told)):
        holding.update(layers.lift(str(number)))
        del left[number]
        expected = {"a": 0, "b.c": 0, "b.d": 0}
        for one in left.values():
            expected.update(one)
        assert holding == expected
    assert layers == Layers()


def test_a_layer_that_is_not_there_changes_nothing() -> None:
    """Lifting twice is lifting once."""
    layers = Layers()
    layers.lay("one", {"a": 2}, {"a": 1})
    assert layers.covers("a")
    assert not layers.covers("b")
    assert layers.lift("two") == {}
    assert layers.lift("one") == {"a": 1}
    assert layers.lift("one") == {}


def test_layers_are_kept_on_the_disk(tmp_path: Path) -> None:
    """Another process finds them as they were left."""
    path = tmp_path / "new" / "registry.json"
    with layers_in(path) as layers:
        layers.lay("one", {"a": 2}, {"a": 1})
    with layers_in(path) as layers:
        assert layers.lift("one") == {"a": 1}
    assert json.loads(path.read_text()) == {"first": {}, "told": {}}


def test_layers_stay_as_they_were_where_something_went_wrong(tmp_path: Path) -> None:
    """What was not told is not noted as told."""
    path = tmp_path / "registry.json"

    def told() -> None:
        """Lay a layer, and then get no answer."""
        with layers_in(path) as layers:
            layers.lay("one", {"a": 2}, {"a": 1})
            raise OSError("no answer")

    with pytest.raises(OSError, match="no answer"):
        told()
    assert not path.exists()
