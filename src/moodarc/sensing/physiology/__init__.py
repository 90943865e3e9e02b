"""What the body says: samples of wearables, and the affect that they point to (LIN-4, LIN-8)."""

from moodarc.sensing.physiology.sample import Activity, WearableSample

__all__ = ["Activity", "WearableSample"]
