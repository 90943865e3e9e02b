"""HTTP, WebSocket and the page: moodarc for the other programs of a house, and for a browser.

Wire schemas live here only (`wire`); the domain's records never leave this package as they are.
Needs the extra `serve`.
"""

__all__: list[str] = []
