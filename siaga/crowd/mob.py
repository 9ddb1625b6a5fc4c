"""The Mob: those of a worker who mean harm, one greenlet each, beside the throng of those who do not."""

import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import gevent
from gevent.event import Event
from gevent.pool import Group

from siaga.abuse.catalogue import CASES
from siaga.crowd.abuser import HANGS_AFTER_S, Abuser
from siaga.crowd.answer import AnswerError
from siaga.crowd.journey_end import JourneyEndedError
from siaga.crowd.surface import Surface
from siaga.crowd.uncounted import Uncounted
from siaga.crowd.world import World
from siaga.errors import UsageError
from siaga.ledger.journal import LedgerError
from siaga.ledger.misdeed import Setback
from siaga.scenario.abuse import Intrusion

logger = logging.getLogger(__name__)

Attack = Callable[[Abuser], None]
"""Ordinary blocking Python, as a journey is."""


class Mob:
    """Sends abusers at their times, whatever the site does.

    Args:
        world: of the worker.
        intrusions: who is to come; in any order.
        attacks: attack by case.
        surface: what the Locust file says of the site.
        closes_s: when joining closes, in run seconds; None: never.
        broke: is told what could not be written down.

    Raises:
        UsageError: a case has no attack, or needs to know more of the site.
    """

    def __init__(
        self,
        world: World,
        intrusions: Sequence[Intrusion],
        attacks: Mapping[str, Attack],
        surface: Surface,
        closes_s: float | None,
        broke: Callable[[LedgerError], None],
    ) -> None:
        for one in intrusions:
            _refuse_unknown(one.case, attacks, surface)
        self._world = replace(world, recorder=Uncounted())
        self._intrusions = sorted(intrusions, key=lambda one: (one.at_s, one.number))
        self._attacks = attacks
        self._surface = surface
        self._closes_s = closes_s
        self._broke = broke
        self._inside = Group()
        self._sent = Event()

    def send(self) -> None:
        """Send everybody; returns when the last one has come."""
        for one in self._intrusions:
            self._world.sleep_until(one.at_s)
            self._inside.spawn(self._come, one)
        self._sent.set()

    def wait(self, deadline_s: float) -> None:
        """Wait until everybody has come and gone, at most until a run second."""
        for wait in (self._sent.wait, self._inside.join):
            wait(timeout=max(deadline_s - self._world.now_s(), 0.0))

    def clear(self) -> None:
        """Cut off everybody who is still inside."""
        self._inside.kill(timeout=5)

    def _come(self, intrusion: Intrusion) -> None:
        """Let an abuser try, for no longer than it may, and write down what stood in its way."""
        world = replace(
            self._world, browsers=self._world.browsers.within(intrusion.limit_s + HANGS_AFTER_S)
        )
        case, attack = CASES[intrusion.case], self._attacks[intrusion.case]
        abuser = Abuser(world, intrusion, case, self._surface, self._closes_s)
        why = "cut off at the end of the run"
        try:
            with gevent.Timeout(intrusion.within_s, _TooLongError):
                attack(abuser)
            why = ""
        except LedgerError as error:
            self._broke(error)
        except _TooLongError:
            why = f"cut off after {intrusion.within_s:g} s"
        except JourneyEndedError as error:
            why = str(error)
        except AnswerError:
            why = "an answer was no JSON"
        except (Exception, SystemExit) as error:  # noqa: BLE001 - somebody else's code
            why = _broke(intrusion.case, error)
        finally:
            abuser.leave()
            self._tell(intrusion, why)

    def _tell(self, intrusion: Intrusion, why: str) -> None:
        if not why:
            return
        at_s = self._world.now_s()
        setback = Setback(case=intrusion.case, abuser=intrusion.number, at_s=at_s, why=why)
        try:
            self._world.journal.tell(setback)
        except LedgerError as error:
            self._broke(error)


class _TooLongError(BaseException):
    """An abuser is at it for too long; a surface that forgives every Exception does not forgive this."""


def _broke(case: str, error: BaseException) -> str:
    """Say that an attack broke and where; nothing of its text, which may quote a code or a token."""
    name, place = type(error).__name__, "".join(traceback.format_tb(error.__traceback__))
    logger.error("case %s: the attack broke with %s\n%s", case, name, place)
    return f"the attack broke: {name}"


def _refuse_unknown(case: str, attacks: Mapping[str, Attack], surface: Surface) -> None:
    if case not in attacks:
        raise UsageError(f"case {case!r}: is none; {', '.join(sorted(attacks))} are")
    missing = [one for one in CASES[case].needs if one not in surface.known()]
    if missing:
        raise UsageError(
            f"case {case!r}: needs {', '.join(missing)}, of which the Locust file says nothing"
        )
