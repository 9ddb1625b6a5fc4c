"""The Call: Python that calls a function, on one line where it fits and else an argument a line."""

from collections.abc import Sequence

WIDTH = 100
"""Characters of a line."""


def call(head: str, arguments: Sequence[str], *, indent: int = 4, ends: str = ")") -> str:
    """Write a call.

    Args:
        head: what stands before the arguments, its opening bracket included.
        arguments: each as it stands; one of several lines is already indented for `indent`.
        indent: spaces before the first line.
        ends: what stands after them.
    """
    line = f"{head}{', '.join(arguments)}{ends}"
    if len(line) + indent <= WIDTH and "\n" not in line:
        return line
    inner = "".join(f"{' ' * (indent + 4)}{_deeper(one)},\n" for one in arguments)
    return f"{head}\n{inner}{' ' * indent}{ends}"


def mapping(pairs: Sequence[tuple[str, str]], *, indent: int = 4) -> str:
    """Write a dictionary of Python, its keys already quoted."""
    return call("{", [f"{key}: {value}" for key, value in pairs], indent=indent, ends="}")


def _deeper(argument: str) -> str:
    return argument.replace("\n", "\n    ")
