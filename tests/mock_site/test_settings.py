"""The settings hold together, and reach a worker as they were."""

import json

import pytest

from mock_site.defects import Defect
from mock_site.settings import Preset, Settings


def test_settings_survive_the_way_to_a_worker() -> None:
    """What dumps writes, loads reads; the token travels apart."""
    settings = Settings(
        store="sqlite:///x.db",
        quota=7,
        processes=3,
        preset=Preset.PRODUCTION,
        admin_token="s",
        defects=frozenset({Defect.SLOW_LEAK, Defect.POOL_LEAK}),
    )
    assert Settings.loads(settings.dumps(), "s") == settings


def test_the_admin_token_is_not_in_what_is_written_or_shown() -> None:
    """Neither a worker's command line nor a log shows the token."""
    settings = Settings(store="sqlite:///x.db", admin_token="very-secret")
    assert "very-secret" not in settings.dumps() + repr(settings)
    assert "admin_token" not in json.loads(settings.dumps())


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
    ],
)
def test_a_setting_out_of_range_is_refused_by_name(field: str, value: float) -> None:
    """The message names the setting and its value."""
    with pytest.raises(ValueError, match=f"^{field}: is {value}; it must be"):
        Settings(store="sqlite:///x.db", **{field: value})  # type: ignore[arg-type]
