"""Routes by topic; each module has one `router`."""

__all__: list[str] = []
