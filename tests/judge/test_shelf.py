"""Claims about the shelf: people are split into parts, and nothing is lost or doubled on the way."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siaga.judge import shelf as module
from siaga.judge.shelf import MOST_PARTS, Shelf, parts_for

COLUMNS = {"person": "VARCHAR", "number": "BIGINT"}


def written(path: Path, rows: list[tuple[str | None, int]]) -> Path:
    """Write rows as JSON lines."""
    lines = [json.dumps({"person": person, "number": number, "more": 1}) for person, number in rows]
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def taken(engine: duckdb.DuckDBPyConnection, shelf: Shelf, name: str) -> list[list[tuple[Any, ...]]]:
    """Give the sorted rows of each part."""
    parts = []
    for part in range(shelf.parts):
        shelf.take(name, part)
        parts.append(sorted(engine.table(name).fetchall(), key=repr))
    return parts


@given(
    rows=st.lists(st.tuples(st.none() | st.sampled_from("abcdefg"), st.integers(0, 9)), max_size=30),
    parts=st.integers(1, 4),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_is_in_one_part_with_all_others_of_its_person(
    rows: list[tuple[str | None, int]], parts: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever the number of parts; who has no name is somebody, too."""
    folder = tmp_path_factory.mktemp("shelf")
    with duckdb.connect() as engine:
        shelf = Shelf(engine, folder, parts)
        shelf.put("rows", [written(folder / "rows.jsonl", rows)], COLUMNS, tolerant=False)
        found = taken(engine, shelf, "rows")
    assert sorted((row for part in found for row in part), key=repr) == sorted(rows, key=repr)
    homes = [{row[0] for row in part} for part in found]
    assert sum(map(len, homes)) == len({row[0] for row in rows})


def test_each_part_is_taken_by_itself(tmp_path: Path) -> None:
    """Of thirty people some are in each of three parts, and nobody in two."""
    rows: list[tuple[str | None, int]] = [(f"person-{number}", number) for number in range(30)]
    with duckdb.connect() as engine:
        shelf = Shelf(engine, tmp_path, 3)
        shelf.put("rows", [written(tmp_path / "rows.jsonl", rows)], COLUMNS, tolerant=False)
        found = taken(engine, shelf, "rows")
    assert all(found)
    assert sorted(row for part in found for row in part) == sorted(rows)


def test_files_are_put_together_and_names_with_stars_are_names(tmp_path: Path) -> None:
    """A folder may be called `it's run [1] *`; an empty file holds nothing, and none at all neither."""
    folder = tmp_path / "it's run [1] *"
    folder.mkdir()
    one, other = written(folder / "a.jsonl", [("ana", 1)]), written(folder / "b.jsonl", [("budi", 2)])
    (folder / "empty.jsonl").touch()
    with duckdb.connect() as engine:
        shelf = Shelf(engine, tmp_path, 1)
        shelf.put("rows", [one, folder / "empty.jsonl", other], COLUMNS, tolerant=False)
        assert taken(engine, shelf, "rows") == [[("ana", 1), ("budi", 2)]]
        shelf.put("none", [folder / "empty.jsonl"], COLUMNS, tolerant=False)
        shelf.take("none", 0)
        assert (engine.table("none").columns, engine.table("none").fetchall()) == (list(COLUMNS), [])


def test_a_damaged_line_is_a_row_of_nothing_where_that_is_tolerated(tmp_path: Path) -> None:
    """A worker may be killed in the middle of a line; a roll is whole or is none."""
    path = written(tmp_path / "rows.jsonl", [("ana", 1)])
    path.write_text(path.read_text() + '{"person":"bu')
    with duckdb.connect() as engine:
        shelf = Shelf(engine, tmp_path, 1)
        shelf.put("rows", [path], COLUMNS, tolerant=True)
        assert taken(engine, shelf, "rows") == [[("ana", 1), (None, None)]]
        with pytest.raises(duckdb.Error, match="JSON"):
            shelf.put("strict", [path], COLUMNS, tolerant=False)


def test_a_column_has_its_type_whatever_its_values_look_like(tmp_path: Path) -> None:
    """A name that looks like a day is a name; a column that no line has is there, and empty."""
    path = written(tmp_path / "rows.jsonl", [("2027-01-15", 1)])
    with duckdb.connect() as engine:
        shelf = Shelf(engine, tmp_path, 1)
        shelf.put("rows", [path], COLUMNS | {"seat": "VARCHAR"}, tolerant=False)
        assert taken(engine, shelf, "rows") == [[("2027-01-15", 1, None)]]


@pytest.mark.parametrize("text", ['{"person":\n"ana","number":1}\n', '[{"person":"ana","number":1}]\n'])
def test_what_is_not_one_object_a_line_is_damage(tmp_path: Path, text: str) -> None:
    """Nobody here writes one over two lines, or several in a list."""
    path = tmp_path / "rows.jsonl"
    path.write_text(text)
    with duckdb.connect() as engine, pytest.raises(duckdb.Error):
        Shelf(engine, tmp_path, 1).put("rows", [path], COLUMNS, tolerant=False)


def test_what_the_scratch_folder_is_called_is_no_value(tmp_path: Path) -> None:
    """Though engines take `name=value` in a path for a column."""
    folder = tmp_path / "person=nobody"
    folder.mkdir()
    with duckdb.connect() as engine:
        shelf = Shelf(engine, folder, 1)
        shelf.put("rows", [written(tmp_path / "rows.jsonl", [("ana", 1)])], COLUMNS, tolerant=False)
        assert taken(engine, shelf, "rows") == [[("ana", 1)]]


@pytest.mark.parametrize(
    ("sizes_bytes", "parts"),
    [((), 1), ((0,), 1), ((100,), 1), ((60, 41), 2), ((250,), 3), ((10**6,), 256)],
)
def test_there_are_as_many_parts_as_the_files_are_long(
    sizes_bytes: tuple[int, ...], parts: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One at least, and no more than can be open at once."""
    monkeypatch.setattr(module, "PART_BYTES", 100)
    paths = [tmp_path / str(number) for number in range(len(sizes_bytes))]
    for path, size_bytes in zip(paths, sizes_bytes, strict=True):
        path.write_bytes(b"x" * size_bytes)
    assert parts_for(paths) == parts <= MOST_PARTS


def test_without_a_part_everybody_is_taken(tmp_path: Path) -> None:
    """In place of the part that was taken before."""
    rows: list[tuple[str | None, int]] = [(name, 1) for name in "abcdefgh"]
    with duckdb.connect() as engine:
        shelf = Shelf(engine, tmp_path, 4)
        shelf.put("rows", [written(tmp_path / "rows.jsonl", rows)], COLUMNS, tolerant=False)
        shelf.take("rows", 0)
        shelf.take("rows")
        assert sorted(engine.table("rows").fetchall()) == rows
