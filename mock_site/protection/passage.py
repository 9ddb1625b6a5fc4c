"""The passage: the layers that a request passes on its way in, found out once for each route.

A layer that has nothing to do with a route, or with a request that has no body, costs it nothing.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from aiohttp.web_urldispatcher import SystemRoute

from mock_site.protection.route import template_of_route

Concerns = Callable[[str, str], bool]
"""Tells by its method and its template whether a route is of a layer's business."""
_Way = Callable[[web.Request], Awaitable[web.StreamResponse]]


def everything(_method: str, _template: str) -> bool:
    """Tell that every route is."""
    return True


class Stage(NamedTuple):
    """One layer of a passage.

    Attributes:
        layer: a middleware.
        concerns: which routes are of its business; it passes on all others untouched. Whatever is no
            route of the site's is asked through all layers.
        bodies_only: whether it passes on untouched what has no body.
    """

    layer: Middleware
    concerns: Concerns = everything
    bodies_only: bool = False


def passing(stages: Sequence[Stage]) -> Middleware:
    """Make the one middleware that has a request pass all stages that concern it.

    Args:
        stages: the outermost first.
    """
    ways: dict[web.AbstractRoute, _Way] = {}

    @web.middleware
    async def passed(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer by the way that the request's route has."""
        route = request.match_info.route
        way = ways.get(route)
        if way is None:
            way = _way(stages, route, handler)
            # aiohttp makes a route of its own for each request that it finds none for.
            if not isinstance(route, SystemRoute):
                ways[route] = way
        return await way(request)

    return passed


def _way(stages: Sequence[Stage], route: web.AbstractRoute, handler: Handler) -> _Way:
    way: _Way = handler
    for stage in reversed(stages):
        if isinstance(route, SystemRoute) or stage.concerns(route.method, template_of_route(route)):
            way = (_before_bodies if stage.bodies_only else _before)(stage.layer, way)
    return way


def _before(layer: Middleware, inner: _Way) -> _Way:
    def way(request: web.Request) -> Awaitable[web.StreamResponse]:
        return layer(request, inner)

    return way


def _before_bodies(layer: Middleware, inner: _Way) -> _Way:
    def way(request: web.Request) -> Awaitable[web.StreamResponse]:
        return layer(request, inner) if request.body_exists else inner(request)

    return way
