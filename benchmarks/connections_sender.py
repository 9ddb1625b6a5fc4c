"""A sender that holds connections: browsers of siaga's, each with one that it keeps.

    python benchmarks/connections_sender.py URL CONNECTIONS PATIENCE_S [SOURCE]

Each browser asks for one page. When all have, it prints as JSON how many connections are open (`held`),
why others are not (`refused`) and what it took (`cpu_s`), and stays until its standard input ends. After
PATIENCE_S nobody begins to come. With SOURCE all come from that address, else from those that siaga
chooses.
"""

import json
import os
import sys
import time
from collections import Counter

from gevent import monkey

monkey.patch_all()

from gevent.pool import Pool  # noqa: E402 - as Locust does it: patched first

from siaga.crowd.browsers import Browsers  # noqa: E402
from siaga.crowd.failure import RequestFailure  # noqa: E402
from siaga.crowd.sources import Sources  # noqa: E402

AT_ONCE = 200
DEADLINE_S = 120.0
MOST_REFUSED = 200
"""A browser that finds no port looks through all of them: after so many nobody tries any more."""


def main(url: str, connections: int, patience_s: float, source: str = "") -> None:
    """Open them, tell, and keep them."""
    browsers = Browsers(url, DEADLINE_S, sources=Sources([source] if source else []))
    kept = [browsers.at_site() for _ in range(connections)]
    refused: Counter[str] = Counter()

    def come(place: int) -> None:
        """Have one browser ask for its page."""
        if refused["descriptors"] >= MOST_REFUSED or time.monotonic() > until_s:
            refused["not tried"] += 1
            return
        try:
            kept[place].get("/")
        except RequestFailure as error:
            refused[str(error.reason)] += 1

    began_s, until_s = time.process_time(), time.monotonic() + patience_s
    Pool(AT_ONCE).map(come, range(connections))
    told = {"held": browsers.meter.open, "refused": refused, "cpu_s": time.process_time() - began_s}
    print(json.dumps(told), flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), *sys.argv[4:])
