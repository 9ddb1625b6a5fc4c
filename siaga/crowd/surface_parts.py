"""The parts of a Locust file's surface, listed: `python -m siaga.crowd.surface_parts FILE`."""

import json
import sys
from contextlib import redirect_stdout

from locust.util.load_locustfile import load_locustfile

from siaga.crowd.launch import Launch


def main(path: str) -> None:
    """Print the names of what a Locust file says of its site as a JSON list."""
    with redirect_stdout(sys.stderr):  # what the file prints when it is read is no part
        user_classes = load_locustfile(path)[0]
    launches = [one for one in user_classes.values() if issubclass(one, Launch)]
    names = sorted({name for one in launches for name in one.surface.known()})
    sys.stdout.write(json.dumps(names) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
