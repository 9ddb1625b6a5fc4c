"""Locust's command, plugged: with siaga's plug-in, for a stock Locust file that does not import it.

python -m siaga.crowd.plugged FOLDER [Locust's arguments]
"""

import sys
from pathlib import Path

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
    from siaga.crowd import plugin  # noqa: F401, PLC0415 - importing it hooks siaga into Locust

    sys.argv[1:] = locusts
    sys.exit(locust_main())  # type: ignore[no-untyped-call] # Locust has no types


if __name__ == "__main__":
    main(sys.argv[1:])
