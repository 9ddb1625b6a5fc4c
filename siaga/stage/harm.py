"""Harm: the faults of a run, injected beside it and healed before its roll is read."""

from collections.abc import Iterator
from contextlib import suppress

from siaga.faults.place import FILE, Place
from siaga.record.hand import HandDeed
from siaga.stage.child import Child
from siaga.stage.crew import Crew

STOP_DEADLINE_S = 60.0
"""A fault's way back may take as long as a site takes to start again, and is tried more than once."""


class Harm:
    """Has the injector harm the site.

    Args:
        crew: starts it.
    """

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._child: Child | None = None
        self._told = 0

    def begin(self, place: Place) -> None:
        """Start the injector; it waits for the first phase by itself.

        Raises:
            OSError: the place cannot be written down.
            SiagaError: it cannot be started.
        """
        place.write(self._crew.folder.faults.parent / FILE)
        self._child = self._crew.injector()

    def look(self) -> Iterator[str]:
        """Heal what an injector began that has died since the last look, and give a sentence for it.

        Whatever somebody has done to a fault by hand has a sentence, too.
        """
        yield from self._by_hand()
        if self._child is not None and self._child.code():
            code = self._child.code()
            yield f"the injector ended with code {code}; what it had begun is healed by another"
            self._child = self._crew.injector("--mend")

    def _by_hand(self) -> Iterator[str]:
        with suppress(ValueError):
            deeds = list(HandDeed.all_of(self._crew.folder.hand_deeds))
            fresh, self._told = deeds[self._told :], len(deeds)
            yield from (one.note for one in fresh)

    def end(self) -> Iterator[str]:
        """Have everything healed; gives a sentence for whatever went wrong."""
        if self._child is None:
            return
        self._child.stop(STOP_DEADLINE_S)
        yield from self.look()
        if how := self._failed():
            yield f"the faults are not all healed: whoever was to heal them {how}"
        self._child = None

    def _failed(self) -> str:
        """Say how whoever heals has failed, by the deadline; empty: all is healed."""
        child = self._child
        code = 0 if child is None else child.wait(STOP_DEADLINE_S)
        if child is not None and code is None:
            child.kill()
            return f"did not end within {STOP_DEADLINE_S:g} s"
        return f"ended with code {code}" if code else ""
