"""Claims about what was counted: tallies of all workers added up, errors told by step and reason."""

from dataclasses import replace
from pathlib import Path

from siaga.record.json_lines import JsonLines
from siaga.record.run_folder import RunFolder
from siaga.record.split import Split
from siaga.record.tally import PopulationCount, StepCount, Tally
from siaga.report.counted import Counted, counted


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


def test_an_error_is_first_seen_in_the_earliest_second_of_any_worker(tmp_path: Path) -> None:
    """However late that worker's file is read."""
    folder = RunFolder(tmp_path)
    _write(folder, 0, _tally(0, good=1), _tally(7, good=1, failed=1))
    _write(folder, 1, _tally(4, good=1, failed=1), _tally(9, good=1, failed=1))
    assert counted(folder).first_s == {"home status 503": 4}


def test_who_arrived_is_added_up_by_population(tmp_path: Path) -> None:
    """Older runs, which told nobody apart, have none."""
    folder = RunFolder(tmp_path)
    told = replace(_tally(0, good=1), populations={"visitors": PopulationCount(arrived=3)})
    _write(folder, 0, told, _tally(1, good=1))
    _write(folder, 1, told)
    assert counted(folder).arrived == {"visitors": 6}


def test_where_time_went_is_added_up_by_step(tmp_path: Path) -> None:
    """Over all workers and seconds; older runs, which did not record it, have none."""
    folder = RunFolder(tmp_path)
    home, join = Split(answers=2, wait_us=300), Split(answers=1, opened=1, tls_us=50)
    _write(folder, 0, replace(_tally(0, good=1), splits={"home": home}), _tally(1, good=1))
    _write(folder, 1, replace(_tally(0, good=1), splits={"home": home, "join": join}))
    assert counted(folder).splits == {"home": Split(answers=4, wait_us=600), "join": join}
