"""The journeys of a Locust file, listed: `python -m siaga.crowd.journeys FILE` prints their names."""

import json
import sys
from contextlib import redirect_stdout

from locust.util.load_locustfile import load_locustfile

from siaga.crowd.launch import Launch


def main(path: str) -> None:
    """Print the journeys' names as a JSON list; a Locust file without a Launch has none."""
    with redirect_stdout(sys.stderr):  # what the file prints when it is read is no journey
        user_classes = load_locustfile(path)[0]
    names = {name for one in user_classes.values() if issubclass(one, Launch) for name in one.journeys}
    sys.stdout.write(json.dumps(sorted(names)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
