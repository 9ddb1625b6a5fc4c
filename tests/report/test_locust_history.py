"""Claims about Locust's history: its statistics at the end of each second of a run."""

from pathlib import Path

import pytest

from siaga.judge.latencies import Latencies
from siaga.record.run_folder import RunFolder
from siaga.report.locust_count import LocustCount, LocustSum
from siaga.report.locust_history import CURRENT_S, history_csv
from tests.report.locust_day import T0_S, read_day, write_day

HEAD = (
    "Timestamp,User Count,Type,Name,Requests/s,Failures/s,"
    "50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%,Total Request Count,Total Failure Count,"
    "Total Median Response Time,Total Average Response Time,Total Min Response Time,"
    "Total Max Response Time,Total Average Content Size\r\n"
)
ROWS = (
    "1800000001,2,,Aggregated,2.000000,0.000000,1,2,2,2,2,2,2,2,2,2,2,2,0,1,1.5,1.0,2.0,150.0\r\n"
    "1800000002,1,,Aggregated,2.000000,0.500000,1,2,2,2,2,2,2,2,2,2,2,4,1,1,1.5,1.0,2.0,97.5\r\n"
    "1800000003,0,,Aggregated,1.666667,0.666667,2,2,2,2,2,2,2,2,2,2,2,5,2,2,1.6,1.0,2.0,78.0\r\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """The day by hand."""
    made = RunFolder(tmp_path)
    write_day(made)
    return made


def test_a_run_has_its_history_to_the_last_letter(folder: RunFolder) -> None:
    """Everything of the run so far, and requests a second of late."""
    assert history_csv(*read_day(folder), T0_S) == HEAD + ROWS


def test_a_run_that_never_began_has_a_head_alone(folder: RunFolder, tmp_path: Path) -> None:
    """Where nobody knows when it was, nothing can be dated; where nothing was, there is nothing."""
    assert history_csv(*read_day(folder), None) == HEAD
    assert history_csv(*read_day(RunFolder(tmp_path / "none")), T0_S) == HEAD


def test_without_latencies_counts_are_there_and_times_are_not(folder: RunFolder) -> None:
    """A second before the first request has none to know."""
    count, _latencies = read_day(folder)
    first, *_rest = history_csv(count, Latencies(()), T0_S).removeprefix(HEAD).splitlines()
    assert first == f"1800000001,2,,Aggregated,2.000000,0.000000{',N/A' * 11},2,0{',N/A' * 4},150.0"


def test_requests_a_second_are_those_of_the_last_ten() -> None:
    """As Locust's console and charts have them: what was before is over."""
    seconds = {0: LocustSum(requests=50, failures=10, received_bytes=0)}
    count = LocustCount(
        rows=(), errors=(), total=LocustSum(), seconds=seconds, visitors=(0,) * (CURRENT_S + 1)
    )
    rows = history_csv(count, Latencies(()), T0_S).splitlines()[1:]
    told = [row.split(",")[4:6] for row in rows]
    assert told[0] == ["50.000000", "10.000000"]
    assert told[CURRENT_S - 1] == ["5.000000", "1.000000"]
    assert told[CURRENT_S] == ["0.000000", "0.000000"]
