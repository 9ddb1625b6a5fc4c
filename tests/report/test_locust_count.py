"""Claims about Locust's count: samples by method and name, from the tallies of all workers."""

from collections.abc import Mapping, Sequence

from siaga.judge.counts import WorkerTallies
from siaga.record.call_count import CallCount
from siaga.record.tally import StepCount, Tally
from siaga.report.counted import MOST_KINDS
from siaga.report.error_group import TOO_MANY
from siaga.report.locust_count import LocustCount, LocustSum, locust_count

Calls = Mapping[str, Mapping[str, CallCount]]


def _count(*workers: Sequence[Tally], closed: bool = False) -> LocustCount:
    told = [WorkerTallies(rank=at, tallies=tuple(tallies)) for at, tallies in enumerate(workers)]
    return locust_count(told, closed=closed)


def _tally(second: int, calls: Calls, active: int = 0) -> Tally:
    """Give what a worker counts that was asked so."""
    sums = {
        step: StepCount(
            good=sum(one.good for one in methods.values()),
            failed=sum(one.failed for one in methods.values()),
        )
        for step, methods in calls.items()
    }
    return Tally(second=second, active=active, steps=sums, calls=calls)


def _failed(many: int, reason: str) -> CallCount:
    return CallCount(failed=many, received_bytes=0, errors={reason: many})


def test_rows_are_the_sums_of_all_workers_in_order_of_name_and_method() -> None:
    """As Locust sorts them; two methods of a step are two rows."""
    seat = {"POST": CallCount(good=1, received_bytes=5), "GET": CallCount(good=2, received_bytes=8)}
    one = [_tally(0, {"seat": seat}), _tally(1, {"home": {"GET": CallCount(good=3, received_bytes=9)}})]
    other = [_tally(0, {"seat": {"POST": _failed(4, "timeout")}})]
    count = _count(one, other)
    assert [(row.name, row.method, row.total) for row in count.rows] == [
        ("home", "GET", LocustSum(3, 0, 9)),
        ("seat", "GET", LocustSum(2, 0, 8)),
        ("seat", "POST", LocustSum(5, 4, 5)),
    ]
    assert count.total == LocustSum(10, 4, 22)
    assert count.seconds == {0: LocustSum(7, 4, 13), 1: LocustSum(3, 0, 9)}
    assert count.length_s == 2


def test_errors_have_their_row_and_when_they_were_seen_first_and_last() -> None:
    """By whichever worker, whosever tallies are read first."""
    late = [_tally(second, {"seat": {"POST": _failed(2, "timeout")}}) for second in (3, 7)]
    early = [_tally(1, {"seat": {"GET": _failed(1, "reset"), "POST": _failed(1, "timeout")}})]
    errors = _count(late, early).errors
    assert [(one.method, one.name, one.error, one.occurrences) for one in errors] == [
        ("GET", "seat", "CatchResponseError('reset')", 1),
        ("POST", "seat", "CatchResponseError('timeout')", 5),
    ]
    assert [(one.first_s, one.last_s) for one in errors] == [(1, 1), (1, 7)]


def test_of_a_stock_file_names_are_its_own_and_errors_their_kinds() -> None:
    """Its steps are called by method and name, which Locust has in two columns."""
    calls = {
        "GET /basket": {"GET": _failed(1, "status-503")},
        "my rpc": {"my": CallCount(good=1, received_bytes=0)},
        "unnamed": {"": CallCount(good=1, received_bytes=0)},
    }
    count = _count([_tally(0, calls)], closed=True)
    names = [(row.method, row.name) for row in count.rows]
    assert names == [("GET", "/basket"), ("my", "rpc"), ("", "unnamed")]
    assert [(one.method, one.name, one.error) for one in count.errors] == [
        ("GET", "/basket", "status-503")
    ]


def test_a_step_of_a_journey_keeps_a_name_that_begins_with_its_method() -> None:
    """Only a stock file's steps are called by both."""
    (row,) = _count([_tally(0, {"GET home": {"GET": CallCount(good=1)}})]).rows
    assert row.name == "GET home"


def test_an_older_run_tells_of_steps_alone() -> None:
    """Everything is counted; methods and sizes are not known, and are not made up."""
    steps = {"home": StepCount(good=5, failed=3), "home page": StepCount(good=1)}
    errors = {"home timeout": 1, "other": 2}
    count = _count([Tally(second=0, steps=steps, errors=errors)])
    assert [(row.method, row.name, row.total) for row in count.rows] == [
        ("", "home", LocustSum(8, 3, None)),
        ("", "home page", LocustSum(1, 0, None)),
    ]
    assert count.total == LocustSum(9, 3, None)
    assert [(one.name, one.error, one.occurrences) for one in count.errors] == [
        ("", TOO_MANY, 2),
        ("home", "CatchResponseError('timeout')", 1),
    ]


def test_endless_kinds_of_errors_are_counted_in_bounded_room() -> None:
    """Those read first are kept apart, the rest is one kind of its row; none is lost."""
    kinds = {f"error {number}": 2 for number in range(MOST_KINDS + 9)}
    call = CallCount(failed=2 * len(kinds), received_bytes=0, errors=kinds)
    errors = _count([_tally(0, {"seat": {"POST": call}})]).errors
    assert len(errors) == MOST_KINDS + 1
    assert sum(one.occurrences for one in errors) == call.failed
    assert [(one.method, one.name, one.occurrences) for one in errors if one.error == TOO_MANY] == [
        ("POST", "seat", 18)
    ]


def test_visitors_are_those_of_all_workers_second_by_second() -> None:
    """A second that nobody told of has none."""
    one = [_tally(0, {}, active=3), _tally(2, {}, active=1)]
    assert _count(one, [_tally(0, {}, active=4)]).visitors == (7, 0, 1)


def test_a_run_without_tallies_counts_nothing() -> None:
    """It never sent."""
    count = _count([], [])
    assert (count.rows, count.errors, count.total) == ((), (), LocustSum(0, 0, 0))
    assert (count.length_s, count.visitors) == (0, ())
