"""Claims about what was counted: tallies of all workers added up, errors told by step and reason."""

from collections.abc import Sequence
from dataclasses import replace

from siaga.judge.counts import WorkerTallies
from siaga.record.split import Split
from siaga.record.tally import PopulationCount, StepCount, Tally
from siaga.report.counted import MOST_KINDS, Counted, counted


def _told(*workers: Sequence[Tally]) -> Counted:
    """Count what workers told, each by its tallies."""
    return counted(
        [WorkerTallies(rank=at, tallies=tuple(tallies)) for at, tallies in enumerate(workers)]
    )


def _tally(second: int, good: int, failed: int = 0) -> Tally:
    return Tally(
        second=second,
        steps={"home": StepCount(good=good, failed=failed)},
        errors={"home status 503": failed} if failed else {},
        reached={"registrants joined": good},
    )


def test_the_tallies_of_all_workers_are_added_up() -> None:
    """Good, failed, errors and stages reached are sums over workers and seconds."""
    totals = _told([_tally(0, good=3, failed=1), _tally(1, good=4)], [_tally(0, good=5, failed=2)])
    assert totals.steps == {"home": StepCount(good=12, failed=3)}
    assert totals.errors == {"home status 503": 3}
    assert totals.reached == {"registrants joined": 12}


def test_workers_that_told_nothing_count_nothing() -> None:
    """A run that never sent has empty totals."""
    assert _told() == _told([], []) == Counted(steps={}, errors={}, reached={})


def test_an_error_is_first_seen_in_the_earliest_second_of_any_worker() -> None:
    """However late that worker's tallies are read."""
    late = [_tally(0, good=1), _tally(7, good=1, failed=1)]
    early = [_tally(4, good=1, failed=1), _tally(9, good=1, failed=1)]
    assert _told(late, early).first_s == {"home status 503": 4}


def test_who_arrived_is_added_up_by_population() -> None:
    """Older runs, which told nobody apart, have none."""
    told = replace(_tally(0, good=1), populations={"visitors": PopulationCount(arrived=3)})
    assert _told([told, _tally(1, good=1)], [told]).arrived == {"visitors": 6}


def test_where_time_went_is_added_up_by_step() -> None:
    """Over all workers and seconds; older runs, which did not record it, have none."""
    home, join = Split(answers=2, wait_us=300), Split(answers=1, opened=1, tls_us=50)
    one = [replace(_tally(0, good=1), splits={"home": home}), _tally(1, good=1)]
    other = [replace(_tally(0, good=1), splits={"home": home, "join": join})]
    assert _told(one, other).splits == {"home": Split(answers=4, wait_us=600), "join": join}


def test_a_million_errors_that_all_differ_are_counted_in_little_room() -> None:
    """The first five hundred are told apart, the others are one; none is lost."""
    kinds = [{f"home error {second} {number}": 20_000 for number in range(50)} for second in range(12)]
    known = {"home error 0 0": 1}
    tallies = [replace(_tally(at, good=0), errors={**one, **known}) for at, one in enumerate(kinds)]
    totals = _told([replace(tally, errors={**tally.errors, "other": 9}) for tally in tallies])
    assert len(totals.errors) == MOST_KINDS + 1
    assert sum(totals.errors.values()) == sum(sum(one.errors.values()) + 9 for one in tallies)
    assert totals.errors["home error 0 0"] == 12
    assert totals.errors["home error 9 0"] == 20_000
    assert "home error 11 0" not in totals.errors
    assert totals.first_s.keys() == totals.errors.keys()
    assert totals.first_s["home error 9 0"] == 9


def test_what_went_over_the_wire_is_added_up_by_what_was_spoken() -> None:
    """Over all workers; older runs counted none."""
    one = replace(_tally(0, good=1), wire_requests=5, wire_http2=3)
    told = _told([one, _tally(1, good=1)], [one])
    assert (told.requests, told.http2) == (10, 6)
