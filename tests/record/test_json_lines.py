"""Claims about facts that are appended line by line."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.record.json_lines import JsonLines, is_torn, marked_lines, whole_lines

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
facts = st.dictionaries(st.text(), st.recursive(scalars, st.lists, max_leaves=5), max_size=4)


@settings(max_examples=50)
@given(st.lists(facts, max_size=5))
def test_facts_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, written: list[dict[str, object]]
) -> None:
    """Line breaks, quotes and any script inside a fact included."""
    path = tmp_path_factory.mktemp("facts") / "facts.jsonl"
    lines = JsonLines(path)
    for fact in written:
        lines.append(fact)
    lines.close()
    assert list(whole_lines(path)) == written


def test_a_fact_can_be_read_as_soon_as_it_is_appended(tmp_path: Path) -> None:
    """A writer that is killed loses nothing that `append` returned for."""
    lines = JsonLines(tmp_path / "deep" / "down" / "facts.jsonl")
    lines.append({"a": 1})
    assert list(whole_lines(tmp_path / "deep" / "down" / "facts.jsonl")) == [{"a": 1}]
    lines.close()
    lines.close()


def test_what_a_file_holds_already_is_kept(tmp_path: Path) -> None:
    """A second writer goes on where the first ended."""
    path = tmp_path / "facts.jsonl"
    for number in range(2):
        lines = JsonLines(path)
        lines.append({"a": number})
        lines.close()
    assert list(whole_lines(path)) == [{"a": 0}, {"a": 1}]


@pytest.mark.parametrize(
    ("content", "torn"),
    [(b"", False), (b'{"a":1}\n', False), (b'{"a":1}\n{"b', True), (b'{"a":1}\n\xe2\x82', True)],
    ids=["empty", "whole", "torn", "torn inside a letter"],
)
def test_a_torn_last_line_is_passed_over_and_told(tmp_path: Path, content: bytes, torn: bool) -> None:  # noqa: FBT001
    """It was never promised: its writer was killed before `append` returned."""
    path = tmp_path / "facts.jsonl"
    path.write_bytes(content)
    assert list(whole_lines(path)) == [{"a": 1}][: content.count(b"\n")]
    assert is_torn(path) is torn


def test_no_file_has_no_facts(tmp_path: Path) -> None:
    """A worker that never began wrote nothing."""
    assert list(whole_lines(tmp_path / "none.jsonl")) == []


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (b"nonsense", "f.jsonl:2: is no JSON"),
        (b'{"a":', "f.jsonl:2: is no JSON"),
        (b"", "f.jsonl:2: is no JSON"),
        (b'{"a":"\xff"}', "f.jsonl:2: is no JSON"),
        (b"9" * 5000, "f.jsonl:2: is no JSON"),
        (b"[" * 100_000, "f.jsonl:2: is no JSON"),
        (b"[1]", "f.jsonl:2: b'[1]\\n' is no JSON object"),
        (b"1", "f.jsonl:2: b'1\\n' is no JSON object"),
    ],
    ids=range(8),
)
def test_a_damaged_line_in_the_middle_is_an_error_with_its_number(
    tmp_path: Path, damage: bytes, message: str
) -> None:
    """Evidence is not repaired: a wrong letter inside a fact is no other fact."""
    path = tmp_path / "f.jsonl"
    path.write_bytes(b'{"a":1}\n' + damage + b'\n{"a":2}\n')
    with pytest.raises(ValueError, match=re.escape(message)):
        list(whole_lines(path))


def test_a_full_disk_is_an_error_at_once_and_none_at_the_close() -> None:
    """The fact is refused where it is appended, and is not tried again later."""
    lines = JsonLines(Path("/dev/full"))
    with pytest.raises(OSError, match="No space left"):
        lines.append({"a": 1})
    lines.close()


FILLS_UP = """
import resource, signal, sys
from pathlib import Path
from siaga.record.json_lines import JsonLines, is_torn, marked_lines, whole_lines
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
lines = JsonLines(path)
lines.append({"a": 1})
resource.setrlimit(resource.RLIMIT_FSIZE, (20, 100))
try:
    lines.append({"b": "much longer than what is left"})
except OSError as error:
    print("refused:", error.strerror)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
lines.append({"c": 3})
lines.close()
print(list(whole_lines(path)), is_torn(path))
"""


def test_a_fact_that_fits_only_in_part_leaves_nothing_behind(tmp_path: Path) -> None:
    """When there is room again, the next fact stands on a line of its own."""
    told = subprocess.run(
        [sys.executable, "-c", FILLS_UP, str(tmp_path / "facts.jsonl")],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert told.stdout.splitlines() == [
        "refused: No space left on device",
        "[{'a': 1}, {'c': 3}] False",
    ]


def test_only_lines_with_a_mark_are_read(tmp_path: Path) -> None:
    """Of several files; what stands elsewhere may be anything, and a torn last line is nobody's."""
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    one.write_bytes(b'{"e":"a","n":1}\nno JSON\n["e","a"]\n{"e":"b"}\n')
    two.write_bytes(b'{"e":"c"}\n{"e":"a","n":2}\n{"e":"a","n":3}')
    assert list(marked_lines([one, two], [b'"a"', b'"c"'])) == [
        {"e": "a", "n": 1},
        {"e": "c"},
        {"e": "a", "n": 2},
    ]


@pytest.mark.parametrize("line", [b'{"e":"a",\n', b'["a",' * 100_000 + b"\n", b'"a"\xff\n'])
def test_a_marked_line_that_is_no_json_is_damage(tmp_path: Path, line: bytes) -> None:
    """It may have told of something."""
    path = tmp_path / "facts.jsonl"
    path.write_bytes(line)
    with pytest.raises(ValueError, match=r"^facts\.jsonl: .* is no JSON .*; it is damaged"):
        list(marked_lines([path], [b'"a"']))
