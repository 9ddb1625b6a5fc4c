"""CacheFlush: the built-in site throws its ready-made pages away, all processes at once."""

from siaga.faults.kind import FaultKind, Lasting, NoSettings, Order
from siaga.faults.sign import Grows
from siaga.faults.site.commanded import Commanded


class CacheFlush(Commanded):
    """Everybody who comes next wants them made anew.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[NoSettings]) -> None:
        sign = Grows(name="site_cache_flushes_total", labels={}, what="processes threw their pages away")
        super().__init__(order, "/admin/cache/flush", sign)


KIND = FaultKind(
    name="cache-flush",
    summary="the site throws its ready-made pages away",
    targets=("site",),
    lasting=Lasting.A_MOMENT,
    settings=NoSettings,
    make=CacheFlush,
)
