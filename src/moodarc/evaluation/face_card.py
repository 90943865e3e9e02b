"""The card of an expression network: data and their faults, figures, what it is not for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from moodarc.affect import Expression
from moodarc.evaluation.report import BenchRow

__all__ = ["face_card"]

Scores = Sequence[Sequence[BenchRow]]


def face_card(config: Mapping[str, Any], scores: Scores) -> str:
    """The card's Markdown.

    Args:
        config: of the model folder.
        scores: figures of each seed on the validation split, the written one first; empty ones
            where there is no such split.
    """
    training = config["training"]
    temperatures = ", ".join(f"{name} {t:.2f}" for name, t in config["temperatures"].items())
    return f"""# {config["version"]}: seven expressions of a face

**What it does.** From a face of 48 x 48 gray pixels after the equalisation of EM-1 it tells how
likely each of {", ".join(Expression)} is shown. What a face shows
is not what a person feels: the same face can go with other feelings, and feelings without any face.

{_data(config, scores)}
**Method.** `{config["arch"]}`, {config["n_weights"]:,} weights: {_sizes(training)}.
Trained for {config["epochs"]} epochs by `moodarc.sensing.face.recipe`.
{_views(config["views"], config["view_px"])}
Temperatures, of that mean: {temperatures}.
Told as a reading: the head `{config["reading"]}`.

{_figures(scores)}
**What it must not be used for.** To judge, select, grade, watch or profile anybody. In the European
Union reading emotions from faces at work and in education is prohibited (Regulation (EU) 2024/1689,
art. 5(1)(f)), and where it is allowed people must be told (art. 50(3)). Not for medicine, security,
hiring, insurance, policing, advertising, lie detection. It is for a person who lets their own
camera choose their own music, and pictures do not leave their device.

**Licence.** The weights: Apache-2.0{_source(config)}. No picture is redistributed in any form.
"""


def _data(config: Mapping[str, Any], scores: Scores) -> str:
    faces = config["faces"]
    opening = f"""**Data.** Fingerprint `{config["trained_on"]}`: {faces["learned"]} faces of the
training split, what is known to show no face left out; {faces["calibration"]} more, copies kept on
one side, for the temperatures."""
    if not faces["voted"]:
        return opening + "\n"
    validation = {row.name: row.value for row in scores[0]} if scores else {}
    copies = (
        f"{validation['face.copies']:.0f} of {validation['face.faces']:.0f} validation faces"
        if validation
        else "Many faces of the other splits"
    )
    return f"""{opening}
FER-2013 (Goodfellow et al. 2013, research use, not shipped) and, as soft targets of a second head,
the votes of FER+ (Barsoum et al. 2016, MIT). Their faults:

- *Noise.* The labels come from search words, looked over by people. Where a majority of FER+'s ten
  people agrees at all ({faces["majority"]:.1%} of the training faces), it is on the original label
  in {faces["agreement"]:.1%}. What is told as a reading is calibrated on FER+'s majority; by the
  original labels it is too sure of itself (`face.reading_ece`).
- *Copies.* {copies} stand in the training split pixel for pixel: see
  the rows without copies. Near copies (another crop or scale) are not counted.
- *Who is in it.* Pictures from the web of 2013, by English search words: posed and stock
  photographs, celebrities, some drawings. Age, sex and skin are not recorded, so no figure by group
  can be given; expect it to be worse for whoever is rare there, for children, for old people, for
  covered or turned faces.
- *Rare classes.* Disgust is {faces["rarest"]:.1%} of the training faces; see the table.
"""


def _source(config: Mapping[str, Any]) -> str:
    if not config["faces"]["voted"]:
        return ""
    return "; learned from FER-2013, whose pictures were gathered for research"


def _sizes(training: Mapping[str, Any]) -> str:
    if training["arch"] != "light":
        return "VGG-16 with Squeeze-and-Excitation, EM-2"
    widths = ", ".join(str(width) for width in training["light"]["widths"])
    return f"residual stages of {widths} channels with Squeeze-and-Excitation"


def _views(views: Sequence[tuple[float, float]], side_px: int) -> str:
    shown = "; ".join(f"turned by {angle:g} degrees at zoom {zoom:g}" for angle, zoom in views)
    return f"""The mean of logits over views of {side_px} pixels about the centre of a picture,
and of its mirror image: {shown}.
Those that ship have near the least log loss of many sets on FER-2013's training faces kept for the
temperatures, and cost half of the best (`moodarc.sensing.face.views`,
`tools/measure_face_views.py`). Of twelve sets, not of these, the scores on validation faces had
been seen before."""


def _figures(scores: Scores) -> str:
    if not scores or not scores[0]:
        return "**Figures.** None: the data have no validation split.\n"
    rows = [row for row in scores[0] if not _detail(row)]
    means = _means(scores)
    table = "\n".join(_figure(row, means.get(row.name)) for row in rows)
    seeds = f"{len(scores)} seeds" if len(scores) > 1 else "one seed"
    return f"""**Figures.** Validation split; {seeds}; 95 % intervals by bootstrap over faces, of
the network that is here. Repeat: `moodarc bench face --data DIR --split validation`. No weight is
fitted on that split. How wide FER-2013 frames a face, and how soon a label may change, were
measured on its tiles; the rows below do not depend on them. Of the light network's recipe three
variants were scored on FER-2013's too and were dropped (less augmentation at the end; targets
softened by a first network and the votes; AdamW alone for 44 epochs, two seeds: .685 and .671, on
FER+ .867 and .874), all of them with a picture and its mirror image alone.

| figure | value | 95 % interval | all seeds: mean (least to most) |
|---|---|---|---|
{table}

Original labels by class:

| expression | precision | recall | F1 | told as: {" / ".join(Expression)} |
|---|---|---|---|---|
{chr(10).join(_class_lines(scores[0]))}
"""


def _detail(row: BenchRow) -> bool:
    """A row of a class or of the confusion matrix."""
    return row.name.startswith("face.confusion.") or row.name.count(".") > 1


def _means(scores: Scores) -> dict[str, tuple[float, float, float]]:
    """Mean, least and most of each figure over the seeds."""
    values: dict[str, list[float]] = {}
    for rows in scores:
        for row in rows:
            values.setdefault(row.name, []).append(row.value)
    return {name: (float(np.mean(v)), min(v), max(v)) for name, v in values.items()}


def _figure(row: BenchRow, spread: tuple[float, float, float] | None) -> str:
    interval = "" if row.low is None else f"{row.low:.3f} to {row.high:.3f}"
    if spread is None or row.higher_is_better is None:
        return f"| {row.name} | {row.value:g} | {interval} | |"
    mean, least, most = spread
    over = f"{mean:.3f} ({least:.3f} to {most:.3f})"
    return f"| {row.name} | {row.value:.3f} | {interval} | {over} |"


def _class_lines(rows: Sequence[BenchRow]) -> Iterator[str]:
    value = {row.name: row.value for row in rows}
    for name in Expression:
        three = " | ".join(f"{value[f'face.{name}.{what}']:.3f}" for what in _MEASURES)
        told = " / ".join(f"{value[f'face.confusion.{name}.{other}']:.0f}" for other in Expression)
        yield f"| {name} | {three} | {told} |"


_MEASURES = ("precision", "recall", "f1")
