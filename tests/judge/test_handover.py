"""Claims about what is known of the files of a worker, and when its ledger may lack promises."""

from collections.abc import Callable

import pytest

from siaga.judge.handover import handovers, ledgers_may_be_short
from siaga.record.collection import Checksum
from siaga.record.run_folder import RunFolder
from tests.judge.hand_made import Run


def test_files_that_are_right_are_confirmed(good: Run) -> None:
    """All three of them, and the ledger has every promise."""
    (one,) = handovers(good.folder) or ()
    assert (one.rank, one.confirmed, list(one.faults())) == (0, 3, [])
    assert not ledgers_may_be_short(good.folder)


@pytest.mark.parametrize("in_place", [True, False])
@pytest.mark.parametrize("checksum", ["wrong", "missing"])
def test_a_file_that_is_not_right_is_a_fault(good: Run, checksum: str, in_place: bool) -> None:  # noqa: FBT001
    """Whichever it is; a ledger without a checksum has all its promises only where it was written."""
    good.collect({"latency": checksum}, in_place=in_place)
    (one,) = handovers(good.folder) or ()
    assert list(one.faults()) == [("latency", Checksum(checksum))]
    assert (one.confirmed, ledgers_may_be_short(good.folder)) == (2, False)
    good.collect({"ledger": checksum}, in_place=in_place)
    assert ledgers_may_be_short(good.folder) is not (in_place and checksum == "missing")


def _longer(folder: RunFolder) -> None:
    with folder.ledger(0).open("ab") as ledger:
        ledger.write(b"{}\n")


def _shorter(folder: RunFolder) -> None:
    folder.ledger(0).write_bytes(folder.ledger(0).read_bytes()[:-1])


def _gone(folder: RunFolder) -> None:
    folder.ledger(0).unlink()


@pytest.mark.parametrize("change", [_longer, _shorter, _gone])
def test_a_file_that_changed_after_it_was_confirmed_is_wrong(
    good: Run, change: Callable[[RunFolder], None]
) -> None:
    """Also an empty one that is gone; and promises may be missing."""
    change(good.folder)
    (one,) = handovers(good.folder) or ()
    assert list(one.faults()) == [("ledger", Checksum.WRONG)]
    assert ledgers_may_be_short(good.folder)
    good.folder.latency(0).write_bytes(b"")
    good.collect()
    good.folder.latency(0).unlink()
    (one,) = handovers(good.folder) or ()
    assert ("latency", Checksum.WRONG) in list(one.faults())


def test_one_ledger_that_may_be_short_is_enough(good: Run) -> None:
    """Of however many workers."""
    good.record(workers=3)
    good.collect(in_place=False)
    assert [one.confirmed for one in handovers(good.folder) or ()] == [3, 0, 0]
    assert ledgers_may_be_short(good.folder)


def test_of_a_run_of_which_nothing_was_written_down_nothing_is_known(good: Run) -> None:
    """Its workers wrote in place, since there was no other way."""
    good.folder.collection.unlink()
    assert handovers(good.folder) is None
    assert not ledgers_may_be_short(good.folder)


@pytest.mark.parametrize("text", ["", "{", '{"schema": 1, "workers": [{}]}'])
def test_a_damaged_record_confirms_nothing(good: Run, text: str) -> None:
    """It may have said anything."""
    good.folder.collection.write_text(text)
    with pytest.raises(ValueError, match=r"collection\.json: is no record of a run"):
        handovers(good.folder)
    assert ledgers_may_be_short(good.folder)
