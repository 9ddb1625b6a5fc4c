"""A full disk and exhausted descriptors: limits of real workers, set and taken away from outside."""

import contextlib
import itertools
import resource
import signal
import socket
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.faults.fault import FaultError, Following
from siaga.faults.process.processes import Mark, Processes
from siaga.faults.resource.descriptors import free_below, limit_with
from siaga.faults.resource.disk_full import SMALL_BYTES
from siaga.faults.waiting import becomes_true
from tests.faults.real_site import RealSite, ask, kept

SHOWS_WITHIN_S = 10.0
NUMBERS = itertools.count()


def visit(site: RealSite) -> int:
    """Have somebody ask for an account, and give the status of the answer."""
    email = f"siti{next(NUMBERS)}@warga.test"
    return ask(f"{site.place.site_url}/accounts", {"email": email, "password": "rahasia-sekali"})


def limits(site: RealSite, which: int) -> set[int]:
    """Give what the workers are allowed."""
    marks = Processes(site.place).of("workers")
    return {psutil.Process(one.pid).rlimit(which)[0] for one in marks}


@contextlib.contextmanager
def callers(site: RealSite, count: int) -> Iterator[None]:
    """Keep so many connections open."""
    address = urlsplit(site.place.site_url)
    with contextlib.ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(socket.create_connection((address.hostname, address.port)))
        yield


def test_a_full_disk_has_writes_refused_until_there_is_room_again(site: RealSite) -> None:
    """Visitors are told; what they do afterwards is kept."""
    before = limits(site, resource.RLIMIT_FSIZE)
    fault = site.fault("disk-full", "store")
    memory = kept(fault)
    fault.begin(memory)
    try:
        assert limits(site, resource.RLIMIT_FSIZE) == {SMALL_BYTES}
        assert fault.proof(memory) == ""
        assert becomes_true(lambda: visit(site) == 503 and bool(fault.proof(memory)), SHOWS_WITHIN_S)
        assert fault.proof(memory).endswith("writes were refused while files could not grow")
        with pytest.raises(FaultError, match="disk: is limited already"):
            site.fault("disk-full", "store").look()
    finally:
        fault.heal(memory)
    assert limits(site, resource.RLIMIT_FSIZE) == before
    assert becomes_true(lambda: visit(site) == 201, SHOWS_WITHIN_S)
    fault.heal(memory)


def test_workers_without_descriptors_cannot_take_connections(site: RealSite) -> None:
    """It shows as soon as as many people have come as were left; then they are let in again."""
    before = limits(site, resource.RLIMIT_NOFILE)
    fault = site.fault("descriptors", "workers", left=3)
    memory = kept(fault)
    fault.begin(memory)
    try:
        assert max(limits(site, resource.RLIMIT_NOFILE)) < 200
        assert fault.proof(memory) == ""
        with callers(site, 20):
            assert becomes_true(lambda: bool(fault.proof(memory)), SHOWS_WITHIN_S)
            assert fault.proof(memory).startswith("every descriptor was open of ")
            fault.heal(memory)
    finally:
        fault.heal(memory)
    assert limits(site, resource.RLIMIT_NOFILE) == before
    assert becomes_true(lambda: visit(site) == 201, SHOWS_WITHIN_S)


@pytest.mark.parametrize(
    ("kind", "target", "which"),
    [
        ("disk-full", "store", resource.RLIMIT_FSIZE),
        ("descriptors", "workers", resource.RLIMIT_NOFILE),
    ],
)
def test_a_worker_that_is_started_meanwhile_is_limited_too(
    site: RealSite, kind: str, target: str, which: int
) -> None:
    """And healed too, by another than the one that limited it."""
    before = limits(site, which)
    fault = site.fault(kind, target)
    memory = kept(fault)
    fault.begin(memory)
    assert isinstance(fault, Following)
    try:
        victim = Mark.all_of(memory["workers"])[0]
        victim.tell(signal.SIGKILL)
        serving = Processes(site.place).serving
        assert becomes_true(lambda: victim.process() is None and serving("workers") == 2, 30.0)
        assert before <= limits(site, which)
        fault.follow(memory)
        assert max(limits(site, which)) <= memory["later"]
    finally:
        site.fault(kind, target).heal(memory)
    assert limits(site, which) == before


def test_nobody_is_limited_where_all_have_ended(site: RealSite) -> None:
    """That is no harm, and is not told as one."""
    fault = site.fault("disk-full", "store")
    ended = {"pid": site.place.site_pid, "created_s": 0.0}
    with pytest.raises(FaultError, match="workers: have all ended"):
        fault.begin({"workers": [ended], "usual": [1, 1], "later": 1})


def test_where_the_site_has_ended_nothing_is_left_to_heal(site: RealSite) -> None:
    """Its workers have ended with it."""
    gone = replace(site, place=replace(site.place, site_pid=2**22 + 1))
    gone.fault("disk-full", "store").heal({"workers": [], "usual": [1, 1], "later": 1})


def test_the_disk_of_another_store_cannot_be_filled(site: RealSite) -> None:
    """The workers do not write it themselves."""
    other = replace(site, place=replace(site.place, store_path=""))
    with pytest.raises(FaultError, match="store: is no SQLite file"):
        other.fault("disk-full", "store").look()


@given(st.frozensets(st.integers(0, 60)), st.integers(0, 20))
def test_a_limit_leaves_exactly_so_many_descriptors(opened: frozenset[int], left: int) -> None:
    """A number that is free below the limit can be opened, one above it cannot."""
    limit = limit_with(opened, left)
    free = [one for one in range(limit) if one not in opened]
    assert len(free) == left == free_below(opened, limit)
