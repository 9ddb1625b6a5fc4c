"""Claims about settings: two runs are held together name by name, and no difference is overlooked."""

from dataclasses import replace

from siaga.report.setting import Setting, played_with, scenario_settings, settings
from siaga.scenario.model import Scenario
from tests.report.opening_day import run_record


def test_everything_that_a_run_was_played_with_has_a_name() -> None:
    """The address of the built-in site is another one every time, and no setting."""
    assert played_with(run_record()) == {
        "site": "built-in",
        "site arguments": "none",
        "proxy": "none",
        "scale": "0.01",
        "time scale": "0.2",
        "workers": "2",
        "cores": "not recorded",
        "Locust file": "not recorded",
        "version of locust": "2.47.0",
        "version of python": "3.11.7",
        "version of siaga": "0.1.0",
    }
    elsewhere = replace(run_record(), owned_site=False, cores=8, site_arguments=("--quota", "5"))
    told = played_with(replace(elsewhere, locustfile_digest="0123456789abcdef"))
    assert told["site"] == "http://127.0.0.1:8080"
    assert (told["cores"], told["site arguments"], told["Locust file"]) == (
        "8",
        "--quota 5",
        "0123456789ab",
    )


def test_what_only_one_run_has_is_none_in_the_other() -> None:
    """In the order of the later one."""
    assert settings({"gone": "1", "same": "x"}, {"same": "x", "new": "2"}) == (
        Setting(name="same", before="x", after="x"),
        Setting(name="new", before="none", after="2"),
        Setting(name="gone", before="1", after="none"),
    )
    assert [one.differs for one in settings({"a": "1"}, {"a": "1", "b": "2"})] == [False, True]


def test_of_scenarios_the_keys_are_told_in_which_they_differ(scenario: Scenario) -> None:
    """By their path, down to the values; nothing of what is alike."""
    assert scenario_settings(scenario, scenario) == ()
    phases = scenario.traffic.phases
    renamed = (phases[0].model_copy(update={"name": "night"}), *phases[1:-1])
    traffic = scenario.traffic.model_copy(update={"phases": renamed})
    other = scenario.model_copy(update={"seed": 1, "traffic": traffic})
    told = scenario_settings(scenario, other)
    assert told[:2] == (
        Setting(name="seed", before="20200411", after="1"),
        Setting(name="traffic.phases.0.name", before=phases[0].name, after="night"),
    )
    assert {one.name.rpartition(".")[0] for one in told[2:]} == {
        f"traffic.phases.{len(phases) - 1}",
        f"traffic.phases.{len(phases) - 1}.rate",
    }
    assert {one.after for one in told[2:]} == {"none"}
