"""The command `python -m mock_site.neighbours.post_office`."""

import os
import sys

from mock_site.neighbours.process import main

if __name__ == "__main__":
    sys.exit(main("post_office", sys.argv[1:], os.environ.get("SITE_ADMIN_TOKEN", "")))
