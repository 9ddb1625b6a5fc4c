"""The declaration of a Locust file, listed: `python -m siaga.crowd.declaration FILE` prints it."""

import json
import sys
from contextlib import redirect_stdout
from pathlib import Path

from locust.util.load_locustfile import load_locustfile

from siaga.crowd.feed_names import feed_names
from siaga.crowd.launch import Launch


def main(path: str) -> None:
    """Print the names of journeys and feeds, and of what is said of the site, as lists in a JSON object.

    A Locust file without a Launch has neither.
    """
    with redirect_stdout(sys.stderr):  # what the file prints when it is read is no declaration
        user_classes = load_locustfile(path)[0]
    launches = [one for one in user_classes.values() if issubclass(one, Launch)]
    journeys = {name for one in launches for name in one.journeys}
    surface = {name for one in launches for name in one.surface.known()}
    walked = [journey for one in launches for journey in one.journeys.values()]
    lists = {"journeys": journeys, "surface": surface, "feeds": feed_names(Path(path), walked)}
    sys.stdout.write(json.dumps({name: sorted(found) for name, found in lists.items()}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
