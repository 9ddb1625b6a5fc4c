"""The Tunnel through a proxy to the site, by CONNECT (RFC 9110, 9.3.6)."""

from http import HTTPStatus

from siaga.crowd.connection import Connection
from siaga.crowd.failure import Reason, TripError
from siaga.crowd.forward_proxy import ForwardProxy
from siaga.crowd.letterhead import AGENT
from siaga.crowd.reader import Limits, Reader

_LIMITS = Limits(head_bytes=16_384, body_bytes=1)
_END = b"\r\n\r\n"
_BODILESS = "HEAD"
"""What an answer is read as that has no body, whatever it says."""


def dig(connection: Connection, proxy: ForwardProxy, place: str) -> None:
    """Have a proxy lead a connection on; what is said afterwards goes to the site.

    Nothing of it is a part of any request.

    Args:
        connection: to the proxy, open and in the clear.
        proxy: that is there.
        place: host and port of the site.

    Raises:
        TripError: it does not lead on.
        OSError: the connection broke.
    """
    fields = {"Host": place, **AGENT, **proxy.headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    # TLS begins behind the tunnel.
    Connection.send(connection, f"CONNECT {place} HTTP/1.1\r\n{lines}\r\n".encode("latin-1"))
    reader, said = Reader(_LIMITS), bytearray()
    reader.begin(_BODILESS)
    try:
        while not reader.done:
            chunk = Connection.receive(connection)
            said += chunk
            reader.hear(chunk)
    except TripError as error:
        raise TripError(Reason.PROXY, f"the proxy {proxy.origin}: {error}") from None
    finally:
        reader.close()
    if not HTTPStatus.OK <= reader.status < HTTPStatus.MULTIPLE_CHOICES:
        text = f"the proxy {proxy.origin} leads nobody to {place}: it says {reader.status}"
        raise TripError(Reason.PROXY, text)
    if not said.endswith(_END):
        text = f"the proxy {proxy.origin} says more than that it leads to {place}"
        raise TripError(Reason.PROXY, text)
