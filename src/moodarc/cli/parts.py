"""What a track is known from, part by part, and how surely: as lines and as JSON."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from moodarc.affect import TrackAffect
    from moodarc.catalog import AffectPart

__all__ = ["certainty_json", "certainty_line", "part_lines", "parts_json"]

_LABELS = {
    "words": "title, mood words",
    "artist": "artist's others",
    "album": "album's others",
    "correction": "your correction",
    "corrections": "your corrections",
}

_WORDS = ((0.8, "sure"), (0.6, "fairly sure"), (0.4, "unsure"), (0.0, "open"))
"""From which share of the strongest quadrant on; four alike have a quarter each."""


def certainty_json(affect: "TrackAffect") -> dict[str, Any]:
    """The strongest quadrant's share of the probability, and a word for it."""
    vector = affect.emotion_vector
    strongest = max(vector)
    word = next(word for least, word in _WORDS if strongest >= least)
    return {"quadrant": affect.quadrant, "probability": strongest, "words": word}


def certainty_line(affect: "TrackAffect") -> str:
    """Such as "fairly sure (64 %)"."""
    told = certainty_json(affect)
    return f"{told['words']} ({told['probability']:.0%})".replace("%", " %")


def part_lines(parts: "Sequence[AffectPart]") -> "Iterator[str]":
    """A table of the parts, in their own order; nothing where there are none."""
    if not parts:
        return
    yield f"{'known from':<19}{'valence':<15}{'arousal':<15}share"
    for part in parts:
        affect = part.affect
        valence = _value(affect.valence, affect.variance.valence)
        arousal = _value(affect.arousal, affect.variance.arousal)
        yield (
            f"  {_LABELS.get(part.name, part.name):<17}{valence:<15}{arousal:<15}"
            f"{100 * part.share:3.0f} %"
        )


def _value(mean: float, variance: float) -> str:
    return f"{mean:+z.2f} +-{variance**0.5:.2f}"


def parts_json(parts: "Sequence[AffectPart]") -> list[dict[str, Any]]:
    """Name, value, standard deviation and share of each part."""
    return [
        {
            "name": part.name,
            "valence": part.affect.valence,
            "arousal": part.affect.arousal,
            "sd": {
                "valence": part.affect.variance.valence**0.5,
                "arousal": part.affect.variance.arousal**0.5,
            },
            "share": part.share,
        }
        for part in parts
    ]
