"""Claims about a cleaning: only a run's own rows are removed, and only the roll proves that they are."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from siaga.cli.clean_page import tell
from siaga.errors import UsageError
from siaga.record.clean_record import CleanRecord
from siaga.scenario.load import Override, load
from siaga.sender import RUN_HEADER
from siaga.stage.cleaning import Cleaning, Clocks
from siaga.stage.remover import Progress
from siaga.stage.target import Target
from tests.judge.hand_made import Run
from tests.stage.cleanable import cleanable
from tests.stage.removing_site import ENVIRON, TOKEN, RemovingSite, removing_site

OURS = ("ana", "budi", "citra")
OTHERS = ["key-zul", "key-yan"]


@pytest.fixture
def site() -> Iterator[RemovingSite]:
    """The site of the run."""
    with removing_site() as made:
        yield made


@pytest.fixture
def run(tmp_path: Path, site: RemovingSite) -> Run:
    """Three rows of the run, and two of others."""
    return cleanable(tmp_path, site)


def _cleaning(run: Run, site: RemovingSite, *overrides: str) -> Cleaning:
    scenario = load(run.folder.scenario, [Override.parse(one) for one in overrides])
    clocks = Clocks(wall=lambda: 1_800_000_000.0, sleep=lambda _: None)
    made = Cleaning(run.folder, scenario, Target(url=site.url), ENVIRON, clocks)
    made.look()
    return made


def _clean(run: Run, site: RemovingSite, *overrides: str) -> CleanRecord:
    return _cleaning(run, site, *overrides).clean(lambda _: None)


def _kept(run: Run) -> CleanRecord:
    return CleanRecord.read(run.folder.clean)


def _persons(rows: Sequence[object]) -> list[object]:
    return [dict(row)["person"] for row in rows]  # type: ignore[call-overload]


def test_the_rows_of_the_run_are_removed_and_nobody_elses(run: Run, site: RemovingSite) -> None:
    """With the run's name and the token, one call a row; two readings prove it."""
    looked = _cleaning(run, site)
    assert (_persons(looked.rows), looked.others, site.calls) == (list(OURS), 2, [])
    done = looked.clean(lambda _: None)
    assert site.calls == [f"DELETE /rows/key-{person}" for person in OURS]
    assert site.headers["Authorization"] == f"Bearer {TOKEN}"
    assert site.headers[RUN_HEADER] == "hand-made/1"
    assert list(site.rows) == OTHERS
    assert (done.found, done.others, done.removed, done.left, done.vanished) == (3, 2, 3, 0, 0)
    assert (done.proven, done.doubt, done.stopped) == (True, "", "")
    assert (done.call, done.host) == ("DELETE /rows/{operation}", site.url)
    assert site.reads == 3
    assert _kept(run) == done
    assert tell(done)[-2:] == [
        "by two readings of the roll nothing of the run is left, and all 2 rows of others are there",
        "that is proven",
    ]


def test_a_site_that_says_yes_and_keeps_a_row_is_found_out(run: Run, site: RemovingSite) -> None:
    """What it answers is no proof."""

    def lie(operation: str) -> int:
        return 204 if operation == "key-budi" else site.remove(operation)

    site.answer = lie
    done = _clean(run, site)
    assert (done.removed, done.left, done.vanished, done.proven) == (3, 1, 0, False)
    assert _persons(done.shown["left"]) == ["budi"]
    assert "left: person budi, operation key-budi, seat 4" in tell(done)
    assert tell(done)[-1] == "that is no proof"


def test_a_row_of_somebody_else_that_vanishes_is_found_out(run: Run, site: RemovingSite) -> None:
    """Whoever stood there before, and whoever has come since."""

    def careless(operation: str) -> int:
        site.rows.pop("key-yan", None)
        return site.remove(operation)

    site.answer = careless
    done = _clean(run, site)
    assert (done.removed, done.left, done.vanished, done.proven) == (3, 0, 1, False)
    assert _persons(done.shown["vanished"]) == ["yan"]
    assert (
        "by two readings of the roll nothing of the run is left, and 1 of 2 rows of others are gone"
        in (tell(done))
    )


def test_a_row_that_is_only_gone_in_one_reading_is_found_out_too(run: Run, site: RemovingSite) -> None:
    """A replica that is behind may show what another does not."""
    looked, row = _cleaning(run, site), site.rows["key-ana"]
    site.shown = lambda: [*site.rows.values(), *([row] if site.reads % 2 == 0 else [])]
    done = looked.clean(lambda _: None)
    assert (done.left, done.proven) == (1, False)


def test_people_who_come_meanwhile_are_left_alone(run: Run, site: RemovingSite) -> None:
    """Nobody removes them, and they prove nothing against it."""

    def busy(operation: str) -> int:
        site.put(f"late-{len(site.calls)}")
        return site.remove(operation)

    site.answer = busy
    done = _clean(run, site)
    assert (done.proven, done.removed) == (True, 3)
    assert list(site.rows) == [*OTHERS, "key-late-1", "key-late-2", "key-late-3"]


