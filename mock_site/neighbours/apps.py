"""The apps of the neighbours: how each is made, by the name of its package."""

import time
from collections.abc import Callable, Mapping

from aiohttp import web

from mock_site.neighbours.evaluator.app import make_app as make_evaluator
from mock_site.neighbours.post_office.app import make_app as make_post_office
from mock_site.neighbours.registry.app import make_app as make_registry
from mock_site.neighbours.settings import NeighbourSettings

MakeApp = Callable[[NeighbourSettings, str], web.Application]
"""Makes an application with its settings and the bearer token of its admin calls."""

APPS: Mapping[str, MakeApp] = {
    "registry": lambda settings, token: make_registry(settings, token, time.monotonic),
    "post_office": lambda settings, token: make_post_office(settings, token, time.monotonic, time.time),
    "evaluator": lambda settings, token: make_evaluator(settings, token, time.monotonic),
}
