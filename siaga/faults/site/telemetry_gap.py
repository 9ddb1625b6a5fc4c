"""TelemetryGap: the built-in site does not tell how it is."""

from siaga.faults.fault import FaultError, Memory
from siaga.faults.kind import FaultKind, Lasting, NoSettings, Order
from siaga.faults.site.suffered import Suffered
from siaga.web import WebError

SILENT = 503


class TelemetryGap(Suffered[NoSettings]):
    """Its metrics cannot be read meanwhile: no other fault can then be proven by them, or begin.

    Args:
        order: what was asked for.
    """

    def __init__(self, order: Order[NoSettings]) -> None:
        super().__init__(order, {"telemetry.gap": True}, "telemetry", "scrapes were refused")

    def proof(self, memory: Memory) -> str:
        """Say that the metrics are refused; what was counted of it can be read once it is over.

        Raises:
            FaultError: the site does not answer.
        """
        try:
            if self._web().status("/metrics") == SILENT:
                return "metrics were refused"
        except WebError as error:
            raise FaultError(f"site: cannot be asked for its metrics ({error})") from None
        try:
            return super().proof(memory)
        except FaultError:  # another process of the site keeps silent already
            return ""


KIND = FaultKind(
    name="telemetry-gap",
    summary="the site's metrics cannot be read",
    targets=("site",),
    lasting=Lasting.A_WHILE,
    settings=NoSettings,
    make=TelemetryGap,
)
