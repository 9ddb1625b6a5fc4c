"""Claims about answers of activities: what counts as done, and how it is told."""

import pytest

from siaga.faults.chaos.answer import LONGEST, done, name, shortened, told


@pytest.mark.parametrize(
    ("provider", "output", "is_done"),
    [
        ("process", {"status": 0}, True),
        ("process", {"status": 1}, False),
        ("process", None, False),
        ("http", {"status": 204}, True),
        ("http", {"status": 399}, True),
        ("http", {"status": 400}, False),
        ("http", None, False),
        ("python", None, True),
        ("python", {"status": 500}, True),
    ],
)
def test_an_error_is_not_done(provider: str, output: object, is_done: bool) -> None:  # noqa: FBT001 - a column
    """A function tells of its errors by raising them."""
    assert done({"provider": {"type": provider}}, output) is is_done


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ({"status": 0, "stdout": " T\n\n", "stderr": "warned"}, "exit code 0 T"),
        ({"status": 1, "stdout": "", "stderr": "no\nsuch"}, "exit code 1 no such"),
        ({"status": 0, "stdout": ""}, "exit code 0"),
        ({"status": 200, "body": "a page"}, "status 200"),
        (None, "done"),
        ({"struck": 3}, '{"struck": 3}'),
    ],
)
def test_an_answer_is_told_in_a_line(output: object, line: str) -> None:
    """Whatever provider gave it."""
    assert told(output) == line


def test_a_long_answer_is_cut() -> None:
    """A proof is a line of a table."""
    assert shortened("x" * LONGEST) == "x" * LONGEST
    assert shortened("x " * LONGEST) == f"{('x ' * LONGEST)[:LONGEST]}…"


def test_an_activity_has_a_name() -> None:
    """Or refers to one that has."""
    assert [name({"name": "a"}), name({"ref": "b"}), name({})] == ["a", "b", "nameless"]
