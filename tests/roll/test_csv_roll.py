"""Claims about the CSV roll: what is a whole file of the right time, and what is none."""

import os
import tempfile
from pathlib import Path
from threading import Timer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.roll.csv_roll import CsvRoll
from siaga.roll.entry import Entry, RollError
from siaga.scenario.roll_source import CsvSource

HEAD = "person,key,seat,at\n"
LINE = "ana,k1,1,1800000000.5\n"
ANA = Entry(person="ana", operation="k1", seat="1", at_s=1_800_000_000.5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file is."""
    return tmp_path / "roll.csv"


def read(path: Path, since_s: float | None = None, wait: float = 0) -> list[Entry]:
    """Read a roll to its end."""
    return list(CsvRoll(CsvSource.model_validate({"csv": str(path), "wait": wait}), since_s).entries())


@pytest.mark.parametrize(
    "content",
    [
        HEAD + LINE,
        (HEAD + LINE).replace("\n", "\r\n"),
        "\ufeff" + HEAD + LINE,
        HEAD + "\n" + LINE + "\n\n",
        '"person","key","seat","at"\n"ana","k1","1","1800000000.5"\n',
        HEAD + "ana,k1,1,2027-01-15 08:00:00.5+00\n",
    ],
)
def test_what_spreadsheets_and_databases_write_is_read(path: Path, content: str) -> None:
    """Either line break, a mark of byte order, blank lines, quotes, and PostgreSQL's way with times."""
    path.write_text(content, encoding="utf-8", newline="")
    assert read(path) == [ANA]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty; the first line has to name the columns"),
        (HEAD.encode() + b"ana,k1,1,18", "ends inside a line; a whole file ends with a line break"),
        (HEAD.encode() + b"ana,k1\n", "line 2 has 2 fields; the first line has 4"),
        (HEAD.encode() + b"ana,k1,1,5,6\n", "line 2 has 5 fields; the first line has 4"),
        (HEAD.encode() + b'"ana,k1,1,5\n', r"line 2 is no CSV \(unexpected end of data\)"),
        (HEAD.encode() + b"\xff,k1,1,5\n", "cannot be read .*can't decode byte 0xff"),
        (HEAD.encode() + b"x" * 200_000 + b",k1,1,5\n", "line 2 is no CSV .*field larger"),
        (HEAD.encode() + b",k1,1,5\n", r"has None in column 'person'; .* \(row 1\)"),
        (HEAD.encode() + b"ana,k1,1,noon\n", r"has the time 'noon' in column 'at'; .* \(row 1\)"),
        (b"person;key;seat;at\n", "column 'person' for person is not there; there are person;key"),
        (b"person,key,at\n", "'seat' for seat is not there; .* write `seat: null` if the roll does not"),
        (b"person,key,seat,at,key\n", "column 'key' for operation stands twice; there are person, key"),
    ],
)
def test_what_is_no_whole_roll_is_refused(path: Path, content: bytes, said: str) -> None:
    """With the line, and with what is needed."""
    path.write_bytes(content)
    with pytest.raises(RollError, match=said):
        read(path)


@pytest.mark.parametrize("kind", ["missing", "folder"])
def test_a_file_that_is_none_is_refused(path: Path, kind: str) -> None:
    """The sentence says where it was looked for."""
    if kind == "folder":
        path.mkdir()
    said = {"missing": f"does not exist; .* from {Path.cwd()}", "folder": "Is a directory"}[kind]
    with pytest.raises(RollError, match=f"^roll: {path}: .*{said}"):
        read(path)


def test_a_file_that_is_written_to_meanwhile_is_not_taken_for_whole(path: Path) -> None:
    """Its first part is older than its last."""
    path.write_text(HEAD + LINE)
    entries = CsvRoll(CsvSource(csv=str(path))).entries()
    assert next(entries) == ANA
    with path.open("a") as file:
        file.write(LINE)
    with pytest.raises(
        RollError, match="was written to while it was read; let the export write another"
    ):
        list(entries)


def test_a_file_from_before_the_end_of_the_run_is_too_old(path: Path) -> None:
    """It would show everything that was acknowledged since as lost."""
    path.write_text(HEAD + LINE)
    os.utime(path, (1_800_000_000, 1_800_000_000))
    assert read(path, since_s=1_800_000_000.0) == [ANA]
    with pytest.raises(
        RollError, match=r"is from 08:00:00 UTC, and the sending ended at 08:01:00; export"
    ):
        read(path, since_s=1_800_000_060.0)


def test_a_newer_file_is_waited_for(path: Path) -> None:
    """An export that runs every now and then has its time."""
    path.write_text(HEAD)
    os.utime(path, (1_800_000_000, 1_800_000_000))
    fresh = path.with_suffix(".new")
    fresh.write_text(HEAD + LINE)
    os.utime(fresh, (1_800_000_070, 1_800_000_070))
    export = Timer(0.2, lambda: fresh.replace(path))
    export.start()
    assert read(path, since_s=1_800_000_060.0, wait=30) == [ANA]
    export.join()


LINES = st.sampled_from(
    [HEAD, LINE, "\n", '"ana', ",,,\n", "budi,k2,2,\r\n", "\x00", "\ufeff", "é,k,1,2e999\n"]
)


@settings(deadline=None)
@given(content=st.one_of(st.binary(max_size=200), st.lists(LINES).map("".join).map(str.encode)))
def test_any_file_is_a_roll_or_refused(content: bytes) -> None:
    """Nobody can be surprised by what an export holds."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "roll.csv"
        path.write_bytes(content)
        try:
            entries = read(path)
        except RollError as error:
            assert str(error).startswith("roll: ")  # noqa: PT017 - either will do
        else:
            assert all(one.person for one in entries)
