"""Claims about what was counted: tallies of all workers added up, errors told by step and reason."""

from pathlib import Path

from siaga.record.json_lines import JsonLines
from siaga.record.run_folder import RunFolder
from siaga.record.tally import StepCount, Tally
from siaga.report.counted import Counted, ErrorRow, counted, error_rows


def _write(folder: RunFolder, rank: int, *tallies: Tally) -> None:
    lines = JsonLines(folder.tallies(rank))
    for tally in tallies:
        lines.append(tally.as_json())
    lines.close()


def _tally(second: int, good: int, failed: int = 0) -> Tally:
    return Tally(
        second=second,
        steps={"home": StepCount(good=good, failed=failed)},
        errors={"home status 503": failed} if failed else {},
        reached={"registrants joined": good},
    )


def test_the_tallies_of_all_workers_are_added_up(tmp_path: Path) -> None:
    """Good, failed, errors and stages reached are sums over workers and seconds."""
    folder = RunFolder(tmp_path)
    _write(folder, 0, _tally(0, good=3, failed=1), _tally(1, good=4))
    _write(folder, 1, _tally(0, good=5, failed=2))
    totals = counted(folder)
    assert totals.steps == {"home": StepCount(good=12, failed=3)}
    assert totals.errors == {"home status 503": 3}
    assert totals.reached == {"registrants joined": 12}


def test_a_damaged_tally_file_counts_up_to_the_damage(tmp_path: Path) -> None:
    """What was whole before is counted, and so are the other workers."""
    folder = RunFolder(tmp_path)
    _write(folder, 0, _tally(0, good=3))
    with folder.tallies(0).open("a", encoding="utf-8") as file:
        file.write('not json\n{"second": 2}\n')
    _write(folder, 1, _tally(0, good=5))
    assert counted(folder).steps == {"home": StepCount(good=8, failed=0)}


def test_a_fact_that_is_no_tally_ends_its_file(tmp_path: Path) -> None:
    """JSON of another shape is damage too."""
    folder = RunFolder(tmp_path)
    _write(folder, 0, _tally(0, good=3))
    with folder.tallies(0).open("a", encoding="utf-8") as file:
        file.write('{"second": 1, "steps": 5}\n')
    assert counted(folder).steps == {"home": StepCount(good=3, failed=0)}


def test_a_folder_without_tallies_counts_nothing(tmp_path: Path) -> None:
    """A run that never sent has empty totals."""
    assert counted(RunFolder(tmp_path)) == Counted(steps={}, errors={}, reached={})


def test_errors_are_ordered_by_how_many_and_the_rest_comes_last() -> None:
    """The most frequent kind is first; those too many to keep apart are last, however many."""
    totals = Counted(
        steps={"home": StepCount(good=90, failed=10), "join": StepCount(good=0, failed=7)},
        errors={"other": 99, "home reset": 3, "join timeout": 7, "home status 503": 7},
        reached={},
    )
    assert error_rows(totals) == (
        ErrorRow(step="home", reason="status 503", count=7, ratio=0.07),
        ErrorRow(step="join", reason="timeout", count=7, ratio=1.0),
        ErrorRow(step="home", reason="reset", count=3, ratio=0.03),
        ErrorRow(step="", reason="other kinds, too many to keep apart", count=99, ratio=None),
    )


def test_a_step_whose_name_holds_spaces_keeps_its_name() -> None:
    """Of two steps that both begin the kind, the longer name is the step."""
    totals = Counted(
        steps={"open": StepCount(good=1), "open home": StepCount(good=3, failed=1)},
        errors={"open home status 500": 1},
        reached={},
    )
    assert error_rows(totals) == (ErrorRow(step="open home", reason="status 500", count=1, ratio=0.25),)


def test_an_error_of_no_known_step_is_shown_whole() -> None:
    """Its kind is the reason, and it has no ratio."""
    totals = Counted(steps={}, errors={"ghost reset": 2}, reached={})
    assert error_rows(totals) == (ErrorRow(step="", reason="ghost reset", count=2, ratio=None),)
