"""The Reference to a secret: `${NAME}` stands for a variable of the environment."""

import re
from collections.abc import Mapping

from siaga.errors import UsageError

_REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def resolved(text: str, environ: Mapping[str, str]) -> str:
    """Give a text with every reference replaced by its secret, which is kept nowhere else.

    Raises:
        UsageError: the environment has no such variable, or an empty one.
    """
    missing = [name for name in _REFERENCE.findall(text) if not environ.get(name)]
    if missing:
        raise UsageError(
            f"environment: {', '.join(missing)} is not set, and the scenario refers to it; set it"
        )
    return _REFERENCE.sub(lambda found: environ[found[1]], text)
