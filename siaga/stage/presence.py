"""The Presence of a site: whether it answers before it is loaded, and its time to finish afterwards."""

from siaga.errors import SilenceError
from siaga.sender import Sender
from siaga.web import Web, WebError

QUIET_S = 1.0
"""Time for the site to finish what it has in hand before its roll is read."""


def refuse_silence(url: str, sender: Sender) -> None:
    """Refuse a site that does not answer.

    Args:
        url: its base URL.
        sender: whose request it is.

    Raises:
        SilenceError: there is no answer, whatever its status.
    """
    try:
        Web(url, sender=sender).status("/")
    except WebError as error:
        raise SilenceError(
            f"host {url}: does not answer ({error}); start it, or wait until it does"
        ) from None
