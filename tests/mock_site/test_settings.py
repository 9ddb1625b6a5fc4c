"""The settings hold together, and keep to themselves what nobody may see."""

from dataclasses import replace

import pytest

from mock_site.defects import Defect
from mock_site.layers import Layer, Layers, Profile
from mock_site.protection.terms import Terms
from mock_site.settings import Preset, Settings


def test_the_admin_token_is_not_in_what_is_shown() -> None:
    """A log that shows settings does not show the token."""
    assert "very-secret" not in repr(Settings(store="sqlite:///x.db", admin_token="very-secret"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quota", -1),
        ("processes", 0),
        ("processes", 65),
        ("pending_writes", 0),
        ("busy_timeout_s", 0.0),
        ("store_patience_s", 0.0),
        ("drain_grace_s", -0.1),
        ("time_scale", 0.0),
        ("time_scale", 1.1),
        ("rate_scale", 0.0),
        ("rate_scale", 1_001.0),
        ("capacity_per_s", -1.0),
        ("otp_cost_rupiah", -1.0),
        ("hold_s", -1.0),
        ("hold_s", 86_401.0),
    ],
)
def test_a_setting_out_of_range_is_refused_by_name(field: str, value: float) -> None:
    """The message names the setting and its value."""
    with pytest.raises(ValueError, match=f"^{field}: is {value}; it must be"):
        Settings(store="sqlite:///x.db", **{field: value})  # type: ignore[arg-type]


PLAIN = Settings(store="sqlite:///x.db")


@pytest.mark.parametrize(
    "other",
    [
        replace(PLAIN, quota=5),
        replace(PLAIN, preset=Preset.PRODUCTION),
        replace(PLAIN, time_scale=0.5),
        replace(PLAIN, capacity_per_s=10.0),
        replace(PLAIN, hold_s=60.0),
        replace(PLAIN, draws_lots=True),
        replace(PLAIN, terms=Terms(room_capacity=5)),
        replace(PLAIN, layers=Layers(profile=Profile.NAIVE)),
        replace(PLAIN, layers=Layers(without=frozenset({Layer.TEMPO}))),
        replace(PLAIN, defects=frozenset({Defect.CSRF_OFF})),
    ],
)
def test_a_site_that_is_set_to_something_else_has_another_fingerprint(other: Settings) -> None:
    """Runs on both are not of one site."""
    assert other.fingerprint != PLAIN.fingerprint


@pytest.mark.parametrize(
    "same",
    [
        replace(PLAIN, store="sqlite:///y.db"),
        replace(PLAIN, processes=3),
        replace(PLAIN, admin_token="secret"),
        replace(PLAIN, target_key="a secret of sixteen"),
        replace(PLAIN, registry_url="http://127.0.0.1:1"),
        replace(PLAIN, terms=Terms(room_opens_at_s=5.0)),
    ],
)
def test_where_a_site_is_changes_no_fingerprint(same: Settings) -> None:
    """Nor how many share its work, nor a secret, which could be guessed from it."""
    assert same.fingerprint == PLAIN.fingerprint
