"""The Launch that a Locust file declares, found among its user classes."""

from locust.env import Environment

from siaga.crowd.launch import Launch


def is_stock(environment: Environment) -> bool:
    """Tell whether a Locust file is a stock one: it has classes, and none of them is a Launch."""
    classes = environment.user_classes
    return bool(classes) and not any(issubclass(one, Launch) for one in classes)


def launch_of(environment: Environment) -> type[Launch]:
    """Give the Launch of an environment.

    Raises:
        ValueError: the Locust file declares none, or more than one.
    """
    found = [one for one in environment.user_classes if issubclass(one, Launch)]
    if len(found) != 1:
        raise ValueError(f"Locust file: declares {len(found)} Launch classes; it needs exactly one")
    return found[0]
