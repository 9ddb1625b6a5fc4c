"""The foreign site of a run: somebody else has started it; it is loaded, harmed and read as it is."""

from siaga.faults.place import Place
from siaga.sender import Sender
from siaga.stage.target import Target
from siaga.stage.timetable import Change
from siaga.stage.ways import Ways


class ForeignSite:
    """A site that siaga does not own: nothing of it is started, told or stopped.

    Args:
        target: the site.
        token: bearer token of its admin calls; empty where siaga has none.
        ways: to it.
        sender: whose requests are sent to it.
    """

    def __init__(self, target: Target, token: str, ways: Ways, sender: Sender) -> None:
        self.url, self.token, self._ways = target.url, token, ways
        self._sender = sender

    def start(self) -> None:
        """Let the way to it lead there.

        Raises:
            SiagaError: the proxy does not answer.
        """
        self._ways.lead("site", self._sender.places(self.url)[0])

    def place(self) -> Place:
        """Give what faults can reach of it."""
        return Place(
            site_url=self.url,
            proxy_url=self._ways.url,
            token=self.token,
            run_id=self._sender.run_id,
            addresses=self._sender.addresses,
            credentials=self._sender.credentials,
        )

    def code(self) -> int | None:
        """Give no exit code: whether it lives, only its metrics tell."""
        return None

    def tell(self, path: str, change: Change) -> None:
        """Tell it nothing: it has a wave of its own."""

    def stop(self) -> None:
        """Leave it running."""
