"""The Forwarding of a run: by which proxy its visitors go, and by which they may not."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from siaga.errors import RefusedError, UsageError
from siaga.record.loopback import is_loopback
from siaga.record.site_host import SiteHost
from siaga.scenario.model import Scenario
from siaga.stage.target import Target

FORWARDED = "visitors went by a proxy, whose time is in all of theirs: traffic.proxy is {url}"


def forwarded(
    scenario: Scenario,
    site: Target | None,
    hosts: Iterable[Mapping[str, Any]],
    environ: Mapping[str, str],
) -> tuple[str, ...]:
    """Give what everybody has to know who reads a run whose visitors go by a proxy; nothing without one.

    Args:
        scenario: that is to be played.
        site: which is on this machine or has agreed; None, or without a URL: the built-in one.
        hosts: further ones of the site, as `SiteHost` writes them down.
        environ: where the proxy's secrets are.

    Raises:
        RefusedError: nobody there has agreed to carry the load.
        UsageError: the environment lacks something, or the proxy would find its own way to a site.
    """
    proxy = scenario.traffic.proxy
    if proxy is None:
        return ()
    proxy.authorization(environ)
    if not is_loopback(_host(proxy.url)):
        raise RefusedError(
            f"traffic.proxy: {proxy.url} is not this machine, and nobody there has agreed to carry load"
        )
    urls = [SiteHost.from_json(one).url for one in hosts]
    for url in [*urls, *([] if site is None else [site.url])]:
        if url.startswith("http:") and not is_loopback(_host(url)):
            raise UsageError(
                f"traffic.proxy: {url} is in the clear, and the proxy would find its own way there;"
                " https, or this machine, is allowed"
            )
    return (FORWARDED.format(url=proxy.url),)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()
