"""The command `python -m mock_site.neighbours.registry`."""

import os
import sys

from mock_site.neighbours.process import main

if __name__ == "__main__":
    sys.exit(main("registry", sys.argv[1:], os.environ.get("SITE_ADMIN_TOKEN", "")))
