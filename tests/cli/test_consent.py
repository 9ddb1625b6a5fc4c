"""Claims about consent: it is asked of whoever sits at a terminal, and of nobody else."""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from siaga.cli.consent import consent
from siaga.cli.main import call
from siaga.errors import ExitCode

DESTRUCTIVE = ["--set", "abuse=[{case: hoarding, rate: 1/s, most: 1}]", "--scale", "0.01"]


@pytest.fixture
def terminal() -> Iterator[tuple[IO[str], int]]:
    """A terminal, and where its keys are pressed."""
    keys, screen = os.openpty()
    with os.fdopen(screen, encoding="utf-8") as source:
        yield source, keys
    os.close(keys)


@pytest.mark.parametrize(("pressed", "typed"), [(b" a.test \n", "a.test"), (b"\n", ""), (b"\x04", "")])
def test_what_is_typed_at_a_terminal_is_given(
    terminal: tuple[IO[str], int], pressed: bytes, typed: str
) -> None:
    """Without blanks around it; the end of it is nothing."""
    source, keys = terminal
    sink = io.StringIO()
    ask = consent(source, sink)  # type: ignore[arg-type] # a file is a text stream
    assert ask is not None
    os.write(keys, pressed)
    assert (ask("Whose? "), sink.getvalue()) == (typed, "Whose? ")


def test_nobody_is_asked_where_no_terminal_is() -> None:
    """A pipeline is refused; a closed input is no terminal either."""
    assert consent(io.StringIO("a.test\n"), io.StringIO()) is None
    assert consent(None, io.StringIO()) is None


def test_a_run_that_may_break_a_site_asks_at_the_terminal(
    terminal: tuple[IO[str], int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """A wrong answer ends it with 77, and no run folder is made."""
    source, keys = terminal
    monkeypatch.setattr(sys, "stdin", source)
    os.write(keys, b"elsewhere\n")
    command = ["run", "ill-will", "--host", "http://127.0.0.1:9", "--out", str(tmp_path), *DESTRUCTIVE]
    assert call(command) == ExitCode.REFUSED
    said = capsys.readouterr().err
    assert "hoarding may leave a site that serves nobody. They would be sent to http://127.0" in said
    assert "'elsewhere' is another host" in said
    assert not list(tmp_path.iterdir())
