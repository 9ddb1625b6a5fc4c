"""The command `python -m mock_site.neighbours.evaluator`."""

import os
import sys
import time

from mock_site.neighbours.evaluator.app import make_app
from mock_site.neighbours.process import main

if __name__ == "__main__":
    token = os.environ.get("SITE_ADMIN_TOKEN", "")
    sys.exit(main("evaluator", sys.argv[1:], lambda settings: make_app(settings, token, time.monotonic)))
