"""Claims about slots: the same latencies as in the histograms, read without making them."""

import base64
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hdrh.histogram import HdrHistogram
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.record.latency import HIGHEST_US, Interval, LatencyLog, histogram, never, record
from siaga.record.slots import SlotReader, Slots, slots
from tests.record.whole_interval import intervals


def _interval(second: int, *latencies_s: float, population: str = "", intended: bool = True) -> Interval:
    into = histogram()
    for latency_s in latencies_s:
        record(into, latency_s)
    return Interval(second=second, step="a,b", intended=intended, latencies=into, population=population)


def _write(path: Path, *written: Interval) -> Path:
    log = LatencyLog(path, 0.0)
    for one in written:
        log.append(one)
    log.close()
    return path


def _facts(one: Slots) -> tuple[object, ...]:
    counts = dict(zip(one.places.tolist(), one.counts.tolist(), strict=True))
    return one.second, one.step, one.population, one.intended, counts


@settings(max_examples=60)
@given(st.lists(st.lists(st.floats(0, 4_000), min_size=1, max_size=40), min_size=1, max_size=3))
def test_a_log_gives_what_its_histograms_hold(
    tmp_path_factory: pytest.TempPathFactory, seconds: list[list[float]]
) -> None:
    """One line after the other in the same room, and nothing of one stays for the next."""
    written = [_interval(second, *latencies_s) for second, latencies_s in enumerate(seconds)]
    path = _write(tmp_path_factory.mktemp("logs") / "worker-0.hlog", *written)
    assert [_facts(one) for one in slots([path])] == [_facts(Slots.of(one)) for one in written]
    assert [int(one.counts.sum()) for one in slots([path])] == [len(one) for one in seconds]


def test_a_line_says_which_second_of_what_it_is(tmp_path: Path) -> None:
    """As an interval does."""
    kept = (_interval(3, 0.1, population="late"), _interval(4, 0.2, intended=False))
    path = _write(tmp_path / "worker-0.hlog", *kept)
    assert [_facts(one)[:4] for one in slots([path])] == [
        (3, "a,b", "late", True),
        (4, "a,b", "", False),
    ]


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_line_is_an_error_where_it_is_one_for_the_histogram(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Cut, doubled or changed anywhere: it is refused, or it gives the same latencies."""
    path = _write(tmp_path_factory.mktemp("logs") / "worker-7.hlog", _interval(0, 1.0, 2.0))
    *head, line = path.read_bytes().splitlines(keepends=True)
    place = data.draw(st.integers(4, len(line) - 2))
    scrap = data.draw(st.binary(max_size=3).filter(lambda some: b"\n" not in some))
    gone = data.draw(st.integers(0, 20))
    path.write_bytes(b"".join(head) + line[:place] + scrap + line[min(place + gone, len(line) - 1) :])
    try:
        expected = [_facts(Slots.of(one)) for one in intervals([path])]
    except ValueError:
        with pytest.raises(ValueError, match=r"^worker-7\.hlog: "):
            list(slots([path]))
    else:
        assert [_facts(one) for one in slots([path])] == expected


@pytest.mark.parametrize(
    "line", ["Tag=a.intended", "Tag=a.intended,0,1,1,!!", "Tag=a.intended,0,1,1,SElTVA==", "Tag=,,,,"]
)
def test_a_line_that_is_no_interval_is_an_error(tmp_path: Path, line: str) -> None:
    """Too few fields, no payload, no time."""
    path = tmp_path / "worker-0.hlog"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"worker-0\.hlog: 'Tag=.*is no interval"):
        list(slots([path]))


@pytest.mark.parametrize(("highest_us", "digits"), [(3_600_000_000, 2), (1_000_000, 3)])
def test_histograms_of_another_range_are_refused(tmp_path: Path, highest_us: int, digits: int) -> None:
    """Their slots mean other latencies."""
    other = HdrHistogram(1, highest_us, digits)
    other.record_value(1000)
    one = Interval(second=0, step="join", intended=True, latencies=other)
    with pytest.raises(ValueError, match="latencies of join: have another range; the log is damaged"):
        list(slots([_write(tmp_path / "worker-0.hlog", one)]))
    with pytest.raises(ValueError, match="latencies of join: have another range; the log is damaged"):
        Slots.of(one)


def test_an_interval_of_nothing_is_refused(tmp_path: Path) -> None:
    """No worker writes one."""
    path = tmp_path / "worker-0.hlog"
    payload = histogram().encode().decode()
    path.write_text(f"Tag=a.intended,0.000,1.000,0.0,{payload}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="its 0 latencies are none or too many"):
        list(slots([path]))


def test_nothing_of_a_damaged_line_is_in_the_next_one() -> None:
    """More counts than a histogram has are only found to be too many when there is no room left."""
    whole = histogram()
    record(whole, 0.1)
    text = whole.encode()
    cookie, _length = struct.unpack_from(">II", base64.b64decode(text))
    content = zlib.decompress(base64.b64decode(text)[8:])
    first, _counts, *rest = struct.unpack_from(">IIIIQQd", content)
    torn = zlib.compress(struct.pack(">IIIIQQd", first, 30_000, *rest) + b"\x02" * 30_000)
    damaged = base64.b64encode(struct.pack(">II", cookie, len(torn)) + torn)
    line, reader = "Tag=home.intended,0.000,1.000,0.1,{}\n", SlotReader()
    with pytest.raises(ValueError, match="is no interval"):
        reader.read(line.format(damaged.decode()))
    assert reader.read(line.format(text.decode())).counts.tolist() == [1]


def test_slots_take_little_room(tmp_path: Path) -> None:
    """Eight bytes for each that holds anything."""
    (one,) = slots([_write(tmp_path / "worker-0.hlog", _interval(0, 0.1, 0.1, 0.9))])
    assert (one.places.nbytes, one.counts.nbytes) == (8, 8)
    assert np.array_equal(one.counts, [2, 1])


def test_a_log_keeps_who_was_never_served_apart_from_the_slowest(tmp_path: Path) -> None:
    """They have the last slot, which an hour and more does not reach; other tools read 4,295 s."""
    lost = Interval(second=4, step="home", intended=True, latencies=never(7), population="visitors")
    path = _write(tmp_path / "worker-0.hlog", _interval(3, 9_999.0), lost)
    last = len(histogram().counts) - 1
    slowest, told = slots([path])
    assert _facts(told) == (4, "home", "visitors", True, {last: 7})
    assert slowest.places.max() < last
    read = [one.latencies.get_max_value() for one in intervals([path])]
    assert read == [pytest.approx(HIGHEST_US, rel=1e-3), 4_294_967_295]
