"""The declaration of a Locust file, listed: `python -m siaga.crowd.declaration FILE` prints it."""

import json
import sys
from contextlib import redirect_stdout
from pathlib import Path

from locust.util.load_locustfile import load_locustfile

from siaga.crowd.declared import launches
from siaga.crowd.feed_names import feed_names


def main(path: str) -> None:
    """Print the names of journeys and feeds, of what is said of the site, and of what is Locust's own.

    They are lists in a JSON object, beside whether the file has a shape. A Locust file without a Launch
    has neither journeys nor a surface, and the classes of a stock one are no Launch.
    """
    with redirect_stdout(sys.stderr):  # what the file prints when it is read is no declaration
        user_classes, shapes = load_locustfile(path)[:2]
    found = launches(user_classes.values())
    journeys = {name for one in found for name in one.journeys}
    surface = {name for one in found for name in one.surface.known()}
    walked = [journey for one in found for journey in one.journeys.values()]
    stock = {name for name, one in user_classes.items() if one not in found}
    feeds = feed_names(Path(path), walked)
    names = {"journeys": journeys, "surface": surface, "feeds": feeds, "stock": stock}
    told = {key: sorted(each) for key, each in names.items()} | {"shape": bool(shapes)}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
