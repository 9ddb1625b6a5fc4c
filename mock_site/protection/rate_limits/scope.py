"""The Scope of rate limits: who counts together, and what that means where there are several.

What sites share that count together is the folder of their store; so it goes for attempts as well.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from mock_site.layers import Layer, Layers, Level

_COUNTED_BY: Mapping[Level, str] = MappingProxyType(
    {Level.HARDENED: "site", Level.NAIVE: "process", Level.OFF: "nobody"}
)
_FILE_STORE = "sqlite:///"
_ATTEMPTS = (
    "attempts: this site knows its own alone; another one on this store may say that there is no seat"
    " while this one gives it"
)
_LIMITS = "rate limits: this site counts by itself; n sites on this store let n times as much through"


def counted_by(layers: Layers) -> str:
    """Say in a word who counts what rate limits are about: all of a site, each process, nobody."""
    return _COUNTED_BY[layers.level(Layer.RATE_LIMITS)]


def warnings(store: str, layers: Layers) -> Sequence[str]:
    """Say what the keeper of a site has to know of others on its store; nothing where they share a file.

    Args:
        store: URL of the store: sites that share one which is a file share what is kept beside it.
        layers: of protection.
    """
    if store.startswith(_FILE_STORE):
        return ()
    is_counted = layers.level(Layer.RATE_LIMITS) is Level.HARDENED
    return (_ATTEMPTS, _LIMITS) if is_counted else (_ATTEMPTS,)
