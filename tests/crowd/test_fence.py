"""Claims about the fence: nothing reaches out to another place than the site, by whatever library."""

import pytest

from siaga.crowd.fence import Fence
from tests.crowd.locust_run import run_script

EVERY_WAY = """
import socket
import sys

from siaga.crowd.fence import Fence

sys.addaudithook(Fence())
import locust
from locust import FastHttpUser, HttpUser
from locust.env import Environment

there = socket.socket()
there.bind(("127.0.0.1", 0))
there.listen()


def plain(): socket.create_connection(("192.0.2.1", 9), 1)
def datagram(): socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 9))
def sixth(): socket.socket(socket.AF_INET6).connect(("2001:db8::1", 9))


for way in (plain, datagram, sixth):
    try:
        way()
        print("went out")
    except PermissionError as error:
        print(way.__name__, error)

for kind in (HttpUser, FastHttpUser):
    class Theirs(kind):
        host = "http://127.0.0.1:1"

    told = []
    environment = Environment(user_classes=[Theirs])
    environment.events.request.add_listener(lambda exception, **_: told.append(str(exception)))
    Theirs(environment).client.get("http://192.0.2.1:9/")
    print(kind.__name__, "192.0.2.1 is not the site" in told[0])

socket.create_connection(there.getsockname()).close()
print("loopback")
"""


def test_no_library_gets_past_it() -> None:
    """Sockets, datagrams, and both of Locust's clients are refused; the loopback is not."""
    refused = "[Errno 13] siaga: {} is not the site; a Locust file may reach loopback"
    assert run_script(EVERY_WAY).splitlines() == [
        f"plain {refused.format('192.0.2.1')}",
        f"datagram {refused.format('192.0.2.1')}",
        f"sixth {refused.format('2001:db8::1')}",
        "HttpUser True",
        "FastHttpUser True",
        "loopback",
    ]


def test_the_addresses_of_a_site_that_has_agreed_are_open() -> None:
    """Those to which its name was resolved before the run, and no name that is resolved again."""
    fence = Fence(("192.0.2.7",))
    fence("socket.connect", (None, ("192.0.2.7", 80)))
    for other in ("192.0.2.8", "site.example"):
        with pytest.raises(PermissionError, match=rf"{other} is not the site; .* 192\.0\.2\.7$"):
            fence("socket.connect", (None, (other, 80)))


def test_what_reaches_out_to_nowhere_is_nobodys_business() -> None:
    """A socket of this machine, one that is connected already, and every other event."""
    fence = Fence()
    fence("socket.connect", (None, "/run/a.socket"))
    fence("socket.sendmsg", (None, None))
    fence("open", ("192.0.2.1",))
