"""Claims about the stay of a generator: its sending ends, also early, and it shows the verdict."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from siaga.record.end_record import EndRecord
from siaga.record.run_folder import RunFolder
from siaga.stage.stay import END_DEADLINE_S, LOOK_EVERY_S, Stay

END = EndRecord(interrupted=True, problems=("the disk is full",))


@dataclass(slots=True)
class Played:
    """A generator, and the time that passes while somebody waits for it.

    Attributes:
        folder: of its run.
        ends_at_s: when it says that the sending is over; None: never.
        gone_at_s: when it is gone altogether; None: never.
        waited_s: how long somebody has waited.
    """

    folder: RunFolder
    ends_at_s: float | None = None
    gone_at_s: float | None = None
    waited_s: float = field(default=0.0)

    def ended(self) -> bool:
        """Tell whether it is gone."""
        return self.gone_at_s is not None and self.waited_s >= self.gone_at_s

    def wait(self, wait_s: float) -> None:
        """Let the time pass."""
        self.waited_s += wait_s
        if self.ends_at_s is not None and self.waited_s >= self.ends_at_s:
            END.write(self.folder.end)

    def stay(self) -> Stay:
        """Give its stay."""
        return Stay(self.folder, self, self.wait, lambda: self.waited_s)


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """Give the folder of a run."""
    return RunFolder(tmp_path)


def test_a_sending_that_is_over_has_said_how(folder: RunFolder) -> None:
    """Nobody ends it once more."""
    played = Played(folder)
    assert played.stay().over() is False
    END.write(folder.end)
    assert played.stay().over() is True
    assert played.stay().end() == END
    assert (played.waited_s, folder.kill_file.exists()) == (0.0, False)


def test_a_sending_that_goes_on_is_ended_by_its_kill_file(folder: RunFolder) -> None:
    """Whatever wants that may stand where the generator does not look."""
    played = Played(folder, ends_at_s=3.0)
    assert played.stay().end() == END
    assert (played.waited_s, folder.kill_file.exists()) == (3.0, True)


@pytest.mark.parametrize(("gone_at_s", "waited_s"), [(2.0, 2.0), (None, END_DEADLINE_S)])
def test_a_generator_that_says_nothing_is_not_waited_for_for_ever(
    folder: RunFolder, gone_at_s: float | None, waited_s: float
) -> None:
    """Whether it is gone or hangs: who asks has to stop it."""
    played = Played(folder, gone_at_s=gone_at_s)
    assert played.stay().end() is None
    assert played.waited_s == waited_s


def test_the_verdict_is_shown_until_somebody_ends_that(folder: RunFolder) -> None:
    """Or until the generator is gone."""
    played = Played(folder)
    played.stay().wait(lambda: played.waited_s >= 4 * LOOK_EVERY_S)
    assert played.waited_s == 4 * LOOK_EVERY_S
    gone = Played(folder, gone_at_s=2.0)
    gone.stay().wait(lambda: False)
    assert gone.waited_s == 2.0
