"""The catalogue of toxics: every kind by its name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from siaga.faults.proxy.toxic import ToxicKind
from siaga.faults.proxy.toxics import (
    bandwidth,
    byte_limit,
    latency,
    replay,
    reset_peer,
    slicer,
    slow_close,
    timeout,
)

_MODULES = (latency, bandwidth, slow_close, timeout, reset_peer, slicer, byte_limit, replay)

TOXICS: Mapping[str, ToxicKind[Any]] = MappingProxyType({one.KIND.name: one.KIND for one in _MODULES})
"""Every kind by its name, in the order in which they are shown."""
