"""The MetricsPage: what a site or a neighbour has counted, read from its `/metrics`."""

from typing import Self
from urllib.parse import urlencode

from prometheus_client.parser import text_string_to_metric_families

from siaga.faults.fault import FaultError
from siaga.web import Web, WebError


class MetricsPage:
    """What was counted at one moment.

    Args:
        text: of the page.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @classmethod
    def read(cls, web: Web, *names: str) -> Self:
        """Read the page as it is now.

        Args:
            web: of the service.
            names: of the samples that are needed, none for all: a page of a few costs the service less
                than a whole one. A service that takes no names gives all.

        Raises:
            FaultError: there is none.
        """
        asked = urlencode([("name[]", name) for name in names])
        try:
            return cls(web.text(f"/metrics?{asked}" if asked else "/metrics"))
        except WebError as error:
            raise FaultError(f"metrics: cannot be read ({error})") from None

    def total(self, name: str, **labels: str) -> float:
        """Give the sum of all samples that have a name and these labels, whatever others they have.

        Raises:
            FaultError: there is none, or the page makes no sense.
        """
        # Faults look often, and only at a few of a thousand lines: the others are not taken apart.
        lines = [line for line in self._text.splitlines() if line.startswith((f"{name}{{", f"{name} "))]
        try:
            families = list(text_string_to_metric_families("\n".join([*lines, ""])))
        except ValueError as error:
            raise FaultError(f"metrics: {name} cannot be read ({error})") from None
        samples = [sample for family in families for sample in family.samples]
        found = [one.value for one in samples if labels.items() <= one.labels.items()]
        if not found:
            wanted = ", ".join(f'{key}="{value}"' for key, value in labels.items())
            raise FaultError(f"metrics: have no {name}{{{wanted}}}; it shows what the fault does")
        return sum(found)
