"""The command line: ``python -m tongnan_metrics``. Results go to stdout; an error is one sentence on stderr, exit 2."""

import sys

from tongnan_metrics.commands import main

if __name__ == "__main__":
    sys.exit(main())
