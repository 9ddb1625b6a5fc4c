"""Claims about the files that siaga brings along."""

from pathlib import Path

import pytest

from siaga import bundle
from siaga.errors import UsageError
from siaga.scenario.load import load


def test_a_shipped_scenario_is_found_by_its_bare_name() -> None:
    """`siaga run opening-day` works without the repository."""
    assert bundle.scenario("opening-day").name == "opening-day.yaml"


def test_a_file_wins_over_a_shipped_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody wrote is what they mean."""
    (tmp_path / "gate").write_text("name: mine")
    monkeypatch.chdir(tmp_path)
    assert bundle.scenario("gate") == Path("gate")


def refused(_path: Path) -> bool:
    """Stand in for a folder into which nobody may look."""
    raise PermissionError(13, "Permission denied")


def test_a_file_that_nobody_may_look_at_is_bad_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not siaga that is broken."""
    monkeypatch.setattr(Path, "is_file", refused)
    with pytest.raises(UsageError, match=r"^scenario 'a': cannot be looked at \(Permission denied\)"):
        bundle.scenario("a")
    with pytest.raises(UsageError, match=r"^locustfile 'a': cannot be looked at \(Permission denied\)"):
        bundle.locustfile("a", Path())


def test_a_name_that_is_too_long_for_any_file_is_not_repeated_at_any_length() -> None:
    """The reason stands at the end of the line, where somebody sees it."""
    with pytest.raises(UsageError, match=r"^scenario 'x{200}': cannot be looked at .*too long"):
        bundle.scenario("x" * 5_000)


def test_a_scenario_that_does_not_exist_is_named_with_those_that_do() -> None:
    """The message lists what can be played."""
    with pytest.raises(UsageError, match=r"scenario 'closing': does not exist; .*gate, .*opening-day"):
        bundle.scenario("closing")


@pytest.mark.parametrize("path", sorted(bundle.folder("scenarios").glob("*.yaml")), ids=lambda p: p.stem)
def test_every_shipped_scenario_loads_and_has_its_locust_file(path: Path) -> None:
    """Nothing is shipped that cannot be played."""
    scenario = load(path)
    assert scenario.name == path.stem
    assert bundle.locustfile(scenario.locustfile, path.parent).is_file()


def test_a_locust_file_beside_the_scenario_comes_first(tmp_path: Path) -> None:
    """A team's own journeys win over shipped ones of the same name."""
    mine = tmp_path / "opening_day.py"
    mine.write_text("")
    assert bundle.locustfile("opening_day.py", tmp_path) == mine


def test_a_locust_file_is_found_from_the_folder_of_the_scenario_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever stands in scenarios/ and types `siaga check first.yaml` has the same journeys."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "locustfiles").mkdir()
    mine = tmp_path / "locustfiles" / "journeys.py"
    mine.write_text("")
    monkeypatch.chdir(tmp_path / "scenarios")
    assert bundle.locustfile("journeys.py", Path("first.yaml").parent) == mine


def test_a_folder_is_no_scenario(tmp_path: Path) -> None:
    """Who named the folder reads that it is one."""
    with pytest.raises(UsageError, match=r"': is a folder; name a file in it, or one of .*gate"):
        bundle.scenario(str(tmp_path))


def test_a_locust_file_that_is_nowhere_is_a_clear_error(tmp_path: Path) -> None:
    """The message says where it was looked for."""
    with pytest.raises(UsageError, match=r"locustfile 'lost\.py': is in none of"):
        bundle.locustfile("lost.py", tmp_path)
