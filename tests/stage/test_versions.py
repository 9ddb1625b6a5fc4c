"""Claims about the versions of a run: what it is made with, down to the form of the crowd."""

from importlib.metadata import version
from platform import python_version

import pytest

from siaga.errors import UsageError
from siaga.native import Form
from siaga.stage import versions as of_versions


@pytest.mark.parametrize("form", ["compiled", "interpreted"])
def test_a_run_tells_of_every_component_and_of_the_form_of_its_crowd(
    monkeypatch: pytest.MonkeyPatch, form: Form
) -> None:
    """Two runs that differ in it are told apart by whoever compares them."""
    monkeypatch.setattr(of_versions, "form", lambda: form)
    found = of_versions.versions()
    assert found == {
        "python": python_version(),
        **{name: version(name) for name in ("siaga", "locust", "gevent", "aiohttp", "duckdb")},
        "crowd": f"{version('siaga')}, {form}",
    }


def test_nothing_is_made_with_a_crowd_of_other_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was compiled long ago tells nothing of what is there now."""

    def other() -> Form:
        raise UsageError("native code: is of other sources than these")

    monkeypatch.setattr(of_versions, "form", other)
    with pytest.raises(UsageError, match="other sources"):
        of_versions.versions()
