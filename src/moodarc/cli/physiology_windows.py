"""Where samples become readings: the one place that names the recogniser of physiology."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from moodarc.affect import AffectReading
    from moodarc.sensing.physiology import PersonalBaseline, WearableSample
    from moodarc.sensing.wearables import SampleWindows
    from moodarc.storage import Store

__all__ = ["physiology_windows"]

_HISTORY: Final = timedelta(days=7)
"""which a baseline starts from: most of the 500 windows of a day part that count in it"""
_TICK: Final = timedelta(microseconds=1)
"""A window of ours ends before its end, one of the recogniser's with it."""


def physiology_windows(store: "Store", listener: str) -> "SampleWindows":
    """Reads the listener's windows of samples, each against what is usual for them by then.

    Args:
        store: holds the samples.
        listener: whose.
    """
    from moodarc.sensing.physiology import PhysiologyRecognizer, SignsConfig
    from moodarc.sensing.wearables import SampleWindows, WindowConfig

    config = SignsConfig()
    recognizer = PhysiologyRecognizer(_baseline(store, listener, config.window), config=config)

    def recognise(samples: "Sequence[WearableSample]", end: datetime) -> "AffectReading":
        reading = recognizer.read(samples, end - _TICK)
        recognizer.learn(samples, end - _TICK)
        return replace(reading, state=replace(reading.state, at=end))

    windows = WindowConfig(width=config.window)
    return SampleWindows(listener, store.samples, recognise, config=windows)


def _baseline(store: "Store", listener: str, width: timedelta) -> "PersonalBaseline":
    """Of the samples before those that are still to be read, by the clock of this machine."""
    from moodarc.local_zone import listener_zone
    from moodarc.sensing.physiology import PersonalBaseline
    from moodarc.sensing.wearables import window_start

    now = datetime.now(UTC)
    unread = store.samples.oldest_unread(listener, now)
    before = now if unread is None else window_start(unread, width)
    history = store.samples.of(listener, since=before - _HISTORY, before=before)
    return PersonalBaseline.from_samples(
        history, zone=listener_zone(store.facts.of(listener).time_zone)
    )
