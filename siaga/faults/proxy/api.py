"""The API of the proxy: toxiproxy's calls, where they are simple, and the counts that prove a fault."""

from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from siaga.faults.proxy.asked import ChangedProxy, ChangedToxic, NewProxy, NewToxic, body
from siaga.faults.proxy.proxies import Proxies
from siaga.faults.proxy.proxy_metrics import ProxyMetrics
from siaga.faults.proxy.refusal import Refusal

VERSION = "1"


class Api:
    """Answers calls.

    Args:
        proxies: it is about.
    """

    def __init__(self, proxies: Proxies) -> None:
        self._proxies = proxies
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(ProxyMetrics(proxies))

    def app(self) -> web.Application:
        """Give it as an application."""
        app = web.Application(middlewares=[_refusing])
        toxics, toxic = "/proxies/{proxy}/toxics", "/proxies/{proxy}/toxics/{toxic}"
        app.add_routes(
            [
                web.get("/version", self.version),
                web.get("/metrics", self.metrics),
                web.post("/reset", self.reset),
                web.get("/proxies", self.proxies),
                web.post("/proxies", self.make),
                web.get("/proxies/{proxy}", self.proxy),
                web.post("/proxies/{proxy}", self.change),
                web.patch("/proxies/{proxy}", self.change),
                web.delete("/proxies/{proxy}", self.end),
                web.get(toxics, self.toxics),
                web.post(toxics, self.add_toxic),
                web.get(toxic, self.toxic),
                web.post(toxic, self.change_toxic),
                web.patch(toxic, self.change_toxic),
                web.delete(toxic, self.remove_toxic),
            ]
        )
        return app

    async def version(self, _request: web.Request) -> web.Response:
        """Say which API this is."""
        return web.json_response({"version": VERSION})

    async def metrics(self, _request: web.Request) -> web.Response:
        """Show the counts to Prometheus."""
        page = generate_latest(self._registry)
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def reset(self, _request: web.Request) -> web.Response:
        """Enable all, and remove all toxics."""
        await self._proxies.reset()
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def proxies(self, _request: web.Request) -> web.Response:
        """Show all."""
        return web.json_response({one.name: one.document() for one in self._proxies})

    async def make(self, request: web.Request) -> web.Response:
        """Make one."""
        proxy = await self._proxies.make(await body(request, NewProxy))
        return web.json_response(proxy.document(), status=HTTPStatus.CREATED)

    async def proxy(self, request: web.Request) -> web.Response:
        """Show one."""
        return web.json_response(self._proxies.get(request.match_info["proxy"]).document())

    async def change(self, request: web.Request) -> web.Response:
        """Change one."""
        asked = await body(request, ChangedProxy)
        proxy = await self._proxies.change(request.match_info["proxy"], asked)
        return web.json_response(proxy.document())

    async def end(self, request: web.Request) -> web.Response:
        """End one."""
        self._proxies.end(request.match_info["proxy"])
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def toxics(self, request: web.Request) -> web.Response:
        """Show the toxics of one."""
        proxy = self._proxies.get(request.match_info["proxy"])
        return web.json_response([one.document() for one in proxy.toxics.values()])

    async def add_toxic(self, request: web.Request) -> web.Response:
        """Let a toxic act."""
        asked = await body(request, NewToxic)
        return web.json_response(self._proxies.add_toxic(request.match_info["proxy"], asked).document())

    async def toxic(self, request: web.Request) -> web.Response:
        """Show a toxic."""
        return web.json_response(self._proxies.toxic(*_names(request)).document())

    async def change_toxic(self, request: web.Request) -> web.Response:
        """Change a toxic."""
        asked = await body(request, ChangedToxic)
        return web.json_response(self._proxies.change_toxic(*_names(request), asked).document())

    async def remove_toxic(self, request: web.Request) -> web.Response:
        """Let a toxic act no more."""
        self._proxies.remove_toxic(*_names(request))
        return web.Response(status=HTTPStatus.NO_CONTENT)


def _names(request: web.Request) -> tuple[str, str]:
    return request.match_info["proxy"], request.match_info["toxic"]


@web.middleware
async def _refusing(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give refusals as JSON, those of the router, too."""
    try:
        return await handler(request)
    except Refusal as refusal:
        return web.json_response(refusal.document(), status=refusal.status)
    except web.HTTPClientError as error:
        text = f"{request.method} {request.path}: {error.reason.lower()}; docs/faults.md has the calls"
        return web.json_response({"error": text, "status": error.status}, status=error.status)
