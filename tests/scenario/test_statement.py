"""Claims about what is one statement that reads."""

import pytest
from pydantic import ValidationError

from siaga.scenario.statement import one_select


@pytest.mark.parametrize(
    "text",
    [
        "SELECT person FROM held",
        "select 1;\n",
        "SELECT 1; -- the last; of all",
        "  -- who; holds what\n/* a; b */ SELECT ';' AS \"a;b\", 'it''s; so', $x$ a; b $x$, $$;$$",
        "WITH x AS (SELECT 1) SELECT * FROM x",
        "(SELECT 1) UNION (SELECT 2)",
        "SELECT'x'",
    ],
)
def test_one_statement_that_reads_is_taken_as_it_is(text: str) -> None:
    """Semicolons in texts, names and comments are none."""
    assert one_select(text) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("DELETE FROM held", "begins with 'DELETE'"),
        ("/* SELECT */ UPDATE held SET seat = 1", "begins with 'UPDATE'"),
        ("EXPLAIN ANALYZE DELETE FROM held", "begins with 'EXPLAIN'"),
        ("COPY held TO PROGRAM 'x'", "begins with 'COPY'"),
        ("SELECTED", "begins with 'SELECTED'"),
        ("x" * 41, f"begins with '{'x' * 40}'"),
        ("-- nothing", "begins with ''"),
        ("; SELECT 1", "begins with ''"),
        ("SELECT 1; DROP TABLE held", "holds a second statement after a semicolon"),
        ("SELECT 1; X", "holds a second statement after a semicolon"),
        ("SELECT ';'; COMMIT; DROP TABLE held;", "holds a second statement after a semicolon"),
        ("SELECT 1 -- '\n; DROP TABLE held -- '", "holds a second statement after a semicolon"),
    ],
)
def test_anything_else_is_refused_with_what_is_allowed(text: str, said: str) -> None:
    """The first word that is not allowed is named."""
    with pytest.raises(ValidationError, match=f"{said}; one SELECT, or WITH and a SELECT, is allowed"):
        one_select(text)
