"""What a list was taken to be for, told with its probability, and the offer of a gentle lift."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from moodarc.cli.text import printable

if TYPE_CHECKING:
    from moodarc.catalog import Decision

__all__ = ["intent_json", "intent_lines"]


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
