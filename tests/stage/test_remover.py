"""Claims about removing rows: one call each, no faster and no longer than it may be, and none twice."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from siaga.scenario.removal import Removal
from siaga.stage.remover import ATTEMPTS, MOST_IN_A_ROW, Progress, Remover, path_of
from siaga.web import WebError

Said = int | str


class _Site:
    """Says what it is told to, and takes its time for it."""

    def __init__(self, clock: "_Clock", *said: Said, took_s: float = 0.0) -> None:
        self._clock, self._said, self._took_s = clock, list(said), took_s
        self.calls: list[tuple[float, str]] = []

    def answered(self, method: str, path: str) -> int:
        """Note the call; the last thing that it says is said for ever."""
        self.calls.append((round(self._clock.at_s, 3), f"{method} {path}"))
        self._clock.at_s += self._took_s
        said = self._said.pop(0) if len(self._said) > 1 else self._said[0]
        if isinstance(said, str):
            raise WebError(said)
        return said


class _Clock:
    """Only sleeping moves it."""

    def __init__(self) -> None:
        self.at_s = 100.0

    def __call__(self) -> float:
        """Give seconds."""
        return self.at_s

    def sleep(self, pause_s: float) -> None:
        """Move on."""
        self.at_s += pause_s


def _row(number: int) -> dict[str, Any]:
    return {
        "person": f"p{number}",
        "operation": f"k{number}",
        "seat": str(number),
        "unique": {"id": "a/b"},
    }


def _removal(**changed: object) -> Removal:
    return Removal.model_validate({"path": "/rows/{operation}", **changed})


def _removed(
    said: Sequence[Said],
    rows: int = 3,
    *,
    took_s: float = 0.0,
    told: Callable[[Progress], None] = lambda _: None,
    **changed: object,
) -> tuple[Progress, list[tuple[float, str]]]:
    clock, progress = _Clock(), Progress()
    site = _Site(clock, *said, took_s=took_s)
    remover = Remover(site, _removal(**changed), now_s=clock, sleep=clock.sleep, told=told)
    remover.remove([_row(number) for number in range(rows)], progress)
    return progress, site.calls


def test_each_row_is_asked_for_once_and_no_faster_than_it_may_be() -> None:
    """The progress is told after each."""
    seen: list[int] = []
    done, calls = _removed([204], rate="4/s", told=lambda one: seen.append(one.unsent))
    assert calls == [(100.0, "DELETE /rows/k0"), (100.25, "DELETE /rows/k1"), (100.5, "DELETE /rows/k2")]
    assert (done.removed, done.gone, done.refused, done.unsent, done.stopped) == (3, 0, [], 0, "")
    assert seen == [2, 1, 0]


def test_a_slow_site_is_not_asked_faster_afterwards() -> None:
    """What it took is no credit."""
    _, calls = _removed([204], rate="4/s", took_s=1.0)
    assert [at_s for at_s, _ in calls] == [100.0, 101.0, 102.0]


def test_what_is_not_there_any_more_is_as_good_as_removed() -> None:
    """A cleaning may be gone on with."""
    done, _ = _removed([404, 200, 410])
    assert (done.removed, done.gone, done.refused) == (1, 2, [])


def test_a_refusal_is_told_with_its_row_and_the_next_is_asked_for() -> None:
    """Neither is asked for again."""
    done, calls = _removed([403, 204])
    assert (done.removed, len(calls)) == (2, 3)
    assert done.refused == [(_row(0), "status 403")]


@pytest.mark.parametrize("said", [503, 429, "DELETE /rows/k0: no answer"])
def test_where_it_may_help_a_row_is_asked_for_again(said: Said) -> None:
    """Three times in all, after half a second and after a whole one."""
    done, calls = _removed([said, said, 204], rows=1, rate="100/s")
    assert (done.removed, [at_s for at_s, _ in calls]) == (1, [100.0, 100.5, 101.5])
    done, calls = _removed([said], rows=1)
    assert (done.removed, len(calls)) == (0, ATTEMPTS)
    assert done.refused == [(_row(0), said if isinstance(said, str) else f"status {said}")]


def test_a_site_that_refuses_many_in_a_row_is_not_asked_for_the_rest() -> None:
    """One in between that it takes begins anew."""
    done, calls = _removed([*[500] * 9 * ATTEMPTS, 204, 500], rows=30, rate="1000/s")
    assert (done.removed, len(done.refused)) == (1, 9 + MOST_IN_A_ROW)
    assert done.unsent == 30 - 10 - MOST_IN_A_ROW
    assert done.stopped == f"the site refused {MOST_IN_A_ROW} rows one after the other"
    assert len(calls) == 1 + (9 + MOST_IN_A_ROW) * ATTEMPTS


@pytest.mark.parametrize(
    ("changed", "removed", "stopped"),
    [
        ({"most": 2}, 2, "2 rows were asked for, the most that site.clean.most allows"),
        ({"within": "3 s"}, 3, "3 s were over, the longest that site.clean.within allows"),
    ],
)
def test_a_cleaning_is_bounded(changed: dict[str, Any], removed: int, stopped: str) -> None:
    """In rows and in time; what is left can be gone on with."""
    done, _ = _removed([204], rows=5, rate="100/s", took_s=1.0, **changed)
    assert (done.removed, done.unsent, done.stopped) == (removed, 5 - removed, stopped)


def test_whoever_is_interrupted_knows_how_far_it_was() -> None:
    """The row under way counts as not asked for."""

    def interrupt(progress: Progress) -> None:
        if progress.removed == 2:
            raise KeyboardInterrupt

    clock, progress = _Clock(), Progress()
    remover = Remover(_Site(clock, 204), _removal(), now_s=clock, sleep=clock.sleep, told=interrupt)
    with pytest.raises(KeyboardInterrupt):
        remover.remove([_row(number) for number in range(5)], progress)
    assert (progress.removed, progress.unsent) == (2, 3)


@pytest.mark.parametrize(
    ("path", "filled"),
    [
        ("/a/{person}/b/{operation}/{seat}", "/a/p1/b/k1/1"),
        ("/a/{id}", "/a/a%2Fb"),
    ],
)
def test_a_path_is_filled_with_what_the_row_has(path: str, filled: str) -> None:
    """In a form in which it stays one part of a path."""
    assert path_of(Removal(path=path), _row(1)) == filled


@pytest.mark.parametrize("value", [None, "", "..", "."])
def test_a_row_that_leaves_a_place_empty_is_refused_and_never_sent(value: str | None) -> None:
    """The call would be about something else."""
    with pytest.raises(ValueError, match=r"row of 'p1': has .* as operation; a path needs a value"):
        path_of(_removal(), {**_row(1), "operation": value})
    clock, progress = _Clock(), Progress()
    site = _Site(clock, 204)
    remover = Remover(site, _removal(), now_s=clock, sleep=clock.sleep, told=lambda _: None)
    remover.remove([{**_row(1), "operation": value}], progress)
    assert (site.calls, len(progress.refused)) == ([], 1)
