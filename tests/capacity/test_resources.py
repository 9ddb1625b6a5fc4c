"""Claims about resources: each that a site can run out of is seen to come to its limit."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from siaga.capacity.reading import Reading
from siaga.capacity.resources import readings
from tests.capacity.scraped import glass


def counted(*lines: str) -> Iterable[str]:
    """Give four pages on which `{n}` counts the seconds."""
    return ["\n".join(line.replace("{n}", str(second)) for line in lines) for second in range(4)]


def by_name(found: Iterable[Reading]) -> dict[str, Reading]:
    """Give readings by their names."""
    return {one.name: one for one in found}


def grows(name: str, per_s: float) -> list[str]:
    """Give the lines of a counter on four pages."""
    return [f"{name} {second * per_s}" for second in range(4)]


FULL: dict[str, tuple[list[str], list[float]]] = {
    "CPU": (["process_cpu_seconds_total"], [0.98]),
    "configured capacity": (['site_capacity_served_total{sender="there"}'], [15.6]),
    "commit": (["site_commit_duration_seconds_sum"], [0.97]),
    "waiting room": (['site_queue_tickets_total{event="admitted"}'], [19.5]),
    "rate limits": (
        ['site_rejections_total{layer="rate-limits"}', "site_http_requests_total"],
        [2, 100],
    ),
    "registry limit": (
        [
            'site_neighbour_calls_total{neighbour="registry",result="limited"}',
            'site_neighbour_calls_total{neighbour="registry",result="answered"}',
        ],
        [1, 49],
    ),
}
STEADY = {
    "descriptors": "process_open_fds 1020\nprocess_max_fds 1024",
    "event loop": "site_event_loop_lag_seconds 0.3",
    "admission limit": "site_http_requests_in_flight 70\nsite_admission_limit 64",
    "connections": "site_connections 99",
    "store pool": 'site_store_readers{state="in_use"} 7.9\nsite_store_readers{state="most"} 8',
    "post office pool": (
        'site_neighbour_places{neighbour="post_office",state="in_use"} 128\n'
        'site_neighbour_places{neighbour="post_office",state="most"} 128'
    ),
}


@pytest.mark.parametrize("name", FULL)
def test_what_is_counted_comes_to_its_limit(name: str, tmp_path: Path) -> None:
    """By how much it grows in a second."""
    counters, per_s = FULL[name]
    columns = [grows(one, rate) for one, rate in zip(counters, per_s, strict=True)]
    pages = ["\n".join(["site_capacity_per_second 16", *row]) for row in zip(*columns, strict=True)]
    found = by_name(readings(glass(tmp_path, *pages, most_admitted_per_s=20.0)))
    assert found[name].is_at_limit


@pytest.mark.parametrize("name", STEADY)
def test_what_is_shown_comes_to_its_limit(name: str, tmp_path: Path) -> None:
    """By its mean, or half of its values."""
    found = by_name(readings(glass(tmp_path, *[STEADY[name]] * 4, connections=100)))
    assert found[name].is_at_limit


def test_each_process_may_have_a_transaction_under_way_whatever_its_cores(tmp_path: Path) -> None:
    """Four that write half of the time have more to give, on two cores too."""
    found = by_name(
        readings(glass(tmp_path, *grows("site_commit_duration_seconds_sum", 2.0), cores=2, processes=4))
    )
    assert (found["commit"].used, found["commit"].is_at_limit) == (0.5, False)


def test_a_quiet_site_is_at_no_limit_and_says_so(tmp_path: Path) -> None:
    """Each reading tells value and limit with their units."""
    pages = counted(
        "process_cpu_seconds_total 0.{n}",
        "site_event_loop_lag_seconds 0.004",
        "site_capacity_per_second 16",
        "site_capacity_served_total {n}",
        "site_http_requests_in_flight 2",
        "site_admission_limit 64",
        "site_commit_duration_seconds_sum 0.{n}",
        "site_commit_batch_operations_sum {n}0",
        "site_commit_batch_operations_count {n}",
        'site_store_readers{state="in_use"} 1',
        'site_store_readers{state="most"} 8',
        'site_neighbour_places{neighbour="registry",state="in_use"} 0',
        'site_neighbour_places{neighbour="registry",state="most"} 128',
        'site_neighbour_places{neighbour="evaluator",state="in_use"} 0',
        'site_neighbour_places{neighbour="evaluator",state="most"} 0',
        'site_neighbour_calls_total{neighbour="post_office",result="answered"} {n}',
        "site_http_requests_total {n}",
        'site_rejections_total{layer="rate-limits"} 0',
    )
    found = readings(glass(tmp_path, *pages, cores=2, processes=2))
    assert [(one.name, one.text) for one in found] == [
        ("CPU", "0.1 of 2 cores"),
        ("event loop", "4 ms late in half of the seconds, 250 ms is too much"),
        ("configured capacity", "1 of 16 requests a second"),
        ("admission limit", "2 requests under way or waiting, 64 let in at once"),
        ("commit", "a transaction under way 5 % of the time, 10 writes each"),
        ("store pool", "1 of 8 connections that read in use"),
        ("rate limits", "0 % turned away, of 1 a second"),
        ("registry pool", "0 of 128 places for calls taken"),
        ("post office limit", "0 % turned away, of 1 a second"),
    ]
    assert not any(one.is_at_limit for one in found)


def test_what_another_machine_has_is_not_known_and_so_never_full(tmp_path: Path) -> None:
    """Its numbers are told, without a share."""
    names = ("process_cpu_seconds_total", "site_commit_duration_seconds_sum")
    pages = ["\n".join(row) for row in zip(*(grows(one, 1.2) for one in names), strict=True)]
    found = readings(glass(tmp_path, *pages, cores=None, processes=None))
    assert [(one.name, one.used, one.text) for one in found] == [
        ("CPU", None, "1.2 cores; how many there are is not known"),
        ("commit", None, "1.2 transactions under way, of how many processes is not known"),
    ]
    assert not any(one.is_at_limit for one in found)


def test_of_a_site_of_others_cpu_and_descriptors_are_known_or_nothing(tmp_path: Path) -> None:
    """The names are those that Prometheus' client libraries use."""
    for name in "abc":
        (tmp_path / name).mkdir()
    told = readings(glass(tmp_path / "a", *grows("process_cpu_seconds_total", 0.5)))
    assert [(one.name, one.text) for one in told] == [("CPU", "0.5 of 1 core")]
    open_ = ["process_open_fds 50\nprocess_max_fds 1024"] * 4
    told = readings(glass(tmp_path / "b", *open_))
    assert [(one.name, one.text) for one in told] == [("descriptors", "50 of 1,024 open")]
    assert readings(glass(tmp_path / "c", *grows("theirs_total", 0.5))) == ()
