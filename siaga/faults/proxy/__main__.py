"""The proxy's command: `python -m siaga.faults.proxy`."""

import argparse
import asyncio
import resource
import signal
import sys
from collections.abc import Sequence

import uvloop
from aiohttp import web

from siaga.errors import ExitCode
from siaga.faults.proxy.address import Address
from siaga.faults.proxy.api import Api
from siaga.faults.proxy.proxies import Proxies


def main(arguments: Sequence[str]) -> int:
    """Serve until SIGTERM; gives the exit code."""
    given = _parser().parse_args(arguments)
    try:
        where = Address(host=given.host, port=given.port)
        if not where.is_loopback:
            raise ValueError(f"host: {given.host!r} can be reached from elsewhere; 127.0.0.1 is allowed")  # noqa: TRY301 - told as any other
    except ValueError as error:
        _complain(error)
        return ExitCode.USAGE
    _raise_limit()
    try:
        uvloop.run(_serve(where, given.seed))
    except OSError as error:
        _complain(error)
        return ExitCode.INTERNAL
    return ExitCode.GO


async def _serve(where: Address, seed: int) -> None:
    asked_to_end = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked_to_end.set)
    proxies = Proxies(seed)
    runner = web.AppRunner(Api(proxies).app(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, where.host, where.port).start()
        at = Address(host=where.host, port=runner.addresses[0][1])
        sys.stdout.write(f"proxy listening on http://{at}\n")
        sys.stdout.flush()
        await asked_to_end.wait()
    finally:
        proxies.close()
        await runner.cleanup()


def _raise_limit() -> None:
    """Take as many descriptors as the system lets it: each connection needs two."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m siaga.faults.proxy",
        description="Stand between two that talk, and harm what passes, until SIGTERM.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="of its own calls; this machine's")
    parser.add_argument("--port", type=int, default=0, help="of its own calls; 0 takes a free one")
    parser.add_argument("--seed", type=int, default=0, help="of what its toxics draw")
    return parser


def _complain(error: Exception) -> None:
    sys.stderr.write(f"siaga.faults.proxy: {error}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
