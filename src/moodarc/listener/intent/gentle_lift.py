"""A gentle lift, offered once to who has long listened to music that stays with a low mood.

It is an offer and no finding: nothing is diagnosed, nothing is changed without being asked for, and
whoever lets it pass is not asked again.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise, takewhile
from typing import Final

from moodarc.affect import UNINFORMED_VARIANCE, Intent
from moodarc.catalog import Decision

__all__ = ["LIFT_OFFER", "offers_lift"]

LIFT_OFFER: Final = (
    "Your lists have stayed with a low mood for a while, which can be just right. If you would "
    "like something a little lighter, a lift leads there in small steps. This is said once. "
    "moodarc is no medical device and does not know how you are; if things feel heavy, it can help "
    "to talk to somebody you trust or to a health professional."
)

_LOW: Final = -0.25
"""valence at or below which a mood counts as low: a quadrant's middle is -0.5 (a judgement)"""
_KNOWN: Final = UNINFORMED_VARIANCE / 2.0
_LISTS: Final = 3
_LASTING: Final = timedelta(hours=2)
_GAP: Final = timedelta(hours=24)
"""a longer pause between two lists ends the run"""


def offers_lift(decisions: Sequence[Decision], *, before: bool = False) -> bool:
    """Whether a gentle lift is to be offered beside the newest list.

    That is so where the last lists, three or more over two hours or more without a day's pause, all
    stayed with a valence believed to be low, and no lift was ever offered to this listener.

    Args:
        decisions: of one listener, oldest first, the last so many will do; the last is the list
            being made.
        before: whether a lift is known to have been offered to them, in lists left out here.
    """
    if before or any(decision.lift_offered for decision in decisions):
        return False
    newest_first = list(reversed(decisions))
    low = list(takewhile(_stays_low, newest_first))
    pauses = [later.at - earlier.at for later, earlier in pairwise(low)]
    unbroken = 1 + sum(1 for _ in takewhile(lambda pause: pause <= _GAP, pauses))
    run = low[:unbroken]
    return len(run) >= _LISTS and run[0].at - run[-1].at >= _LASTING


def _stays_low(decision: Decision) -> bool:
    state = decision.belief.state
    known = state.variance.valence <= _KNOWN
    return decision.goal.kind.intent is Intent.MODULATE and known and state.valence <= _LOW
