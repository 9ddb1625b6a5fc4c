"""Claims about routes: made once for all who go the same way, and what a channel needs of one."""

import ssl

from siaga.crowd.forward_proxy import ForwardProxy
from siaga.crowd.origin import Origin
from siaga.crowd.resolver import Resolver
from siaga.crowd.route import route_of
from siaga.crowd.trust import Trust

CLEAR, SECURE = Origin.of("http://site.test"), Origin.of("https://site.test")
PROXY = ForwardProxy(origin=Origin.of("http://127.0.0.1:3128"))


def test_all_who_go_the_same_way_share_one_route() -> None:
    """A million visitors keep it once; whoever goes by another has another."""
    resolver = Resolver()
    assert route_of(CLEAR, resolver) is route_of(Origin.of("http://SITE.test"), resolver)
    assert route_of(CLEAR, resolver) is not route_of(CLEAR, Resolver())
    assert route_of(CLEAR, resolver) != route_of(CLEAR, resolver, None, None, PROXY)


def test_a_proxy_reads_what_a_site_in_the_clear_is_asked() -> None:
    """Through a tunnel, to a secure site or for a channel, it does not."""
    clear = route_of(CLEAR, Resolver(), None, None, PROXY)
    secure = route_of(SECURE, Resolver(), Trust(ssl.create_default_context()), None, PROXY)
    asks = [one.asks_proxy for one in (clear, clear.of_channels, secure, secure.of_channels)]
    assert asks == [True, False, False, False]
    assert not route_of(CLEAR, Resolver()).asks_proxy


def test_a_channel_offers_no_http2() -> None:
    """The way is the same for the rest."""
    tls = ssl.create_default_context()
    route = route_of(SECURE, Resolver(), Trust(tls, tls))
    assert route.of_channels == route._replace(trust=Trust(tls))
