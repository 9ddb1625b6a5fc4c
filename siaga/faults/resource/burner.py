"""The Burner: a process that computes nothing, as fast as it can.

`python -m siaga.faults.resource.burner NAME NICE`
"""

import os
import sys

from siaga.faults.resource.leash import end_with_it


def main(nice: int) -> None:
    """Burn until it is ended.

    Args:
        nice: by how much it lets others go first, 0 to 19.
    """
    end_with_it()
    os.nice(nice)
    while True:
        pass


if __name__ == "__main__":
    main(int(sys.argv[2]))
