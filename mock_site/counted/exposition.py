"""The exposition: what the metrics page shows, of all processes and of the one that is asked."""

from collections.abc import Sequence

from prometheus_client import CollectorRegistry
from prometheus_client.registry import Collector

from mock_site.counted.form import Encode
from mock_site.counted.shared_counts import SharedCounts, joined


class Exposition:
    """Writes the page.

    Args:
        registry: of what is looked at anew for each page.
        counts: of all processes; None: the registry has them.
    """

    def __init__(self, registry: CollectorRegistry, counts: SharedCounts | None = None) -> None:
        self._registry, self._counts = registry, counts
        self._everything = registry
        if counts is not None:
            self._everything = CollectorRegistry(support_collectors_without_names=True)
            self._everything.register(counts)
            self._everything.register(registry)

    def register(self, collector: Collector) -> None:
        """Show something more."""
        self._registry.register(collector)

    def page(self, encode: Encode, kind: str, names: Sequence[str] = ()) -> bytes:
        """Give the page.

        Args:
            encode: writes one.
            kind: of the page, the same for the same way of writing.
            names: of the samples that are wanted; all, if there are none.
        """
        if names:
            return encode(self._everything.restricted_registry(names))
        page = encode(self._registry)
        return page if self._counts is None else joined(self._counts.page(encode, kind), page)
