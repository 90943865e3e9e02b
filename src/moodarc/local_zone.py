"""The time zone of this machine, with its summer times where they can be found."""

import os
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = ["listener_zone", "local_zone"]

_LINK = Path("/etc/localtime")
_MARK = "zoneinfo/"


def local_zone() -> tzinfo:
    """The zone that `TZ` or /etc/localtime names; else the present distance from UTC."""
    for name in (os.environ.get("TZ", ""), str(_LINK.resolve()).partition(_MARK)[2]):
        try:
            if name:
                return ZoneInfo(name.removeprefix(":"))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return datetime.now().astimezone().tzinfo or UTC


def listener_zone(name: str | None) -> tzinfo:
    """The zone that a listener says they live in, or else this machine's."""
    return local_zone() if name is None else ZoneInfo(name)
