"""The command `python -m mock_site.neighbours.evaluator`."""

import os
import sys

from mock_site.neighbours.process import main

if __name__ == "__main__":
    sys.exit(main("evaluator", sys.argv[1:], os.environ.get("SITE_ADMIN_TOKEN", "")))
