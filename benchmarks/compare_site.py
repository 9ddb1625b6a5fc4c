"""A plain site whose answers take as long as it is told: the same build, or one with a slower join."""

import argparse
import asyncio
import random
import sys

from aiohttp import web

MEDIANS_S = {"home": 0.020, "join": 0.050}
SPREAD = 0.5
"""Of the logarithm of an answer's time: the slowest of a hundred takes three times the median."""


class Site:
    """Answers after a time drawn for each request.

    Args:
        slower: factor for the time that a join takes, 1 or more.
    """

    def __init__(self, slower: float) -> None:
        self._medians_s = {**MEDIANS_S, "join": MEDIANS_S["join"] * slower}
        self._dice = random.Random()  # noqa: S311 - another sequence in every run is the point

    async def home(self, _request: web.Request) -> web.Response:
        """Answer the home page."""
        await self._work("home")
        return web.Response(text="welcome")

    async def join(self, _request: web.Request) -> web.Response:
        """Answer a join."""
        await self._work("join")
        return web.json_response({"registration_id": "1"}, status=201)

    async def _work(self, step: str) -> None:
        await asyncio.sleep(self._medians_s[step] * self._dice.lognormvariate(0.0, SPREAD))


def main() -> int:
    """Listen on a free port of this machine and print its URL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slower", type=float, default=1.0)
    site = Site(parser.parse_args().slower)
    app = web.Application()
    app.add_routes([web.get("/", site.home), web.post("/join", site.join)])
    asyncio.run(_serve(app))
    return 0


async def _serve(app: web.Application) -> None:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
