"""See `paper_service`."""

from paper_service import client, free_port, library, me, running, settings, store, tab

__all__ = ["client", "free_port", "library", "me", "running", "settings", "store", "tab"]
