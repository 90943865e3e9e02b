"""Why a track stands where it stands, in one line."""

from typing import Final

from moodarc.catalog import Offer

__all__ = ["why"]

_MOST: Final = 3
_UNTOLD: Final = frozenset({"certainty", "known_from"})


def why(offer: Offer) -> str:
    """The weightiest reasons in few words: "0.12 from the path; 96 to 100 bpm; same key".

    The certainty is left out: it says more about the listener's feeling than about the track. So
    is what the track is known from, which is no part of the score.
    """
    told = [reason for reason in offer.reasons if reason.name not in _UNTOLD]
    weighty = sorted(told[1:], key=lambda reason: -abs(reason.value))[: _MOST - 1]
    return "; ".join(reason.text.partition(";")[0] for reason in (*told[:1], *weighty))
