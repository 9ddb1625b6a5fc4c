"""Claims about tracks: values of any times, folded into lines and rows."""

from siaga.report.charts.track import Track, table


def _track(at_s: tuple[float, ...], values: tuple[float | None, ...]) -> Track:
    return Track(label="a", at_s=at_s, values=values, fold=max, write=lambda one: f"{one:g}")


def test_only_what_lies_within_the_run_is_kept() -> None:
    """Scrapes begin before the first phase and go on after the last."""
    inside = _track((-0.5, 0.0, 4.0, 4.5), (1.0, 2.0, 3.0, 4.0)).within(4.0)
    assert (inside.at_s, inside.values) == ((0.0, 4.0), (2.0, 3.0))


def test_a_long_track_is_a_line_of_few_points() -> None:
    """Each the fold of those that it stands for."""
    line = _track(tuple(map(float, range(1300))), tuple(map(float, range(1300)))).line("p50")
    assert len(line.values) == 434
    assert (line.at_s[:2], line.values[:2]) == ((0.0, 3.0), (2.0, 5.0))


def test_rows_are_of_equal_lengths_from_the_beginning_on() -> None:
    """Values of one row are folded; a row of none is a dash."""
    assert table([_track((0.2, 0.9, 2.0), (1.0, 5.0, None))], 3.0, "some.jsonl").rows == (
        ("0:00", "5"),
        ("0:01", "—"),
        ("0:02", "—"),
    )
    long = table([_track((61.0, 119.0), (1.0, 2.0))], 120.0, "some.jsonl")
    assert (len(long.rows), long.rows[30], long.rows[59]) == (60, ("1:00", "1"), ("1:58", "2"))
    assert (long.headings, long.note) == (("Time", "a"), "One row is 2 s; some.jsonl has every value.")
