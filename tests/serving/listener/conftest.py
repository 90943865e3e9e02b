"""See `paper_service`."""

from paper_service import client, library, me, running, settings, store

__all__ = ["client", "library", "me", "running", "settings", "store"]
