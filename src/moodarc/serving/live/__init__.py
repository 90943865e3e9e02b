"""Live sessions over a socket: one a listener and process, for all of their open pages."""

__all__: list[str] = []
