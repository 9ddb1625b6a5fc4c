"""The route of a request, as layers tell routes apart."""

from aiohttp import web


def template_of(request: web.Request) -> str:
    """Give the template of a request's route, as `/waves/{wave}/join`; empty where there is none."""
    return template_of_route(request.match_info.route)


def template_of_route(route: web.AbstractRoute) -> str:
    """Give the template of a route; empty where it has none."""
    resource = route.resource
    return "" if resource is None else resource.canonical


def first_part(template: str) -> str:
    """Give the first part of a template: `waves` of `/waves/{wave}/join`, empty for `/`."""
    return template.split("/", 2)[1] if template else ""
