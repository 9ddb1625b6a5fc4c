"""Claims about the index of a feed: where rows begin and end, whatever the breaks between them are."""

import csv
import io
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.scenario import feed_index
from siaga.scenario.feed_index import FeedIndex


def _rows(path: Path, content: bytes, *, quoted: bool) -> list[bytes]:
    path.write_bytes(content)
    index = FeedIndex.of(path, quoted=quoted)
    return [content[start:end] for start, end in zip(index.starts, index.ends, strict=True)]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"", []),
        (b"\n\r\n\n", []),
        (b"a", [b"a"]),
        (b"a\n", [b"a"]),
        (b"a\r\nb\r\n", [b"a", b"b"]),
        (b"\n\na\n\r\n\nb", [b"a", b"b"]),
        (b"\xef\xbb\xbfa\nb", [b"a", b"b"]),
        (b"\xef\xbb\xbf", []),
        (b"a\rb\n", [b"a\rb"]),
    ],
)
@pytest.mark.parametrize("chunk_bytes", [1, 2, 8_388_608])
def test_rows_are_found_between_breaks_of_any_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, rows: list[bytes], chunk_bytes: int
) -> None:
    """Empty lines are none, nor is the mark before the first; chunks may end anywhere."""
    monkeypatch.setattr(feed_index, "CHUNK_BYTES", chunk_bytes)
    for quoted in (False, True):
        assert _rows(tmp_path / "f", content, quoted=quoted) == rows


@pytest.mark.parametrize("chunk_bytes", [1, 3, 8_388_608])
def test_a_break_between_quotes_ends_no_row_of_csv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk_bytes: int
) -> None:
    """A quote inside a field is written twice; in JSON lines a quote means nothing here."""
    monkeypatch.setattr(feed_index, "CHUNK_BYTES", chunk_bytes)
    content = b'a,"x\ny ""z""\n"\nb,"""\n"\n'
    found = _rows(tmp_path / "f", content, quoted=True)
    assert found == [b'a,"x\ny ""z""\n"', b'b,"""\n"']
    assert len(_rows(tmp_path / "f", content, quoted=False)) == 5


def test_no_more_of_a_file_than_a_chunk_is_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it is, and where its rows end is told all the same."""
    asked = []

    class Watched(io.BytesIO):
        """A file that knows how much of it was asked for at once."""

        def read(self, size: int | None = -1, /) -> bytes:
            """Read."""
            asked.append(size)
            return super().read(size)

    monkeypatch.setattr(feed_index, "CHUNK_BYTES", 4)
    found = list(feed_index._breaks(Watched(b"a\nb\r\nccc\n"), quoted=False))
    assert [(place, bool(one)) for pair in found for place, one in zip(*pair, strict=True)] == [
        (1, False),
        (4, True),
        (8, False),
    ]
    assert set(asked) == {4}


@given(st.lists(st.lists(st.text('a"\n,ü '), min_size=2, max_size=3), max_size=8), st.integers(1, 40))
def test_whatever_is_written_as_csv_is_found_again(rows: list[list[str]], chunk_bytes: int) -> None:
    """As many rows as were written, each whole."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    content = file.getvalue().encode()
    with pytest.MonkeyPatch.context() as patch, NamedTemporaryFile() as kept:
        patch.setattr(feed_index, "CHUNK_BYTES", chunk_bytes)
        found = _rows(Path(kept.name), content, quoted=True)
    assert [next(csv.reader([one.decode()])) for one in found] == rows
