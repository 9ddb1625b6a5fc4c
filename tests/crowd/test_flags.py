"""Claims about the flags that siaga adds to Locust's command line."""

import json
from argparse import Namespace
from typing import Any

import pytest

from siaga.crowd.flags import FLAGS, Flags
from tests.crowd.locust_run import run_script


@pytest.fixture(scope="module")
def parser() -> Any:  # noqa: ANN401 - JSON
    """What Locust's own parser says, in a process of its own: its help, and flags read both ways."""
    told = run_script(
        """
        import json, os
        os.environ |= {"COLUMNS": "200", "SIAGA_SCALE": "0.25"}
        from dataclasses import asdict
        from locust.argument_parser import get_parser
        from siaga.crowd import plugin
        from siaga.crowd.flags import Flags
        ways = {"environment": [], "flag": ["--siaga-scale", "0.5"]}
        read = {way: asdict(Flags.of(get_parser().parse_args(given))) for way, given in ways.items()}
        print(json.dumps({"help": get_parser().format_help(), **read}))
        """
    )
    return json.loads(told)


def test_without_options_every_flag_has_its_default() -> None:
    """A Locust that was started from code has none."""
    assert Flags.of(None) == Flags(
        run="",
        scenario="",
        scale=0.01,
        time_scale=1.0,
        seed=-1,
        set="",
        out="reports",
        exporter_port=9646,
        baseline="",
        branch="",
        strict=False,
        i_own="",
        spool="",
    )


def test_what_was_given_is_read() -> None:
    """Dashes and underscores are the same."""
    given = Flags.of(Namespace(siaga_time_scale=0.5, siaga_strict=1, siaga_exporter_port=1))
    assert (given.time_scale, given.strict, given.exporter_port) == (0.5, True, 1)


def test_locusts_parser_shows_the_group_with_its_environment_variables(parser: Any) -> None:  # noqa: ANN401
    """Each flag stands there with its kind, its meaning and its variable."""
    _, _, group = parser["help"].partition("siaga: rehearse a launch:")
    shown = " ".join(group.split())
    assert shown.startswith("Flags of siaga's plug-in.")
    for flag, variable, kind, _default, text in FLAGS:
        assert f"{flag} <{kind.__name__}> {text} Environment: {variable} " in shown


@pytest.mark.parametrize(("way", "scale"), [("environment", 0.25), ("flag", 0.5)])
def test_a_flag_is_given_on_the_command_line_or_in_the_environment(
    parser: Any,  # noqa: ANN401
    way: str,
    scale: float,
) -> None:
    """Both reach the plug-in through Locust's own options, and the command line wins."""
    assert parser[way]["scale"] == scale
