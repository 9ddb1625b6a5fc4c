"""Claims about the repetition: commands that can be typed as they stand."""

import shlex
from dataclasses import replace

from siaga.report.repetition import repetition
from tests.report.opening_day import run_record


def test_the_same_day_is_played_again_from_the_resolved_scenario() -> None:
    """It is scaled already, so both scales are 1; seed and workers are those of the run."""
    assert repetition(run_record()).again == (
        "siaga run scenario.yaml --scale 1 --time-scale 1 --seed 20200411 --workers 2"
    )


def test_a_site_that_siaga_does_not_own_is_named() -> None:
    """Without its address the built-in site would be started instead."""
    run = replace(run_record(), owned_site=False, host="https://staging.example.org")
    assert repetition(run).again.endswith(" --host https://staging.example.org")


def test_what_was_typed_survives_a_shell() -> None:
    """Spaces, quotes and dollar signs come back from a shell as they were."""
    command = ("siaga", "run", "my day.yaml", "--set", 'site.x="$HOME"', "it's")
    assert tuple(shlex.split(repetition(replace(run_record(), command=command)).typed)) == command


def test_an_unknown_command_is_empty() -> None:
    """Nothing is made up where nothing was recorded."""
    assert repetition(replace(run_record(), command=())).typed == ""


def test_the_verdict_is_derived_again_from_the_run_folder() -> None:
    """It needs no site."""
    assert repetition(run_record()).rejudge == "siaga report ."
