"""The settings hold together, and keep to themselves what nobody may see."""

import pytest

from mock_site.settings import Settings


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
        ("hold_s", -1.0),
        ("hold_s", 86_401.0),
    ],
)
def test_a_setting_out_of_range_is_refused_by_name(field: str, value: float) -> None:
    """The message names the setting and its value."""
    with pytest.raises(ValueError, match=f"^{field}: is {value}; it must be"):
        Settings(store="sqlite:///x.db", **{field: value})  # type: ignore[arg-type]
