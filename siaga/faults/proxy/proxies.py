"""The Proxies of the process: made, changed, ended, each with its toxics."""

from collections.abc import Iterator
from typing import Any

from siaga.faults.proxy import asked
from siaga.faults.proxy.proxy import Proxy
from siaga.faults.proxy.refusal import absent, bad, taken
from siaga.faults.proxy.toxic import Toxic
from siaga.faults.proxy.toxics.catalogue import TOXICS


class Proxies:
    """All of them.

    Args:
        seed: of what they draw.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._proxies: dict[str, Proxy] = {}

    def __iter__(self) -> Iterator[Proxy]:
        return iter(self._proxies.values())

    def get(self, name: str) -> Proxy:
        """Give one.

        Raises:
            Refusal: there is none of this name.
        """
        if name not in self._proxies:
            raise absent(f"proxy: {name!r} is not there; there are {_named(self._proxies)}")
        return self._proxies[name]

    async def make(self, new: asked.NewProxy) -> Proxy:
        """Make one.

        Raises:
            Refusal: there is one of this name, or its port cannot be had.
        """
        if new.name in self._proxies:
            raise taken(f"proxy: {new.name!r} is there already; another name is needed")
        listen, upstream = asked.listen(new.listen), asked.upstream(new.upstream)
        try:
            proxy = Proxy(new.name, listen, upstream)
        except OSError as error:
            raise taken(f"listen: {listen} cannot be had ({error}); a free port is needed") from None
        self._proxies[new.name] = proxy
        if new.enabled:
            await proxy.enable()
        return proxy

    async def change(self, name: str, changed: asked.ChangedProxy) -> Proxy:
        """Change one.

        Raises:
            Refusal: there is none of this name, or it cannot be changed so.
        """
        proxy = self.get(name)
        if changed.upstream is not None:
            proxy.upstream = asked.upstream(changed.upstream)
        if changed.enabled:
            await proxy.enable()
        elif changed.enabled is not None:
            proxy.disable()
        return proxy

    def end(self, name: str) -> None:
        """End one.

        Raises:
            Refusal: there is none of this name.
        """
        self.get(name).close()
        del self._proxies[name]

    async def reset(self) -> None:
        """Enable all, and remove all toxics."""
        for proxy in tuple(self._proxies.values()):
            for toxic in tuple(proxy.toxics):
                proxy.remove(toxic)
            await proxy.enable()

    def close(self) -> None:
        """End all."""
        for name in tuple(self._proxies):
            self.end(name)

    def toxic(self, proxy: str, name: str) -> Toxic[Any]:
        """Give a toxic.

        Raises:
            Refusal: there is none of this name.
        """
        toxics = self.get(proxy).toxics
        if name not in toxics:
            raise absent(f"toxic: {name!r} is not there; proxy {proxy!r} has {_named(toxics)}")
        return toxics[name]

    def add_toxic(self, name: str, new: asked.NewToxic) -> Toxic[Any]:
        """Let a toxic act.

        Raises:
            Refusal: there is one of this name, or it makes no sense.
        """
        proxy, kind = self.get(name), TOXICS.get(new.type)
        if kind is None:
            raise bad(f"type: {new.type!r} is none; {', '.join(TOXICS)} are allowed")
        if kind.directions and new.stream not in kind.directions:
            raise bad(f"stream: {kind.name} acts {' or '.join(kind.directions)} alone, not {new.stream}")
        given = new.name or f"{new.type}_{new.stream}"
        if given in proxy.toxics:
            raise taken(f"toxic: {given!r} is there already; another name is needed")
        toxic = Toxic(
            name=given,
            kind=kind,
            direction=new.stream,
            attributes=asked.formed(new.attributes, kind.attributes, "attributes"),
            toxicity=new.toxicity,
            counts=proxy.counts_of(given),
            seed=f"{self._seed}/{name}",
        )
        proxy.add(toxic)
        return toxic

    def change_toxic(self, proxy: str, name: str, changed: asked.ChangedToxic) -> Toxic[Any]:
        """Change a toxic.

        Raises:
            Refusal: there is none of this name, or it makes no sense so.
        """
        toxic = self.toxic(proxy, name)
        attributes = toxic.attributes.model_dump() | dict(changed.attributes)
        toxic.attributes = asked.formed(attributes, toxic.kind.attributes, "attributes")
        if changed.toxicity is not None:
            toxic.toxicity = changed.toxicity
        self.get(proxy).renew(toxic)
        return toxic

    def remove_toxic(self, proxy: str, name: str) -> None:
        """Let a toxic act no more.

        Raises:
            Refusal: there is none of this name.
        """
        self.toxic(proxy, name)
        self.get(proxy).remove(name)


def _named(names: dict[str, Any]) -> str:
    return ", ".join(names) or "none"
