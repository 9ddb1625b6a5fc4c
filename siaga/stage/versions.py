"""The Versions of what a run is made with."""

from importlib.metadata import version
from platform import python_version

from siaga.native import form

COMPONENTS = ("siaga", "locust", "gevent", "aiohttp", "duckdb")


def versions() -> dict[str, str]:
    """Give the version of each component by its name, and in which form this machine's crowd is.

    Raises:
        UsageError: the crowd is compiled from other sources than these.
    """
    found = {name: version(name) for name in COMPONENTS}
    return {"python": python_version(), **found, "crowd": f"{version('siaga')}, {form()}"}
