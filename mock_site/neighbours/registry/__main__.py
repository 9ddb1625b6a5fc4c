"""The command `python -m mock_site.neighbours.registry`."""

import os
import sys
import time

from mock_site.neighbours.process import main
from mock_site.neighbours.registry.app import make_app

if __name__ == "__main__":
    token = os.environ.get("SITE_ADMIN_TOKEN", "")
    sys.exit(main("registry", sys.argv[1:], lambda settings: make_app(settings, token, time.monotonic)))
