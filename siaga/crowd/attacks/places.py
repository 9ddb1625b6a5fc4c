"""The Places of an abuser: addresses that it comes from, where the site is on this machine."""

from siaga.crowd.abuser import Abuser
from siaga.crowd.browser import Browser

HERE = "127.0.0.1"
FIRST, MOST = 66, 180
"""On this machine those who mean harm have addresses of their own, which honest visitors have not."""


def place(me: Abuser, number: int = 0) -> str:
    """Give one of the addresses to come from; empty, as it comes, where the site is elsewhere.

    Raises:
        ValueError: there are not so many.
    """
    if not 0 <= number < MOST:
        raise ValueError(f"place {number}: is none of an abuser; 0 to {MOST - 1} is allowed")
    here = me.world.browsers.address().place[0] == HERE
    return f"127.0.0.{FIRST + number}" if here else ""


def browser_from(me: Abuser, address: str, like: Browser) -> Browser:
    """Open a browser at an address, empty for any, with the cookies of another one."""
    browsers = me.world.browsers
    return me.browser(like, browsers.coming_from(address) if address else browsers)
