"""The Injector of a run: every fault of its scenario, each at its time, each healed at the end."""

import threading
from collections.abc import Callable, Mapping, Sequence

from siaga.faults.catalog import made
from siaga.faults.drawn import fault_seed
from siaga.faults.injection import Injection, Surroundings, Timing
from siaga.faults.place import FILE, Place
from siaga.faults.reminder import Reminder
from siaga.record.fault_span import FaultSpan
from siaga.record.hand import HandDeed, HandOrder
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord
from siaga.scenario.load import load
from siaga.scenario.model import Scenario

PLAN_EVERY_S = 0.05


class Injector:
    """Injects the faults of one run.

    Args:
        folder: the run folder, with its scenario and place.
        environ: where the token of admin calls is, and what the site's credentials refer to.
        clock: Unix seconds.
        log: is told what goes wrong.
        stop: set to heal everything and end.
    """

    def __init__(
        self,
        folder: RunFolder,
        environ: Mapping[str, str],
        clock: Callable[[], float],
        log: Callable[[str], None],
        stop: threading.Event,
    ) -> None:
        self._folder, self._clock, self._log, self._stop = folder, clock, log, stop
        self._environ = environ
        self._t0_s = 0.0
        self._writing = threading.Lock()

    def run(self) -> None:
        """Wait for the first phase, then inject until the last fault is healed.

        Raises:
            SiagaError: scenario or place cannot be read.
        """
        injections = self._injections()
        if not self._know_t0():
            return
        _at_once([one.run for one in injections])

    def mend(self) -> None:
        """Heal what an injector of this run left behind that was killed.

        Raises:
            SiagaError: scenario, place or a reminder cannot be read.
        """
        injections = self._injections()
        self._stop.set()
        self._know_t0()
        _at_once([one.mend for one in injections])

    def _injections(self) -> Sequence[Injection]:
        scenario = load(self._folder.scenario)
        credentials = scenario.site.admitted(self._environ)
        token = self._environ.get("SITE_ADMIN_TOKEN", "")
        place = Place.read(self._folder.faults.parent / FILE, token, credentials)
        around = Surroundings(
            write=self._write,
            now_s=self._now_s,
            log=self._log,
            stop=self._stop,
            ordered=self._ordered,
            did=self._did,
        )
        return [
            self._injection(scenario, number, place, around) for number in range(len(scenario.faults))
        ]

    def _injection(
        self, scenario: Scenario, number: int, place: Place, around: Surroundings
    ) -> Injection:
        planned = scenario.faults[number]
        return Injection(
            (planned.kind, planned.target),
            made(planned, place, fault_seed(scenario, number)),
            Timing(
                at_s=planned.at.at_s(scenario.traffic.phase_starts_s()),
                for_s=planned.for_s or 0.0,
                fault=number,
            ),
            Reminder(self._folder.faults.parent / "underway" / f"{number}.json"),
            around,
        )

    def _know_t0(self) -> bool:
        """Wait until the generator has said when the first phase begins; False: stopped before."""
        while not self._folder.plan.exists():
            if self._stop.wait(PLAN_EVERY_S):
                return False
        self._t0_s = PlanRecord.read(self._folder.plan).t0_s
        return True

    def _now_s(self) -> float:
        return self._clock() - self._t0_s

    def _ordered(self, fault: int, does: str) -> int:
        """Count what somebody has ordered; a file that is damaged orders nothing."""
        try:
            orders = list(HandOrder.all_of(self._folder.hand_orders))
        except (OSError, ValueError) as error:
            self._log(f"what is ordered by hand cannot be read: {error}")
            return 0
        return sum((one.fault, one.does) == (fault, does) for one in orders)

    def _did(self, deed: HandDeed) -> None:
        try:
            with self._writing:
                deed.write(self._folder.hand_deeds)
        except OSError as error:
            # What was begun has to be healed all the same.
            self._log(f"what was done by hand cannot be written down: {error}")

    def _write(self, span: FaultSpan) -> None:
        with self._writing:
            span.write(self._folder.faults)


def _at_once(works: Sequence[Callable[[], None]]) -> None:
    """Do all at the same time, each in a thread, and wait for all."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            # A join without a limit keeps a signal waiting.
            thread.join(0.1)
