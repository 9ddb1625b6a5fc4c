"""Claims about harm: whatever ends the injector, what it began is healed before the roll is read."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from siaga.credentials import Credentials
from siaga.faults.place import Place
from siaga.record.hand import BEGIN, HEAL, HandDeed
from siaga.record.run_folder import RunFolder
from siaga.stage import harm as module
from siaga.stage.child import Child
from siaga.stage.crew import Crew
from siaga.stage.harm import Harm

WAITS = (
    "import signal, sys; signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM]);"
    " print('ready', flush=True); signal.sigwait([signal.SIGTERM]); sys.exit({code})"
)
ENDS = "import sys; sys.exit({code})"
PLACE = Place(site_url="http://127.0.0.1:1", token="secret")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand(Crew):
    """A crew whose injectors are scripts, one after the other.

    Attributes:
        scripts: of those that are still to be started.
        given: what each was given.
    """

    scripts: list[str] = field(default_factory=list)
    given: list[tuple[str, ...]] = field(default_factory=list)

    def injector(self, *given: str) -> Child:
        """Start the next."""
        self.given.append(given)
        command = [sys.executable, "-c", self.scripts.pop(0)]
        return Child("injector", command, self.environ, self.log)


Make = Callable[..., tuple[Harm, Stand]]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Make harm whose injectors are scripts."""

    def harm(*scripts: str) -> tuple[Harm, Stand]:
        crew = Stand(
            folder=RunFolder(tmp_path), environ={}, log=lambda _line: None, scripts=list(scripts)
        )
        return Harm(crew), crew

    return harm


def waits(harm: Harm) -> None:
    """Wait until the injector waits for its signal."""
    deadline_s = time.monotonic() + 20
    while harm._child is not None and not harm._child.said:
        assert time.monotonic() < deadline_s
        time.sleep(0.01)


def ended(harm: Harm) -> None:
    """Wait until the injector has ended by itself."""
    assert harm._child is not None
    assert harm._child.wait(20) is not None


def test_the_injector_is_told_where_and_ended_at_the_end(make: Make, tmp_path: Path) -> None:
    """Its place is on the disk before it starts, without the token."""
    harm, crew = make(WAITS.format(code=0))
    harm.begin(PLACE)
    assert Place.read(tmp_path / "faults" / "place.json", "secret", Credentials()) == PLACE
    waits(harm)
    assert list(harm.look()) == []
    assert list(harm.end()) == []
    assert crew.given == [()]
    assert list(harm.end()) == []


def test_an_injector_that_is_done_has_nothing_to_mend(make: Make) -> None:
    """Its last fault is over before the run is."""
    harm, crew = make(ENDS.format(code=0))
    harm.begin(PLACE)
    ended(harm)
    assert list(harm.look()) == []
    assert list(harm.end()) == []
    assert crew.given == [()]


def test_what_a_dead_injector_had_begun_is_healed_by_another(make: Make) -> None:
    """As soon as it is seen, and told of once."""
    harm, crew = make(ENDS.format(code=9), ENDS.format(code=0))
    harm.begin(PLACE)
    ended(harm)
    said = "the injector ended with code 9; what it had begun is healed by another"
    assert list(harm.look()) == [said]
    ended(harm)
    assert list(harm.look()) == []
    assert list(harm.end()) == []
    assert crew.given == [(), ("--mend",)]


def test_an_injector_that_dies_at_the_end_is_mended_too(make: Make) -> None:
    """Nobody reads the roll of a site that is still harmed."""
    harm, crew = make(WAITS.format(code=70), ENDS.format(code=0))
    harm.begin(PLACE)
    waits(harm)
    assert list(harm.end()) == [
        "the injector ended with code 70; what it had begun is healed by another"
    ]
    assert crew.given == [(), ("--mend",)]


def test_what_nobody_can_heal_is_told_of(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that fails, and one that hangs."""
    harm, _ = make(ENDS.format(code=9), ENDS.format(code=70))
    harm.begin(PLACE)
    ended(harm)
    assert [*harm.end()][-1] == (
        "the faults are not all healed: whoever was to heal them ended with code 70"
    )
    monkeypatch.setattr(module, "STOP_DEADLINE_S", 0.5)
    harm, _ = make(ENDS.format(code=9), "import time; time.sleep(60)")
    harm.begin(PLACE)
    ended(harm)
    assert [*harm.end()][-1] == (
        "the faults are not all healed: whoever was to heal them did not end within 0.5 s"
    )


def test_harm_that_never_began_has_no_end(make: Make) -> None:
    """A scenario without faults starts nobody."""
    harm, crew = make()
    assert [*harm.look(), *harm.end()] == []
    assert crew.given == []


def test_what_somebody_does_to_a_fault_by_hand_is_told_once(make: Make) -> None:
    """The run's record has to say it: another run of the scenario would not do that."""
    harm, crew = make()
    deeds = [HandDeed(kind="slow", target="registry", did=one, at_s=7.0) for one in (BEGIN, HEAL)]
    assert list(harm.look()) == []
    for deed in deeds:
        deed.write(crew.folder.hand_deeds)
        assert list(harm.look()) == [deed.note]
    assert list(harm.look()) == []
    crew.folder.hand_deeds.write_text("no deed\n", encoding="utf-8")
    assert list(harm.look()) == []
