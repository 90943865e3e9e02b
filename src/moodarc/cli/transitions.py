"""Transition probabilities as a listener types them in, or as a file holds them (BAEK-6)."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moodarc.errors import InputError

if TYPE_CHECKING:
    from moodarc.listener import MentalModel

__all__ = ["model_of_file", "model_of_text", "transitions_json"]

_LARGEST_FILE = 1 << 20
_EXAMPLE = '"60 5 5 30 / 20 50 20 10 / 10 20 60 10 / 30 5 15 50"'


def model_of_text(text: str) -> "MentalModel":
    """Four rows between slashes, from happy, angry, sad, peaceful to the same; 0 to 100 each.

    Raises:
        InputError: not four rows of four numbers from 0 to 100, or a row of zeros.
    """
    from moodarc.listener import MentalModel

    rows = [_numbers(row) for row in text.split("/")]
    if [len(row) for row in rows] != [4, 4, 4, 4]:
        msg = f"{text[:80]!r} is not four rows of four numbers; write them as {_EXAMPLE}"
        raise InputError(msg)
    return MentalModel.typed(rows)


def model_of_file(path: Path) -> "MentalModel":
    """A model as `moodarc forecast --json` writes it: its whole answer, or its `model` alone.

    Of the model `transitions` is needed, `{"happy": {"happy": 60, "angry": 5, ...}, ...}`, and
    `step_min` is an hour where it is absent.

    Raises:
        InputError: no such file, or it holds no such model.
    """
    from moodarc.listener import MentalModel

    found = _read(path)
    inner = found.get("model", found)
    step_min: Any = inner.get("step_min", 60.0) if isinstance(inner, dict) else None
    if not _is_number(step_min):
        msg = f'{path} holds no model; expected {{"transitions": ..., "step_min": 60}}'
        raise InputError(msg)
    return MentalModel.typed(_rows(inner.get("transitions"), path), step_h=step_min / 60.0)


def transitions_json(model: "MentalModel") -> dict[str, dict[str, float]]:
    """By quadrant before and after, in per cent."""
    from moodarc.affect import Quadrant

    names = [quadrant.value for quadrant in Quadrant]
    return {
        name: {to: 100.0 * share for to, share in zip(names, row, strict=True)}
        for name, row in zip(names, model.matrix.tolist(), strict=True)
    }


def _numbers(row: str) -> list[float]:
    try:
        return [float(word) for word in row.replace(",", " ").split()]
    except ValueError as error:
        msg = f"{row.strip()[:40]!r} are no numbers; write transitions as {_EXAMPLE}"
        raise InputError(msg) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open(encoding="utf-8") as file:
            found = json.loads(file.read(_LARGEST_FILE))
    except OSError as error:
        reason = error.strerror
        msg = (
            f"{path} cannot be read ({reason}); --model takes personal, population, mmm, learned "
            "or a file"
        )
        raise InputError(msg) from error
    except (ValueError, RecursionError) as error:
        msg = f"{path} is no JSON; write it by `moodarc forecast --json`"
        raise InputError(msg) from error
    if not isinstance(found, dict):
        msg = f"{path} holds no model; write it by `moodarc forecast --json`"
        raise InputError(msg)
    return found


def _rows(transitions: object, path: Path) -> list[list[float]]:
    from moodarc.affect import Quadrant

    names = [quadrant.value for quadrant in Quadrant]
    try:
        rows = [[transitions[name][to] for to in names] for name in names]  # type: ignore[index]
    except (KeyError, TypeError, IndexError) as error:
        msg = (
            f'{path} lacks transitions; expected "transitions" from each of {", ".join(names)} '
            "to each of them, 0 to 100"
        )
        raise InputError(msg) from error
    if not all(_is_number(value) for row in rows for value in row):
        msg = f"{path} has a transition that is no number; expected 0 to 100"
        raise InputError(msg)
    return rows


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
