"""Layers are named from outside, and every name is either one of theirs or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.layers import SUMMARIES, Layer, Layers, Level, Profile, listing


@pytest.mark.parametrize("layer", Layer)
def test_every_layer_is_hardened_unless_something_else_is_said(layer: Layer) -> None:
    """Whoever starts the site without a word gets the good one."""
    assert Layers().level(layer) is Level.HARDENED


def test_a_layer_left_out_is_off_and_no_other() -> None:
    """One layer can be missed without a second."""
    layers = Layers.named("naive", ["admission"])
    assert layers.level(Layer.ADMISSION) is Level.OFF
    assert {layers.level(one) for one in Layer if one is not Layer.ADMISSION} == {Level.NAIVE}


@given(st.sampled_from(Profile), st.frozensets(st.sampled_from(Layer)))
def test_layers_are_named_as_a_person_types_them(profile: Profile, without: frozenset[Layer]) -> None:
    """Whichever they are."""
    named = Layers.named(profile.value, [layer.value for layer in without])
    assert named == Layers(profile=profile, without=without)


def test_a_name_that_is_none_is_refused() -> None:
    """The refusal says what there is."""
    with pytest.raises(ValueError, match=r"^profile: is 'soft'; hardened, naive are allowed$"):
        Layers.named("soft")
    with pytest.raises(ValueError, match=r"^without: is 'fence'; waiting-room, admission, "):
        Layers.named("naive", ["admission", "fence"])


def test_the_listing_has_a_line_for_every_layer() -> None:
    """A layer that is not listed cannot be found."""
    lines = listing().splitlines()
    assert [line.split()[0] for line in lines] == [layer.value for layer in Layer]
    assert len(SUMMARIES) == len(Layer)


@pytest.mark.parametrize(
    ("layers", "label"),
    [
        (Layers(), "hardened"),
        (Layers(profile=Profile.NAIVE), "naive"),
        (Layers(without=frozenset({Layer.DRAIN})), "mixed"),
    ],
)
def test_a_site_is_called_by_its_profile_or_mixed(layers: Layers, label: str) -> None:
    """A layer that was left out is of no profile."""
    assert layers.label() == label
