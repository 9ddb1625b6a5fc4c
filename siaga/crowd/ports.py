"""The Ports that Locust listens on: on this machine alone, unless somebody wants more and is warned."""

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from siaga.record.loopback import is_loopback

HERE = "127.0.0.1"


def bind_here(parser: Any) -> None:  # noqa: ANN401 - Locust's parser, a subclass of argparse's
    """Have both ports on this machine where nobody says otherwise; Locust has them everywhere."""
    parser.set_defaults(master_bind_host=HERE, web_host=HERE)


def exposed(options: Namespace | None, *, is_master: bool) -> Iterator[str]:
    """Give a warning for each port that others can reach.

    Args:
        options: Locust's parsed options.
        is_master: whether this process listens for workers.
    """
    bound = str(getattr(options, "master_bind_host", HERE))
    if is_master and not is_loopback(bound):
        yield (
            f"the master listens on {bound}, without a password: whoever reaches its port can be a"
            " worker of this run, is told the scenario and the site, and may send false results"
        )
    shown = str(getattr(options, "web_host", HERE)) or "*"
    if not getattr(options, "headless", True) and not is_loopback(shown):
        yield (
            f"the web interface is shown on {shown}, without a password: whoever reaches its port can"
            " start and stop load"
        )
