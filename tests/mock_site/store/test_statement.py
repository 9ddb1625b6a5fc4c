"""Rows are inserted in their order, with few statements that differ."""

import pytest

from mock_site.store.statement import MOST_OF_INSERT, inserts


def test_rows_are_inserted_by_powers_of_two() -> None:
    """Three of two columns take two statements; the values are those of the rows."""
    first, second = inserts("INSERT INTO t (a, b)", [(1, "x"), (2, "y"), (3, "z")], returning="a")
    assert first.sql == "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4) RETURNING a"
    assert first.values == (1, "x", 2, "y")
    assert second.sql == "INSERT INTO t (a, b) VALUES ($1, $2) RETURNING a"
    assert second.values == (3, "z")


@pytest.mark.parametrize(
    ("rows", "sizes"),
    [
        (0, []),
        (1, [1]),
        (7, [4, 2, 1]),
        (MOST_OF_INSERT, [MOST_OF_INSERT]),
        (2 * MOST_OF_INSERT + 5, [MOST_OF_INSERT, MOST_OF_INSERT, 4, 1]),
    ],
)
def test_any_number_of_rows_is_inserted(rows: int, sizes: list[int]) -> None:
    """None of them twice, and with no statement that is larger than one may be."""
    statements = list(inserts("INSERT INTO t (a)", [(one,) for one in range(rows)]))
    assert [len(one.values) for one in statements] == sizes
    assert [value for one in statements for value in one.values] == [*range(rows)]
    assert all("RETURNING" not in one.sql for one in statements)
