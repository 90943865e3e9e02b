"""How data sets of faces spell the seven expressions: one place, for all of them."""

from typing import Final

from moodarc.affect import Expression

__all__ = ["NOT_AMONG_SEVEN", "expression_named"]

_SPELLINGS: Final = {
    Expression.ANGRY: ("angry", "anger", "an"),
    Expression.DISGUST: ("disgust", "disgusted", "di"),
    Expression.FEAR: ("fear", "fearful", "afraid", "scared", "fe"),
    Expression.HAPPY: ("happy", "happiness", "joy", "ha"),
    Expression.SAD: ("sad", "sadness", "sa"),
    Expression.SURPRISE: ("surprise", "surprised", "su"),
    Expression.NEUTRAL: ("neutral", "neutrality", "ne"),
}

_BY_SPELLING: Final = {
    spelling: expression for expression, spellings in _SPELLINGS.items() for spelling in spellings
}

NOT_AMONG_SEVEN: Final = frozenset({"contempt", "none", "uncertain", "unknown", "no-face", "nf"})
"""classes of data sets that are no `Expression`"""


def expression_named(name: str) -> Expression | None:
    """The expression that a data set's word means, or None where it is none of the seven.

    >>> expression_named("Happiness"), expression_named("contempt")
    (<Expression.HAPPY: 'happy'>, None)
    """
    return _BY_SPELLING.get(name.strip().casefold())
