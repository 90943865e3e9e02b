"""What the listener wants of the music, as a seed tells it, and when it is done (LE-3, LE-4)."""

from moodarc.listener.intent.ending import Ending, HoldRule, ending
from moodarc.listener.intent.gentle_lift import LIFT_OFFER, offers_lift
from moodarc.listener.intent.seed import IntentPrior, SeedIntent, infer_intent

__all__ = [
    "LIFT_OFFER",
    "Ending",
    "HoldRule",
    "IntentPrior",
    "SeedIntent",
    "ending",
    "infer_intent",
    "offers_lift",
]
