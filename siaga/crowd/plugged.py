"""Locust's command, plugged: with siaga's plug-in, for a stock Locust file that does not import it.

python -m siaga.crowd.plugged FOLDER [Locust's arguments]
"""

import sys
from functools import cache
from pathlib import Path

from locust import argument_parser
from locust.main import main as locust_main

from siaga.crowd.fence import Fence
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord


def main(arguments: list[str]) -> None:
    """Run Locust with the arguments after the folder of a prepared run, and exit with its code.

    The plug-in comes before the Locust file, so that its listeners are the first to hear of a run's
    beginning and the last to hear that Locust quits.
    """
    folder, *locusts = arguments
    record = RunRecord.read(RunFolder(Path(folder)).run)
    others = [address for host in record.site_hosts for address in host.addresses]
    sys.addaudithook(Fence((*record.addresses, *others)))
    remember_defaults()
    from siaga.crowd import plugin  # noqa: F401, PLC0415 - importing it hooks siaga into Locust

    sys.argv[1:] = locusts
    sys.exit(locust_main())  # type: ignore[no-untyped-call] # Locust has no types


def remember_defaults() -> None:
    """Have Locust look up the defaults of its options once.

    A worker asks for them once an option, and again each time that visitors are to begin. That takes
    half a second, in which none of its visitors can do anything: it would be in all latencies of a ramp.
    """
    argument_parser.default_args_dict = cache(argument_parser.default_args_dict)


if __name__ == "__main__":
    main(sys.argv[1:])
