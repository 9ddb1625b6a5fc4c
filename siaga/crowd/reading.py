"""The Reading of letters by another way than HTTP: a step with a deadline, where one may go."""

from collections.abc import Sequence

from siaga.crowd.course import Course
from siaga.crowd.deadline import Deadline, DeadlineError
from siaga.crowd.failure import Reason, TripError, reason_of
from siaga.crowd.inbox import Read
from siaga.crowd.journey_end import JourneyEndedError
from siaga.crowd.origin import Origin
from siaga.crowd.world import World

METHOD = "READ"
"""Word that stands where other steps have their HTTP method."""


def read_as_step(world: World, course: Course, step: str, host: str, read: Read) -> Sequence[str]:
    """Have letters read, and record that.

    Args:
        world: what all visitors of a worker share.
        course: of the visitor.
        step: name of the step.
        host: where they are.
        read: reads them, within so many seconds.

    Raises:
        JourneyEndedError: they cannot be read.
        ValueError: the host is neither this machine nor the site's.
    """
    if not world.browsers.may_visit(Origin(scheme="http", host=host.lower(), port=1)):
        raise ValueError(f"inbox {host!r}: is neither on this machine nor on the site's own host")
    began_s, limit_s = world.now_s(), world.browsers.deadline_s
    texts, reason, told = _read(read, limit_s)
    spell, size_bytes = (began_s, world.now_s()), sum(map(len, texts))
    course.note(step, METHOD, spell, reason=reason, told=told, received_bytes=size_bytes)
    if reason:
        raise JourneyEndedError(reason)
    return texts


def _read(read: Read, limit_s: float) -> tuple[Sequence[str], str, str]:
    """Give the texts, or why there are none and what was seen."""
    deadline = Deadline(limit_s)
    deadline.start()
    try:
        return read(limit_s), "", ""
    except (DeadlineError, TimeoutError):
        return [], Reason.TIMEOUT, f"no letters within {limit_s:g} s"
    except TripError as error:
        return [], error.reason, str(error)
    except OSError as error:
        connecting = isinstance(error, ConnectionRefusedError)
        return [], reason_of(error, connecting=connecting), str(error)
    finally:
        deadline.close()