def test_whoever_is_interrupted_can_go_on(run: Run, site: RemovingSite) -> None:
    """What was done is written down; what stood there at first has to be there when the rest is done."""

    def interrupt(progress: Progress) -> None:
        if progress.removed == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _cleaning(run, site).clean(interrupt)
    kept = _kept(run)
    assert (kept.removed, kept.unsent, kept.left, kept.proven) == (1, 2, None, False)
    assert kept.stopped == "somebody stopped it"
    assert list(site.rows) == ["key-zul", "key-yan", "key-budi", "key-citra"]
    del site.rows["key-yan"]
    done = _clean(run, site)
    assert (done.found, done.removed, done.left, done.vanished, done.proven) == (2, 2, 0, 1, False)
    site.put("yan")
    again = _clean(run, site)
    assert (again.found, again.removed, again.vanished, again.proven) == (0, 0, 1, False)


def test_a_killed_cleaning_is_gone_on_with_as_well(
    run: Run, site: RemovingSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That it was begun is written down before the first call."""
    looked = _cleaning(run, site)

    def killed(*_: object) -> int:
        assert _kept(run).stopped == "it was begun and not ended"
        raise SystemExit

    monkeypatch.setattr("siaga.web.Web.answered", killed)
    with pytest.raises(SystemExit):
        looked.clean(lambda _: None)
    monkeypatch.undo()
    assert _clean(run, site).proven


def test_a_cleaning_that_was_proven_can_be_repeated(run: Run, site: RemovingSite) -> None:
    """It begins anew: who has left since is no loss of this one."""
    assert _clean(run, site).proven
    del site.rows["key-yan"]
    done = _clean(run, site)
    assert (done.found, done.others, done.vanished, done.proven) == (0, 1, 0, True)


def test_a_site_that_fails_half_way_leaves_a_clear_list(run: Run, site: RemovingSite) -> None:
    """What it refused, and what is left by the roll; when it works again, the rest is removed."""
    site.answer = lambda operation: (
        500 if site.rows.keys() & {"key-ana"} == set() else site.remove(operation)
    )
    done = _clean(run, site)
    assert (done.removed, done.refused, done.left, done.proven) == (1, 2, 2, False)
    assert [dict(row)["said"] for row in done.shown["refused"]] == ["status 500"] * 2
    assert _persons(done.shown["left"]) == ["budi", "citra"]
    site.answer = None
    assert _clean(run, site).proven


def test_a_cleaning_of_one_site_is_not_gone_on_with_at_another(run: Run, site: RemovingSite) -> None:
    """Who stood on the one roll need not stand on the other."""
    site.answer = lambda _operation: 500
    assert not _clean(run, site).proven
    with removing_site() as other:
        other.put("ana", "wati")
        done = _clean(run, other)
    assert (done.host, done.found, done.others, done.vanished) == (other.url, 1, 1, 0)
    assert done.proven


def test_a_slow_site_is_waited_for_no_longer_than_is_said(run: Run, site: RemovingSite) -> None:
    """The call that is late may have been done all the same: the roll tells."""
    over = threading.Event()

    def slow(operation: str) -> int:
        status = site.remove(operation)
        if operation == "key-ana" and status == 204:
            over.wait(5)
        return status

    site.answer = slow
    done = _clean(run, site, "site.clean.deadline=100 ms")
    over.set()
    assert (done.removed, done.gone, done.refused, done.proven) == (2, 1, 0, True)


def test_a_roll_that_cannot_be_read_afterwards_proves_nothing(run: Run, site: RemovingSite) -> None:
    """However many calls the site has said yes to."""

    def lost(operation: str) -> int:
        site.roll_status = 500
        return site.remove(operation)

    site.answer = lost
    done = _clean(run, site)
    assert (done.removed, done.left, done.vanished, done.proven) == (3, None, None, False)
    assert tell(done)[-1].startswith("nothing is proven: roll: ")


def test_a_roll_that_cannot_be_read_beforehand_stops_everything(run: Run, site: RemovingSite) -> None:
    """Nobody knows then what to remove."""
    site.roll_status = 500
    with pytest.raises(UsageError, match="answers 500; 200 is needed; nothing was removed"):
        _cleaning(run, site)
    assert site.calls == []


def test_a_ledger_that_may_be_short_proves_nothing(run: Run, site: RemovingSite) -> None:
    """There may be rows of which nobody knows any more that they are the run's."""
    run.record(host=site.url, workers=2)
    done = _clean(run, site)
    assert (done.removed, done.left, done.proven) == (3, 0, False)
    assert tell(done)[-1].startswith("that is no proof: only 1 of 2 workers left a ledger")


def test_a_column_of_the_roll_may_stand_in_the_path(run: Run, site: RemovingSite) -> None:
    """In a form in which it stays one part of it."""
    _clean(run, site, 'site.clean.path="/rows/{id}"')
    assert site.calls[0] == "DELETE /rows/id%20of%20ana"


def test_a_scenario_that_does_not_say_how_removes_nothing(run: Run, site: RemovingSite) -> None:
    """And says how to say it."""
    with pytest.raises(UsageError, match=r"site\.clean: is not in the scenario of the run"):
        _cleaning(run, site, "site.clean=null")
