"""The foreign site of a run: somebody else has started it; it is loaded, harmed and read as it is."""

from siaga.faults.place import Place
from siaga.stage.timetable import Change
from siaga.stage.ways import Ways


class ForeignSite:
    """A site that siaga does not own: nothing of it is started, told or stopped.

    Args:
        url: base URL of it.
        token: bearer token of its admin calls; empty where siaga has none.
        ways: to it.
    """

    def __init__(self, url: str, token: str, ways: Ways) -> None:
        self.url, self.token, self._ways = url, token, ways

    def start(self) -> None:
        """Let the way to it lead there.

        Raises:
            SiagaError: the proxy does not answer.
        """
        self._ways.lead("site", self.url)

    def place(self) -> Place:
        """Give what faults can reach of it."""
        return Place(site_url=self.url, proxy_url=self._ways.url, token=self.token)

    def code(self) -> int | None:
        """Give no exit code: whether it lives, only its metrics tell."""
        return None

    def tell(self, change: Change) -> None:
        """Tell it nothing: it has a wave of its own."""

    def stop(self) -> None:
        """Leave it running."""
