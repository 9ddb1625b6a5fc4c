"""The Reference to a secret: `${NAME}` stands for a variable of the environment."""

import re
from collections.abc import Iterator, Mapping

from siaga.errors import UsageError
from siaga.scenario.problem import Problem, refuse

REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def reference(text: str) -> str:
    """Refuse a secret in the file itself, without repeating it."""
    if not REFERENCE.search(text):
        said = "is no reference to the environment; write ${NAME}, secrets do not belong in a file"
        refuse([Problem(text=said)])
    return text


def resolved(text: str, environ: Mapping[str, str]) -> str:
    """Give a text with every reference replaced by its secret, which is kept nowhere else.

    Raises:
        UsageError: the environment has no such variable, or an empty one.
    """
    missing = [name for name in REFERENCE.findall(text) if not environ.get(name)]
    if missing:
        raise UsageError(
            f"environment: {', '.join(missing)} is not set, and the scenario refers to it; set it"
        )
    return REFERENCE.sub(lambda found: environ[found[1]], text)


def secrets(text: str, environ: Mapping[str, str]) -> Iterator[str]:
    """Give what the references of a text stand for, where the environment knows it."""
    yield from filter(None, (environ.get(name) for name in REFERENCE.findall(text)))
