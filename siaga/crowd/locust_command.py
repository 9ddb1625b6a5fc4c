"""Locust's command as siaga installs it: the same command, with siaga's flags in its help.

Locust prints its help before it reads any Locust file, so what a plug-in adds would never show there.
Asked for anything but help, this is Locust's own command and nothing more.
"""

import sys
from typing import Any

from locust import events
from locust.main import main as locust_main

from siaga.crowd.flags import add_flags
from siaga.crowd.listen import listen

HELP = frozenset({"-h", "--help"})


def main() -> None:
    """Run Locust and exit with its code."""
    if HELP & set(sys.argv[1:]):
        listen(events.init_command_line_parser, _add_flags)
    sys.exit(locust_main())  # type: ignore[no-untyped-call] # Locust has no types


def _add_flags(parser: Any, **_rest: Any) -> None:  # noqa: ANN401 - Locust's parser
    add_flags(parser)


if __name__ == "__main__":
    main()
