"""The Scope of rate limits: who counts together, and what that means where there are several."""

from collections.abc import Mapping
from types import MappingProxyType

from mock_site.layers import Layer, Layers, Level

_COUNTED_BY: Mapping[Level, str] = MappingProxyType(
    {Level.HARDENED: "site", Level.NAIVE: "process", Level.OFF: "nobody"}
)
_FILE_STORE = "sqlite:///"


def counted_by(layers: Layers) -> str:
    """Say in a word who counts what rate limits are about: all of a site, each process, nobody."""
    return _COUNTED_BY[layers.level(Layer.RATE_LIMITS)]


def warning(store: str, layers: Layers) -> str:
    """Say what the keeper of a site has to know of its limits; nothing where they are the store's.

    Args:
        store: URL of the store: sites that share one which is a file share what is counted beside it.
        layers: of protection.
    """
    if store.startswith(_FILE_STORE) or layers.level(Layer.RATE_LIMITS) is not Level.HARDENED:
        return ""
    return "rate limits: this site counts by itself; n sites on this store let n times as much through"
