"""The command line, a room for each sort of user: those who bring reports, look after releases, ask for figures."""

from tongnan_metrics.commands.line import main

__all__ = ["main"]
