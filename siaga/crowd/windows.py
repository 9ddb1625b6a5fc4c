"""The Windows of a visitor: browsers and channels, each opened when it is first needed."""

from collections.abc import Mapping
from types import MappingProxyType

from siaga.crowd.browser import Browser
from siaga.crowd.channel import Channel
from siaga.crowd.origin import Origin
from siaga.crowd.world import World
from siaga.scenario.link import Link

_NONE: Mapping[Origin, Browser] = MappingProxyType({})


class Windows:
    """Keeps what one visitor has open.

    A worker has many thousands of visitors, of whom most stay at the site and open no channel: whoever
    has nothing of a kind has no container for it either.

    Args:
        world: what all visitors of a worker share.
        link: how slow the visitor's own line is; None: no slower than this machine.

    Attributes:
        channels: that are open.
    """

    __slots__ = ("_beside", "_link", "_others", "_site", "_world", "channels")

    def __init__(self, world: World, link: Link | None) -> None:
        self._world = world
        self._link = link
        self._site: Browser | None = None
        self._beside = _NONE
        self._others = _NONE
        self.channels: tuple[Channel, ...] = ()

    def at_site(self) -> Browser:
        """Give the browser that visits the site."""
        if self._site is None:
            self._site = self._world.browsers.at_site(self._link)
        return self._site

    def at(self, origin: Origin) -> Browser:
        """Give the browser that visits another origin of the site; it has the cookies of all of them.

        Raises:
            ValueError: it is none of the site's.
        """
        site = self.at_site()
        if origin == site.origin:
            return site
        if origin not in self._others:
            other = self._world.browsers.beside(origin, self._link)
            other.cookies = site.cookies.at(origin.host, secure=origin.scheme == "https")
            self._others = {**self._others, origin: other}
        return self._others[origin]

    def beside(self, origin: Origin) -> Browser:
        """Give the browser that visits something beside the site.

        Raises:
            ValueError: it is elsewhere.
        """
        if origin not in self._beside:
            self._beside = {**self._beside, origin: self._world.browsers.beside(origin)}
        return self._beside[origin]

    def is_sites(self, browser: Browser) -> bool:
        """Tell whether a browser visits the site, at whichever of its origins."""
        return browser is self._site or browser in self._others.values()

    def hold(self, channel: Channel) -> None:
        """Keep a channel, which is closed at the latest when the visitor leaves."""
        self.channels = (*self.channels, channel)

    def let_go(self, channel: Channel) -> None:
        """Close a channel; one that was let go before is closed already."""
        self.channels = tuple(one for one in self.channels if one is not channel)
        channel.close()

    def browsers(self) -> list[Browser]:
        """Give every browser that there is."""
        site = [] if self._site is None else [self._site]
        return [*site, *self._others.values(), *self._beside.values()]

    def leave(self) -> None:
        """Close every browser and every channel."""
        for channel in self.channels:
            self.let_go(channel)
        for browser in self.browsers():
            browser.close()
