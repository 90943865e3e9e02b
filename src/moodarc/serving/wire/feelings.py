"""What is answered to a feeling, and which goals there are."""

from moodarc.affect import GoalKind
from moodarc.serving.wire.affect import Belief, Point, Reading
from moodarc.serving.wire.schema import Answer

__all__ = ["GoalChoice", "Goals", "ReadingTaken"]


class ReadingTaken(Answer):
    """What was understood, and what is believed with it."""

    reading: Reading
    belief: Belief
    understood: str | None = None
    """in a word, where something had to be understood"""


class GoalChoice(Answer):
    """One goal, and where it leads from the feeling now."""

    kind: GoalKind
    label: str
    meaning: str
    target: Point | None


class Goals(Answer):
    """All goals."""

    kinds: list[GoalChoice]
