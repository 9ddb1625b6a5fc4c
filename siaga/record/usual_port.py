"""The usual port of a scheme, where an address names none."""

from collections.abc import Mapping

USUAL_PORTS: Mapping[str, int] = {"http": 80, "https": 443}
"""By scheme; no other is spoken to a site."""
