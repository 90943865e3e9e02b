"""What a list was taken to be for, told with its probability, and the offer of a gentle lift."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from moodarc.cli.text import printable
from moodarc.errors import UnknownListenerError

if TYPE_CHECKING:
    from moodarc.affect import AffectReading
    from moodarc.catalog import Decision
    from moodarc.session import ListenerLog
    from moodarc.storage import Store

__all__ = ["intent_json", "intent_lines", "listener_log", "with_offer"]

_RECENT = 1000
"""Readings that a belief looks back on; older ones have faded."""

_LISTS = 200
"""Lists from which is learned what a listener means by a seed."""


def listener_log(store: "Store", listener: str, now: "AffectReading | None") -> "ListenerLog":
    """A listener's readings, with the one said just now, and their decisions; empty if new."""
    from moodarc.session import ListenerLog

    said = [] if now is None else [now]
    try:
        readings = store.readings.of(listener, limit=_RECENT)
        lists = store.decisions.of(listener, limit=_LISTS)
        return ListenerLog([*readings, *said], lists, store.decisions.offered_lift(listener))
    except UnknownListenerError:
        return ListenerLog(said)


def with_offer(decision: "Decision", log: "ListenerLog") -> "Decision":
    """The decision, with a gentle lift beside it where that is due."""
    from moodarc.listener import offers_lift

    return replace(
        decision, lift_offered=offers_lift([*log.decisions, decision], before=log.lift_offered)
    )


def intent_lines(decision: "Decision") -> Iterator[str]:
    """What people are told below the list."""
    from moodarc.listener import LIFT_OFFER

    guessed = decision.intent
    if guessed is not None and (not guessed.chosen or decision.overruled):
        likely = f"p = {guessed.probability:.2f}"
        if decision.overruled:
            head = f"As you chose; the seed alone suggested {guessed.kind.value}, {likely}"
        else:
            head = f"{guessed.kind.value} ({decision.goal.kind.value}), {likely}"
        yield printable(f"{head}, because {guessed.reason}.{_HOW if not guessed.chosen else ''}")
    if decision.lift_offered:
        yield f"{LIFT_OFFER} (moodarc playlist --goal lift)"


_HOW = " --goal GOAL overrules it."


def intent_json(decision: "Decision") -> dict[str, Any]:
    """The inferred intent, null without a seed, and the offer, null where none is made."""
    from moodarc.listener import LIFT_OFFER

    guessed = decision.intent
    return {
        "intent": None
        if guessed is None
        else {
            "kind": guessed.kind.value,
            "probability": guessed.probability,
            "reason": guessed.reason,
            "chosen": guessed.chosen,
            "overruled": decision.overruled,
        },
        "offer": LIFT_OFFER if decision.lift_offered else None,
    }
