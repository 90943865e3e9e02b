"""Where samples become readings: the one place that names the recogniser of physiology."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moodarc.sensing.wearables import SampleWindows
    from moodarc.storage import Store

__all__ = ["physiology_windows"]


def physiology_windows(store: "Store", listener: str) -> "SampleWindows | None":
    """Reads the listener's windows of samples; None as long as no recogniser is there.

    Args:
        store: holds the samples.
        listener: whose.
    """
    del store, listener
    return None
