"""Claims about counts: sums over workers, seconds and steps, and tallies that cannot be."""

import json
from pathlib import Path

import pytest

from siaga.judge.counts import LATEST_S, Counts, WorkerTallies
from siaga.record.run_folder import RunFolder
from siaga.record.tally import PopulationCount, StepCount, Tally


def tally(second: int, arrived: int, *, closed: bool = False, **steps: tuple[int, int]) -> Tally:
    """Make a tally; steps are good and failed samples."""
    counted = {name: StepCount(good=good, failed=failed) for name, (good, failed) in steps.items()}
    return Tally(
        second=second,
        arrived=arrived,
        dropped=1,
        active=arrived,
        sent=2 * arrived,
        steps=counted,
        closed=closed,
    )


@pytest.fixture
def counts() -> Counts:
    """Two workers, of which one ended in order."""
    first = (tally(0, 3, join=(3, 0)), tally(1, 4, join=(2, 2), home=(5, 0), closed=True))
    second = (tally(1, 5, join=(1, 4)), tally(1, 1), tally(7, 0))
    return Counts([WorkerTallies(rank=0, tallies=first), WorkerTallies(rank=1, tallies=second)])


def test_numbers_add_up_over_workers_and_seconds(counts: Counts) -> None:
    """Whole or between two seconds; a second that was told of twice counts twice."""
    assert [counts.number(name) for name in ("arrived", "dropped", "sent")] == [13, 5, 26]
    assert counts.number("arrived", range(1)) == 3
    assert counts.number("arrived", range(1, 2)) == 10
    assert counts.number("arrived", range(2, 7)) == 0
    assert (counts.active(1), counts.active(2), counts.last_second) == (10, 0, 7)


def test_samples_add_up_by_step(counts: Counts) -> None:
    """Good and failed apart; a step that never happened has none."""
    assert counts.steps == ["home", "join"]
    assert (counts.good(), counts.failed()) == (11, 6)
    assert (counts.good("join"), counts.failed("join")) == (6, 6)
    assert (counts.good("join", range(1)), counts.failed("join", range(1, 2))) == (3, 6)
    assert (counts.good("login"), counts.failed("login"), counts.failed("join", [0])) == (0, 0, 0)


def test_a_tally_tells_of_the_seconds_that_were_slept_through_before_it(counts: Counts) -> None:
    """Of its own alone where none is missing, and where the file is out of order."""
    late = WorkerTallies(rank=0, tallies=tuple(tally(second, 0) for second in (2, 3, 9, 4, 10)))
    spans = [range(3), range(3, 4), range(4, 10), range(4, 5), range(10, 11)]
    assert list(late.spans()) == list(zip(spans, late.tallies, strict=True))
    assert [span for span, _tally in counts.workers[1].spans()] == [range(2), range(1, 2), range(2, 8)]


def test_answers_add_up_by_step() -> None:
    """Over workers and seconds; of older runs nothing is known."""
    told = Tally(second=1, answers={"join": 3, "home": 4}, rejects={"join": 2})
    workers = [WorkerTallies(rank=rank, tallies=(tally(0, 3), told)) for rank in (0, 1)]
    counts = Counts(workers)
    assert (counts.answers(), counts.rejects()) == (14, 4)
    assert (counts.answers("join"), counts.rejects("home")) == (6, 0)
    assert (counts.answers("home", [0]), counts.rejects("join", [1])) == (0, 4)
    assert counts.rejects("join", [0]) == 0


def test_a_worker_is_closed_by_its_last_tally(counts: Counts) -> None:
    """One that was killed never says so."""
    assert [(one.rank, one.closed) for one in counts.workers] == [(0, True), (1, False)]


def test_without_tallies_nothing_was_counted() -> None:
    """A run that never began."""
    nothing = Counts([])
    assert (nothing.number("arrived"), nothing.active(0), nothing.last_second) == (0, 0, -1)


