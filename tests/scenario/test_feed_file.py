"""Claims about the file of a feed: rows by number, and what is wrong with it without what is in it."""

from pathlib import Path

import pytest

from siaga.scenario import feed_file
from siaga.scenario.feed_file import FeedFile

CSV = 'code,"full name"\nA-1,"Ana, ""the first"""\n\nB-2,"two\nlines"\r\nC-3,\n'
LINES = '{"code": "A-1", "seats": 2}\n{"code": "B-2", "of": {"row": [1, null]}}\n'


def _file(folder: Path, name: str, content: str | bytes) -> FeedFile:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return FeedFile(path)


def test_a_row_of_csv_is_texts_by_column(tmp_path: Path) -> None:
    """Quotes, breaks and empty fields as CSV has them; rows in any order and again."""
    with _file(tmp_path, "f.csv", CSV) as file:
        assert (file.columns, file.rows) == (("code", "full name"), 3)
        assert file.row(2) == {"code": "C-3", "full name": ""}
        assert file.row(0) == {"code": "A-1", "full name": 'Ana, "the first"'}
        assert file.row(1) == file.row(1) == {"code": "B-2", "full name": "two\nlines"}
        assert list(file.faults()) == []


@pytest.mark.parametrize("name", ["f.jsonl", "f.NDJSON"])
def test_a_row_of_json_lines_is_what_its_object_holds(tmp_path: Path, name: str) -> None:
    """Numbers stay numbers."""
    with _file(tmp_path, name, LINES) as file:
        assert (file.columns, file.rows) == ((), 2)
        assert [dict(file.row(number)) for number in range(2)] == [
            {"code": "A-1", "seats": 2},
            {"code": "B-2", "of": {"row": [1, None]}},
        ]


def test_a_row_cannot_be_changed_by_whoever_gets_it(tmp_path: Path) -> None:
    """It is the visitor's for the whole journey."""
    with _file(tmp_path, "f.csv", CSV) as file, pytest.raises(TypeError):
        file.row(0)["code"] = "mine"  # type: ignore[index]


@pytest.mark.parametrize("number", [-1, 3])
def test_a_row_that_is_not_there_is_no_row(tmp_path: Path, number: int) -> None:
    """Counted from 0."""
    with _file(tmp_path, "f.csv", CSV) as file, pytest.raises(IndexError) as missing:
        file.row(number)
    assert str(missing.value) == f"row {number}: is not there; 0 to 2 are"


@pytest.mark.parametrize(
    ("name", "content", "faults"),
    [
        (
            "f.csv",
            b'a,b\n1,"x\ny"\n2\n3,4,5\n\n\xff,1\n6,7\n8,"9"0\n',
            [
                (4, "has 1 fields; 2 are, as in the header"),
                (5, "has 3 fields; 2 are, as in the header"),
                (7, "byte 0xff is not UTF-8; save the file as UTF-8"),
                (9, "is no CSV (',' expected after '\"')"),
            ],
        ),
        ("f.csv", b'a,b\n1,"2\n3,4\n', [(2, "is no CSV (unexpected end of data)")]),
        (
            "f.jsonl",
            b'{"a": 1}\n[1]\nsecret\n\n"text"\n',
            [
                (2, "is no object of JSON; each line has to be one"),
                (3, "is no JSON; each line has to be an object"),
                (5, "is no object of JSON; each line has to be one"),
            ],
        ),
        ("f.jsonl", b"\n\n[1]\n", [(3, "is no object of JSON; each line has to be one")]),
        (
            "f.csv",
            b"a\n" + b"x" * 65_536 + b"\n" + b"x" * 65_537,
            [(3, "is 65,537 bytes long; up to 65,536 are allowed")],
        ),
    ],
)
def test_every_wrong_row_is_told_with_its_line(
    tmp_path: Path, name: str, content: bytes, faults: list[tuple[int, str]]
) -> None:
    """And never with what is in it: that may be a secret."""
    with _file(tmp_path, name, content) as file:
        assert list(file.faults()) == faults


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("a,b,a\n1,2,3\n", "has column 'a' twice; names must differ"),
        ("a,,c\n1,2,3\n", "has no name for column 2; each column needs one"),
        ('"a"b\n1\n', r"is no CSV \(',' expected after"),
    ],
)
def test_a_header_that_names_no_columns_is_refused(tmp_path: Path, content: str, fault: str) -> None:
    """Nobody could ask for a field."""
    with pytest.raises(ValueError, match=fault):
        _file(tmp_path, "f.csv", content)


@pytest.mark.parametrize(("name", "content"), [("f.csv", ""), ("f.csv", "a,b\n"), ("f.jsonl", "\n")])
def test_a_file_without_rows_has_none(tmp_path: Path, name: str, content: str) -> None:
    """Whoever needs one says that it is wrong."""
    with _file(tmp_path, name, content) as file:
        assert (file.rows, list(file.faults())) == (0, [])


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each worker reads all of it before the run."""
    monkeypatch.setattr(feed_file, "MOST_BYTES", 4)
    with _file(tmp_path, "f.csv", "a\n1\n") as file:
        assert file.rows == 1
    monkeypatch.setattr(feed_file, "MOST_BYTES", 3)
    with pytest.raises(ValueError, match="is 4 bytes long; up to 3 are allowed"):
        _file(tmp_path, "f.csv", "a\n1\n")
