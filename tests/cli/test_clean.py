"""Claims about `siaga clean`: it asks before it removes, and its exit code is the proof."""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from siaga.cli.main import call
from siaga.errors import ExitCode
from tests.judge.hand_made import Run
from tests.stage.cleanable import cleanable
from tests.stage.removing_site import TOKEN, RemovingSite, removing_site

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[RemovingSite]:
    """The site of the run, whose token is known."""
    monkeypatch.setenv("SITE_ADMIN_TOKEN", TOKEN)
    with removing_site() as made:
        yield made


@pytest.fixture
def run(tmp_path: Path, site: RemovingSite) -> Run:
    """Three rows of the run, and two of others."""
    return cleanable(tmp_path, site)


class _Terminal(io.StringIO):
    """Where somebody sits."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_a_proven_cleaning_ends_with_0(run: Run, site: RemovingSite, capsys: Captured) -> None:
    """It says what it has removed, and from where."""
    assert call(["clean", str(run.folder.path), "--yes"]) == ExitCode.GO
    said = capsys.readouterr().out
    assert f"{site.url}: 3 rows are of hand-made/1, 2 are not and stay\n" in said
    assert said.endswith("that is proven\n")
    assert json.loads(run.folder.clean.read_text())["proven"] is True
    assert TOKEN not in run.folder.clean.read_text()


def test_what_is_not_proven_ends_with_3(run: Run, site: RemovingSite, capsys: Captured) -> None:
    """With the rows that it is about."""
    site.answer = lambda _operation: 204
    assert call(["clean", str(run.folder.path), "--yes"]) == ExitCode.NO_GO
    said = capsys.readouterr().out
    assert "by two readings of the roll 3 rows of the run are left" in said
    assert "left: person citra, operation key-citra, seat 5" in said


def test_a_dry_run_removes_nothing(run: Run, site: RemovingSite, capsys: Captured) -> None:
    """It needs no agreement, and leaves no record."""
    assert call(["clean", str(run.folder.path), "--dry-run"]) == ExitCode.GO
    said = capsys.readouterr().out
    assert said.splitlines()[0].endswith("3 rows are of hand-made/1, 2 are not and stay")
    assert said.splitlines()[1:] == [f"  DELETE /rows/key-{one}" for one in ("ana", "budi", "citra")]
    assert (site.calls, run.folder.clean.exists()) == ([], False)


def test_a_dry_run_after_a_cleaning_leaves_what_proves_it(run: Run, site: RemovingSite) -> None:
    """The readings behind a proof are its evidence."""
    assert call(["clean", str(run.folder.path), "--yes"]) == ExitCode.GO
    before = {path: path.read_bytes() for path in run.folder.path.rglob("*") if path.is_file()}
    assert call(["clean", str(run.folder.path), "--dry-run"]) == ExitCode.GO
    after = {path: path.read_bytes() for path in run.folder.path.rglob("*") if path.is_file()}
    assert after == before
    assert list(site.rows) == ["key-zul", "key-yan"]


@pytest.mark.parametrize(
    ("typed", "code"), [("yes\n", ExitCode.GO), ("y\n", ExitCode.REFUSED), ("", 77)]
)
def test_whoever_sits_at_the_terminal_is_asked(
    run: Run,
    site: RemovingSite,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
    typed: str,
    code: int,
) -> None:
    """Anything but a whole yes removes nothing."""
    monkeypatch.setattr(sys, "stdin", _Terminal(typed))
    assert call(["clean", str(run.folder.path)]) == code
    assert f"Remove 3 rows from {site.url}? Type yes: " in capsys.readouterr().err
    assert len(site.calls) == (3 if code == ExitCode.GO else 0)


def test_where_nobody_sits_nothing_is_removed_without_yes(
    run: Run, site: RemovingSite, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """A pipeline has to say so."""
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert call(["clean", str(run.folder.path)]) == ExitCode.REFUSED
    assert "nobody sits at a terminal to agree; say --yes" in capsys.readouterr().err
    assert site.calls == []


def test_a_site_that_siaga_has_stopped_has_to_be_named(
    run: Run, site: RemovingSite, capsys: Captured
) -> None:
    """Wherever its store is served now."""
    run.record(owned_site=True, host="http://127.0.0.1:9")
    assert call(["clean", str(run.folder.path), "--yes"]) == ExitCode.USAGE
    assert "siaga has stopped the site of this run; name another with --host" in capsys.readouterr().err
    assert call(["clean", str(run.folder.path), "--yes", "--host", site.url]) == ExitCode.GO


def test_a_site_elsewhere_that_has_not_agreed_is_not_touched(run: Run, capsys: Captured) -> None:
    """The guard rail of a run holds for its cleaning."""
    assert (
        call(["clean", str(run.folder.path), "--yes", "--host", "http://192.0.2.1"]) == ExitCode.REFUSED
    )
    assert "192.0.2.1 is not this machine, and has not agreed to be loaded" in capsys.readouterr().err


def test_how_rows_are_removed_may_be_said_afterwards(run: Run, site: RemovingSite) -> None:
    """For a run whose scenario did not."""
    how = 'site.clean={method: POST, path: "/cancel/{operation}"}'
    assert call(["clean", str(run.folder.path), "--yes", "--set", how]) == ExitCode.GO
    assert site.calls == [f"POST /cancel/key-{person}" for person in ("ana", "budi", "citra")]
