"""A typed quantity: an option's number with its unit, as somebody has typed it."""

from collections.abc import Callable

from siaga.errors import UsageError

SCALE = "Factor for people and seats; 1, with --host 0.01, if absent."
"""What `--scale` is, where it may be left out."""


def typed_quantity(option: str, read: Callable[[object], float], text: str) -> float:
    """Read the value of an option.

    Args:
        option: its name, such as `--hold`.
        read: reads one kind of quantity, as a scenario has it.
        text: what was typed.

    Raises:
        UsageError: it is no such quantity.
    """
    try:
        return read(text)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None
