"""The settings hold together, and reach a worker as they were."""

import json

import pytest

from mock_site.settings import Preset, ScryptCost, Settings


def test_settings_survive_the_way_to_a_worker() -> None:
    """What dumps writes, loads reads; the token travels apart."""
    settings = Settings(
        store="sqlite:///x.db", quota=7, processes=3, preset=Preset.PRODUCTION, admin_token="s"
    )
    assert Settings.loads(settings.dumps(), "s") == settings


def test_the_admin_token_is_not_in_what_is_written_or_shown() -> None:
    """Neither a worker's command line nor a log shows the token."""
    settings = Settings(store="sqlite:///x.db", admin_token="very-secret")
    assert "very-secret" not in settings.dumps() + repr(settings)
    assert "admin_token" not in json.loads(settings.dumps())


def test_production_costs_thousands_of_times_what_rehearsal_does() -> None:
    """The two presets are the two costs that their names promise."""
    costs = {preset: Settings(store="sqlite:///x", preset=preset).scrypt_cost for preset in Preset}
    assert costs == {
        Preset.REHEARSAL: ScryptCost(n=16, r=1, p=1),
        Preset.PRODUCTION: ScryptCost(n=32_768, r=8, p=3),
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quota", -1),
        ("processes", 0),
        ("processes", 65),
        ("pending_writes", 0),
        ("busy_timeout_s", 0.0),
        ("drain_grace_s", -0.1),
    ],
)
def test_a_setting_out_of_range_is_refused_by_name(field: str, value: float) -> None:
    """The message names the setting and its value."""
    with pytest.raises(ValueError, match=f"^{field}: is {value}; it must be"):
        Settings(store="sqlite:///x.db", **{field: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(("n", "r", "p"), [(1, 1, 1), (12, 1, 1), (16, 0, 1), (16, 1, 0)])
def test_a_cost_that_scrypt_cannot_have_is_refused(n: int, r: int, p: int) -> None:
    """Only a power of two and positive factors are a cost."""
    with pytest.raises(ValueError, match="must be"):
        ScryptCost(n=n, r=r, p=p)
