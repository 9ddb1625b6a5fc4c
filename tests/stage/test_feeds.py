"""Claims about the feeds of a run: files that can be read, and a row for everybody who comes."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from siaga.scenario.feed import Feed
from siaga.scenario.model import Scenario
from siaga.scenario.scale import scaled
from siaga.stage import feeds
from siaga.stage.feeds import feed_problems, feed_sources
from tests.scenario.days import day

HEADER = "code,name\n"


def _day(*changed: dict[str, Any]) -> Scenario:
    given = {"name": "vouchers", "file": "vouchers.csv", "for": ("refreshers",)}
    return day().model_copy(
        update={"feeds": tuple(Feed.model_validate({**given, **one}) for one in changed or ({},))}
    )


def _rows(folder: Path, number: int, name: str = "vouchers.csv") -> Path:
    path = folder / name
    path.write_text(HEADER + "".join(f"{row},n\n" for row in range(number)), encoding="utf-8")
    return path


def _come(scenario: Scenario) -> int:
    names = scenario.feeds[0].for_
    return sum(one.people or 0 for one in scenario.traffic.populations if one.name in names)


def test_a_row_for_everybody_is_enough(tmp_path: Path) -> None:
    """And one less is not, which is told with both numbers; where the scenario says what then, it is."""
    come = _come(_day())
    _rows(tmp_path, come)
    assert list(feed_problems(_day(), tmp_path)) == []
    _rows(tmp_path, come - 1)
    (told,) = feed_problems(_day(), tmp_path)
    assert told == (
        f"feeds.0: vouchers has {come - 1} rows, and {come} visitors come for one"
        " (refreshers); add 1 rows, let fewer come, or say `when-out: leave` or"
        " `when-out: begin-again`"
    )
    for when_out in ("leave", "begin-again"):
        assert list(feed_problems(_day({"when-out": when_out}), tmp_path)) == []


def test_rows_are_counted_for_the_day_that_is_played(tmp_path: Path) -> None:
    """A smaller scale needs fewer."""
    _rows(tmp_path, _come(_day()) // 2)
    assert list(feed_problems(scaled(_day(), scale=0.5, time_scale=1.0), tmp_path)) == []


def test_all_problems_of_all_feeds_are_told_at_once(tmp_path: Path) -> None:
    """Each with file and line."""
    come = _come(_day())
    _rows(tmp_path, come)
    wrong = _rows(tmp_path, come, "wrong.csv")
    wrong.write_bytes(wrong.read_bytes() + b"a\nb,c,d\n\xff,e\n")
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "twice.csv").write_text("a,a\n", encoding="utf-8")
    (tmp_path / "folder.csv").mkdir()
    names = ("vouchers.csv", "wrong.csv", "none.csv", "empty.jsonl", "twice.csv", "folder.csv")
    planned = _day(*({"name": f"f{number}", "file": name} for number, name in enumerate(names)))
    line = come + 2
    assert list(feed_problems(planned, tmp_path)) == [
        f"feeds.1.file: {wrong}:{line}: has 1 fields; 2 are, as in the header",
        f"feeds.1.file: {wrong}:{line + 1}: has 3 fields; 2 are, as in the header",
        f"feeds.1.file: {wrong}:{line + 2}: byte 0xff is not UTF-8; save the file as UTF-8",
        f"feeds.2.file: {tmp_path / 'none.csv'}: does not exist; put it beside the scenario",
        f"feeds.3.file: {tmp_path / 'empty.jsonl'}:1: has no row; a feed needs one at least",
        f"feeds.4.file: {tmp_path / 'twice.csv'}:1: has column 'a' twice; names must differ",
        f"feeds.5.file: {tmp_path / 'folder.csv'}: cannot be read (Is a directory); name another file",
    ]


def test_of_a_file_that_is_wrong_throughout_the_first_rows_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And how many more there are."""
    monkeypatch.setattr(feeds, "MOST_TOLD", 2)
    path = _rows(tmp_path, _come(_day()))
    path.write_text(path.read_text() + "x\n" * 5, encoding="utf-8")
    told = list(feed_problems(_day(), tmp_path))
    assert len(told) == 3
    assert (
        told[-1] == f"feeds.0.file: {path}:1: has 3 more rows that are wrong; each row has to be right"
    )


def test_a_run_knows_which_files_its_feeds_are(tmp_path: Path) -> None:
    """Number of rows and SHA-256, not what is in them."""
    path = _rows(tmp_path, 3)
    (source,) = feed_sources(_day(), tmp_path)
    assert (source.name, source.file, source.rows) == ("vouchers", str(path.resolve()), 3)
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_day_without_feeds_has_no_problem_with_them(tmp_path: Path) -> None:
    """Nor a source."""
    assert list(feed_problems(day(), tmp_path)) == []
    assert feed_sources(day(), tmp_path) == ()
