"""The topics: moodarc/<listener>/wearable/<device>, moodarc/<listener>/status and .../belief.

A name may hold what no level of a topic can (`/ + #`), so names are percent-encoded; what is no
encoding is read as it stands.
"""

from urllib.parse import quote, unquote

from moodarc.errors import MessageError

__all__ = ["belief_topic", "device_of", "sample_topic", "samples_filter", "status_topic"]

_ROOT = "moodarc"


def sample_topic(listener: str, device: str) -> str:
    """Where a device's samples go.

    >>> sample_topic("ann", "wrist/left")
    'moodarc/ann/wearable/wrist%2Fleft'
    """
    return f"{_ROOT}/{_level(listener)}/wearable/{_level(device)}"


def samples_filter(listener: str) -> str:
    """All devices of a listener."""
    return f"{_ROOT}/{_level(listener)}/wearable/+"


def status_topic(listener: str) -> str:
    """Whether moodarc listens: "online" or "offline", retained."""
    return f"{_ROOT}/{_level(listener)}/status"


def belief_topic(listener: str) -> str:
    """The listener's belief, where they want it published."""
    return f"{_ROOT}/{_level(listener)}/belief"


def device_of(topic: str) -> str:
    """The device that a topic of samples names.

    Raises:
        MessageError: its bytes are no UTF-8.
    """
    level = topic.rpartition("/")[2]
    try:
        return unquote(level, errors="strict")
    except UnicodeDecodeError as error:
        msg = f"device name {level[:80]!r} is not UTF-8"
        raise MessageError(msg) from error


def _level(name: str) -> str:
    return quote(name, safe="")
