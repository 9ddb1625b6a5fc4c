"""The Launch that a Locust file declares, found among its user classes."""

import inspect
from collections.abc import Iterable
from pathlib import Path

from locust import User
from locust.env import Environment

from siaga.crowd.launch import Launch


def launches(classes: Iterable[type[User]]) -> list[type[Launch]]:
    """Give those user classes that are a Launch, in their order."""
    return [one for one in classes if issubclass(one, Launch)]


def is_stock(environment: Environment) -> bool:
    """Tell whether a Locust file is a stock one: it has classes, and none of them is a Launch."""
    return bool(environment.user_classes) and not launches(environment.user_classes)


def launch_of(environment: Environment) -> type[Launch]:
    """Give the Launch of an environment.

    Raises:
        ValueError: the Locust file declares none, or more than one.
    """
    found = launches(environment.user_classes)
    if len(found) != 1:
        raise ValueError(f"Locust file: declares {len(found)} Launch classes; it needs exactly one")
    return found[0]


def file_of(environment: Environment) -> Path:
    """Give the file that declares the Launch of an environment, or else the one that Locust was given.

    Raises:
        ValueError: there is no one Launch, or neither is a file.
    """
    found = declaring_file(environment) or named_file(environment)
    if found is None:
        raise ValueError("Locust file: is none that can be named; give one with -f")
    return found


def named_file(environment: Environment) -> Path | None:
    """Give the file that Locust was given; None where that is no single file."""
    named = Path(str(getattr(environment.parsed_options, "locustfile", "")))
    return named.resolve() if named.is_file() else None


def declaring_file(environment: Environment) -> Path | None:
    """Give the file that declares the Launch of an environment, which Locust's file may import.

    Returns:
        None for a class out of a module that nobody registered: it has no file that could be named.

    Raises:
        ValueError: there is no one Launch.
    """
    launch = launch_of(environment)
    try:
        return Path(inspect.getfile(launch)).resolve()
    except (TypeError, OSError):
        return None
