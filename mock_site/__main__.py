"""The command `python -m mock_site`."""

import sys

from mock_site.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
