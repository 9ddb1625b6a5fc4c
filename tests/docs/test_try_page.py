"""Claims about docs/try.md: its commands are accepted, and its tables say what a dry run does."""

import re
import shlex
from pathlib import Path

import pytest

from siaga.cli.main import call
from siaga.crowd.walk.walked_course import AGAIN_S, ASKED_S
from siaga.errors import ExitCode, UsageError
from siaga.stage.dry_run import DryRun
from siaga.stage.dry_runner import Manner, Show
from siaga.stage.request import Request

PAGE = (Path(__file__).parents[2] / "docs" / "try.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line.partition("#")[0].partition(">")[0])
    for line in re.search(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[1].splitlines()  # type: ignore[index]
]


@pytest.mark.parametrize("command", COMMANDS, ids=[" ".join(one) for one in COMMANDS])
def test_a_command_of_the_page_is_accepted(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk itself is tried elsewhere."""
    asked: list[Request] = []

    def refuse(request: Request, _manner: Manner, _show: Show) -> DryRun:
        """Note what was asked for, and walk nothing."""
        asked.append(request)
        raise UsageError("enough")

    monkeypatch.setattr("siaga.cli.check.dry_run", refuse)
    assert command[0] == "siaga"
    assert call(command[1:]) == ExitCode.USAGE
    assert len(asked) == 1


def test_the_page_says_how_long_pauses_are() -> None:
    """And how long a journey may be."""
    assert f"up to {AGAIN_S:g} s: letters" in PAGE
    assert f"is obeyed, up to {ASKED_S:g} s" in PAGE
    usual = Manner()
    assert f"{usual.within_s:g} s a journey (`--within`), and {usual.most_requests:,} requests" in PAGE