def test_tallies_are_read_worker_by_worker(tmp_path: Path) -> None:
    """The rank is in the name of the file; a torn last line is passed over."""
    path = tmp_path / "worker-12.jsonl"
    path.write_text(json.dumps(tally(0, 3).as_json()) + '\n{"second": 1, "arr')
    (worker,) = Counts.read([path]).workers
    assert worker == WorkerTallies(rank=12, tallies=(tally(0, 3),))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("second", -1),
        ("second", 10**12),
        ("second", "1"),
        ("arrived", None),
        ("sent", 1.5),
        ("dropped", True),
        ("cpu_ratio", float("nan")),
        ("lateness_s", "late"),
        ("loop_lag_s", float("inf")),
        ("steps", {"join": {"good": "many"}}),
        ("steps", {"join": {"great": 1}}),
        ("steps", [1]),
        ("surprise", 1),
        ("populations", {"a": {"good": -1}}),
        ("populations", {"a": {"ended": 1.5}}),
        ("populations", {"a": {"great": 1}}),
        ("populations", [1]),
        ("asked", -1),
        ("answers", {"a": -1}),
        ("answers", [1]),
        ("rejects", {"a": 1.5}),
    ],
)
def test_a_tally_that_cannot_be_is_damage(tmp_path: Path, key: str, value: object) -> None:
    """It is refused where it is read, and not where its number would spoil a sum."""
    path = tmp_path / "worker-0.jsonl"
    path.write_text(json.dumps(tally(0, 3).as_json() | {key: value}) + "\n")
    with pytest.raises(ValueError, match="it is damaged"):
        Counts.read([path])


@pytest.mark.parametrize("torn", ["not json", '{"second": 1, "steps": 5}', '{"second": -1}'])
def test_of_a_damaged_file_what_is_whole_before_can_be_read(tmp_path: Path, torn: str) -> None:
    """No other file loses anything by it, and a worker whose file begins with damage told nothing."""
    folder = RunFolder(tmp_path)
    whole = json.dumps(Tally(second=0, sent=3).as_json())
    folder.tallies(0).parent.mkdir(parents=True, exist_ok=True)
    folder.tallies(0).write_text(f"{whole}\n{torn}\n{whole}\n", encoding="utf-8")
    folder.tallies(1).write_text(f"{whole}\n{whole}\n", encoding="utf-8")
    folder.tallies(2).write_text(f"{torn}\n", encoding="utf-8")
    read = Counts.readable(folder.tally_files())
    assert [(one.rank, len(one.tallies)) for one in read.workers] == [(0, 1), (1, 2), (2, 0)]
    assert read.number("sent") == 9


def test_the_last_second_that_a_run_can_have_is_read(tmp_path: Path) -> None:
    """Only what comes after it cannot be."""
    path = tmp_path / "worker-0.jsonl"
    path.write_text(json.dumps(tally(int(LATEST_S), 3).as_json()) + "\n")
    assert Counts.read([path]).last_second == LATEST_S


def test_a_damaged_tally_is_shown_by_its_first_sixty_characters(tmp_path: Path) -> None:
    """Enough to find it; a tally may be long."""
    path = tmp_path / "worker-3.jsonl"
    told = tally(0, 3).as_json() | {"second": -1}
    path.write_text(json.dumps(told) + "\n")
    with pytest.raises(ValueError, match="damaged") as refused:
        Counts.read([path])
    shown = "{'second': -1, 'arrived': 3, 'dropped': 1, 'finished': 0, 'a"
    assert len(shown) == 60
    assert str(refused.value) == f'worker-3.jsonl: tally "{shown}" has no numbers; it is damaged'


def test_people_add_up_by_population() -> None:
    """Of some populations or of none, over workers and seconds."""
    a, b = PopulationCount(arrived=3, ended=2, completed=1), PopulationCount(good=5, failed=1)
    tallies = (
        Tally(second=0, populations={"b": b, "a": a}),
        Tally(second=1, populations={"a": a}),
    )
    counts = Counts([WorkerTallies(rank=rank, tallies=tallies) for rank in range(2)])
    assert counts.populations == ["a", "b"]
    assert counts.of_people(("a",), "arrived") == 12
    assert counts.of_people(("a", "b"), "good") == 10
    assert counts.of_people(("a",), "completed", range(1, 2)) == 2
    assert (counts.of_people((), "ended"), counts.of_people(("c",), "ended")) == (0, 0)
    assert Counts([]).populations == []


def test_steps_are_counted_when_they_are_asked_for_first() -> None:
    """A step whose retries go on has not ended; of older runs only those that had are known."""
    asked = Tally(second=0, sent=9, asked=4, steps={"join": StepCount(good=1, failed=1)})
    older = tally(1, 3, join=(2, 1))
    counted = Counts([WorkerTallies(rank=rank, tallies=(asked, older)) for rank in (0, 1)])
    assert [counted.number("asked", range(at, at + 1)) for at in (0, 1)] == [8, 6]
    assert counted.number("asked") == 14
