"""Claims about Locust's CSV at the end of a run: the form is Locust's own, the counts are siaga's."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from siaga.judge.latencies import Latencies
from siaga.record.latency import Interval, LatencyLog, never
from siaga.record.run_folder import RunFolder
from siaga.report.locust_csv import failures_csv, stats_csv
from siaga.report.locust_history import HISTORY, history_csv
from tests.crowd.locust_run import run_script
from tests.report.locust_day import T0_S, read_day, write_day

STATS = (
    "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,"
    "Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,"
    "50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%\r\n"
    "GET,home,3,1,1,1.5,1.0,2.0,130.0,1.0,0.3333333333333333,1,2,2,2,2,2,2,2,2,2,2\r\n"
    "HEAD,home,1,0,1,1.5,1.0,2.0,0.0,0.3333333333333333,0.0,1,2,2,2,2,2,2,2,2,2,2\r\n"
    "POST,join,1,1,2,2.0,2.0,2.0,0.0,0.3333333333333333,0.3333333333333333,2,2,2,2,2,2,2,2,2,2,2\r\n"
    ",Aggregated,5,2,2,1.6,1.0,2.0,78.0,1.6666666666666667,0.6666666666666666,2,2,2,2,2,2,2,2,2,2,2\r\n"
)
FAILURES = (
    "Method,Name,Error,Occurrences,First Seen,Last Seen\r\n"
    "GET,home,CatchResponseError('status 503'),1,2027-01-15T08:00:01Z,2027-01-15T08:00:01Z\r\n"
    "POST,join,CatchResponseError('timeout'),1,2027-01-15T08:00:02Z,2027-01-15T08:00:02Z\r\n"
)

SCRIPT = """
import csv, io, json, sys, time
from pathlib import Path
from types import SimpleNamespace

from locust.stats import PERCENTILES_TO_REPORT, RequestStats, StatsCSVFileWriter

from siaga.crowd.locust_table import tell
from siaga.crowd.recorder import Recorder
from siaga.crowd.sample import Sample
from siaga.record.json_lines import JsonLines
from siaga.record.latency import LatencyLog
from siaga.record.run_folder import RunFolder

T0_S = 1_800_000_000.25
FOLDER = RunFolder(Path(sys.argv[1]))
TOOK_S = (0.0034, 0.0156, 0.0157, 0.147, 0.3333, 3.432, 58.76)
HOME = [Sample("home", "GET", 1.0, 1.1, 1.0 + took_s, "", 100, "visitors") for took_s in TOOK_S]
SEAT = Sample("seat", "POST", 2.0, 2.1, 2.5, "status-500", 7, "registrants")
SECONDS = (
    (HOME[:3], HOME[3:]),
    ([SEAT], [SEAT, SEAT._replace(reason="timeout", received_bytes=0)]),
    ([Sample("form", "HEAD", 2.9, 2.9, 2.91, "", 0, "visitors")], []),
)

now_s = T0_S
time.time = lambda: now_s
stats, nothing = RequestStats(), RequestStats()
echo = lambda samples: tell(stats, samples, time.time)
recorders = [
    Recorder(JsonLines(FOLDER.tallies(rank)), LatencyLog(FOLDER.latency(rank), T0_S), echo)
    for rank in (0, 1)
]
for second, shares in enumerate(SECONDS):
    now_s = T0_S + second + 1
    for recorder, share in zip(recorders, shares, strict=True):
        for one in share:
            recorder.sample(one)
        recorder.fold(second, loop_lag_s=0, cpu_ratio=0, closed=second == 2)
for recorder in recorders:
    recorder.close()

def told(of):
    environment = SimpleNamespace(stats=of, runner=None)
    writer = StatsCSVFileWriter(environment, PERCENTILES_TO_REPORT, sys.argv[1] + "/locusts")
    texts = {"history": writer.stats_history_csv_columns}
    for name, write in (("stats", writer.requests_csv), ("failures", writer.failures_csv)):
        text = io.StringIO()
        write(csv.writer(text))
        texts[name] = text.getvalue()
    writer.close_files()
    return texts

