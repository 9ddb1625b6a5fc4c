"""The Mishap on the way to a site and back: what an error of the network means to the visitor."""

from siaga.crowd.cut import Cut
from siaga.crowd.deadline import DeadlineError
from siaga.crowd.failure import Reason, RequestFailure, Sent, TripError, reason_of
from siaga.crowd.origin import Origin
from siaga.crowd.progress import Progress


def failure_of(
    error: BaseException, origin: Origin, progress: Progress, limit_s: float, cut: Cut | None = None
) -> RequestFailure | None:
    """Give what an error means to the visitor; None if it is none of the network's.

    Args:
        error: that came.
        origin: whom the request was for.
        progress: how far it had come.
        limit_s: how long it might take.
        cut: when the visitor breaks it off; None: as late as that.
    """
    sent = Sent.SOMETHING if progress.sent_bytes else Sent.NOTHING
    requests = progress.requests
    if isinstance(error, TripError):
        return RequestFailure(error.reason, sent, f"{origin}: {error}", requests)
    if isinstance(error, DeadlineError) and error.missing:
        reason = Reason.CONNECT_TIMEOUT if progress.connecting else Reason.TIMEOUT
        text = f"{origin}: no {error.missing} within {error.limit_s:g} s"
        return RequestFailure(reason, sent, text, requests)
    if isinstance(error, DeadlineError) and cut is not None:
        text = f"{origin}: the visitor waited no longer than {cut.after_s:g} s"
        return RequestFailure(cut.reason, sent, text, requests)
    if isinstance(error, DeadlineError):
        reason = Reason.CONNECT_TIMEOUT if progress.connecting else Reason.TIMEOUT
        missing = "connection" if progress.connecting else "whole answer"
        text = f"{origin}: no {missing} within {limit_s} s"
        return RequestFailure(reason, sent, text, requests)
    if isinstance(error, OSError):
        reason = reason_of(error, connecting=progress.connecting)
        return RequestFailure(reason, sent, f"{origin}: {error}", requests)
    return None
