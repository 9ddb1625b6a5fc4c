"""Claims about connections: what a site does while nobody waits is noticed."""

import socket
from collections.abc import Iterator

import gevent
import pytest

from siaga.crowd.address import Address
from siaga.crowd.connection import Connection


@pytest.fixture
def pair() -> Iterator[tuple[Connection, socket.socket]]:
    """A connection and the site's end of it; as in a browser, a timer runs as long as somebody waits."""
    with gevent.Timeout(5), socket.create_server(("127.0.0.1", 0)) as listener:
        address = Address(family=socket.AF_INET, place=listener.getsockname())
        connection = Connection(address)
        connection.connect(address)
        end = listener.accept()[0]
        yield connection, end
        connection.close()
        end.close()


def test_bytes_go_out_and_come_in(pair: tuple[Connection, socket.socket]) -> None:
    """Both are counted from one send to the next."""
    connection, end = pair
    connection.send(b"ask")
    assert end.recv(10) == b"ask"
    end.sendall(b"answer")
    assert connection.receive() == b"answer"
    assert (connection.sent_bytes, connection.received_bytes) == (3, 6)
    connection.send(b"more")
    assert (connection.sent_bytes, connection.received_bytes) == (4, 0)


def test_nothing_there_is_told_from_the_end(pair: tuple[Connection, socket.socket]) -> None:
    """None while the site is silent, empty when it has closed."""
    connection, end = pair
    assert connection.listen() is None
    end.close()
    assert connection.receive() == b""


def test_a_close_is_noticed_while_the_visitor_thinks(pair: tuple[Connection, socket.socket]) -> None:
    """The descriptor is given back at once: a crowd that thinks holds no dead connections."""
    connection, end = pair
    assert connection.fresh()
    end.close()
    while not connection.closed:
        gevent.sleep(0.001)
    assert not connection.fresh()


def test_a_connection_with_something_unread_is_not_fresh(pair: tuple[Connection, socket.socket]) -> None:
    """Whatever came unasked would be taken for the next answer."""
    connection, end = pair
    end.sendall(b"unasked")
    while connection.fresh():
        gevent.sleep(0.001)
    assert end.fileno() > 0  # the site has not closed: it was the bytes


def test_closing_twice_is_harmless(pair: tuple[Connection, socket.socket]) -> None:
    """The site sees one end."""
    connection, end = pair
    connection.close()
    connection.close()
    assert end.recv(10) == b""


def test_of_a_request_that_the_kernel_refuses_nothing_was_sent(
    pair: tuple[Connection, socket.socket],
) -> None:
    """Whatever went out before: the ledger turns on it."""
    connection, _end = pair
    connection.send(b"ask")
    with socket.create_server(("127.0.0.1", 0)) as not_connected:
        kept, connection._socket = connection._socket, not_connected
        with pytest.raises(OSError, match=r"Broken pipe|not connected"):
            connection.send(b"more")
        connection._socket = kept
    assert (connection.sent_bytes, connection.blocked) == (0, False)