print(json.dumps([told(stats), told(nothing)]))
"""


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """The day by hand."""
    made = RunFolder(tmp_path)
    write_day(made)
    return made


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(text.splitlines()))


def test_a_run_has_its_statistics_to_the_last_letter(folder: RunFolder) -> None:
    """Sums of both workers, percentiles of their histograms together, a row for all."""
    assert stats_csv(*read_day(folder)) == STATS


def test_a_run_has_its_failures_to_the_last_letter(folder: RunFolder) -> None:
    """Each by method, name and error, and when it was seen."""
    assert failures_csv(read_day(folder)[0], T0_S) == FAILURES


def test_it_says_what_locust_itself_would_say(tmp_path: Path) -> None:
    """The same samples told to Locust: the same heads, rows and counts; times to Locust's two digits."""
    locusts, _nothing = json.loads(run_script(SCRIPT, str(tmp_path)))
    count, latencies = read_day(RunFolder(tmp_path))
    ours, theirs = _rows(stats_csv(count, latencies)), _rows(locusts["stats"])
    assert ours[0] == theirs[0]
    assert [row[:4] for row in ours] == [row[:4] for row in theirs]
    assert [row[1:4] for row in ours[1:]] == [
        ["form", "1", "0"],
        ["home", "7", "0"],
        ["seat", "3", "3"],
        ["Aggregated", "11", "3"],
    ]
    for mine, its in zip(ours[1:], theirs[1:], strict=True):
        # Locust rounds to two digits what it keeps, and so it may be 1 ms off.
        assert list(map(float, mine[4:])) == pytest.approx(list(map(float, its[4:])), rel=0.05, abs=1)
        assert list(map(float, mine[8:11])) == pytest.approx(list(map(float, its[8:11])))
    ours, theirs = _rows(failures_csv(count, T0_S)), _rows(locusts["failures"])
    assert ours[0] == theirs[0]
    assert sorted(row[:4] for row in ours) == sorted(row[:4] for row in theirs)
    assert list(HISTORY) == locusts["history"]


def test_of_a_run_without_samples_it_is_what_locust_writes_of_none(tmp_path: Path) -> None:
    """To the last letter: a row for all, of which there is nothing."""
    _locusts, nothing = json.loads(run_script(SCRIPT, str(tmp_path / "other")))
    count, latencies = read_day(RunFolder(tmp_path / "none"))
    assert stats_csv(count, latencies) == nothing["stats"]
    assert failures_csv(count, None) == nothing["failures"]


def test_without_latency_logs_counts_are_there_and_times_are_not(folder: RunFolder) -> None:
    """Nothing is made up, and nothing breaks."""
    shutil.rmtree(folder.latency(0).parent)
    rows, whole = _rows(stats_csv(*read_day(folder))), _rows(STATS)
    assert [row[:4] for row in rows] == [row[:4] for row in whole]
    assert [row[8:11] for row in rows] == [row[8:11] for row in whole]
    assert {cell for row in rows[1:] for cell in (*row[4:8], *row[11:])} == {"N/A"}


def test_of_a_closed_model_times_are_those_of_the_service(folder: RunFolder) -> None:
    """There is no intended start; Locust's own figures count from the real one as well."""
    rows = _rows(stats_csv(*read_day(folder, closed=True)))
    assert {cell for row in rows[1:] for cell in row[5:8]} == {"0.05"}


def test_an_older_run_has_no_size_of_answers(folder: RunFolder) -> None:
    """It has its counts all the same."""
    for path in folder.tally_files():
        facts = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for fact in facts:
            del fact["calls"]
        path.write_text("".join(f"{json.dumps(fact)}\n" for fact in facts), encoding="utf-8")
    rows = _rows(stats_csv(*read_day(folder)))[1:]
    assert [row[:4] for row in rows] == [
        ["", "home", "4", "1"],
        ["", "join", "1", "1"],
        ["", "Aggregated", "5", "2"],
    ]
    assert {row[8] for row in rows} == {"N/A"}


def test_a_run_that_never_began_has_no_dates(folder: RunFolder) -> None:
    """Nobody knows when its seconds were."""
    rows = _rows(failures_csv(read_day(folder)[0], None))
    assert [row[3:] for row in rows[1:]] == [["1", "", ""], ["1", "", ""]]


def test_a_name_may_hold_what_csv_is_made_of(folder: RunFolder) -> None:
    """Whatever reads CSV gives it back."""
    name = 'a "seat",\nor two'
    lines = folder.tallies(1).read_text(encoding="utf-8").replace('"home":', f"{json.dumps(name)}:")
    folder.tallies(1).write_text(lines, encoding="utf-8")
    count, _latencies = read_day(folder)
    read = list(csv.reader(stats_csv(count, Latencies(())).splitlines(keepends=True)))
    assert name in {row[1] for row in read}


def test_what_visitors_who_were_never_served_make_infinite_is_not_available(folder: RunFolder) -> None:
    """Locust has no word for them: requests are those that were sent, and one of five is never."""
    log = LatencyLog(folder.latency(2), T0_S)
    log.append(Interval(second=1, step="home", intended=True, latencies=never(1)))
    log.close()
    home, _head, join, every = _rows(stats_csv(*read_day(folder)))[1:]
    assert home[2:8] == ["3", "1", "2", "N/A", "1.0", "N/A"]
    assert home[11:] == ["2"] * 4 + ["N/A"] * 7
    assert (every[2:8], every[-1]) == (["5", "2", "2", "N/A", "1.0", "N/A"], "N/A")
    assert "N/A" not in join
    count, latencies = read_day(folder)
    first, second, _third = _rows(history_csv(count, latencies, T0_S))[1:]
    assert ("N/A" in first, second[6:17]) == (False, ["2"] * 4 + ["N/A"] * 7)
