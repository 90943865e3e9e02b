"""What a model's lists came to, history by history: what rows, differences and pools are made of.

Two models asked the same histories are compared by their difference in each of them, so that what
makes a listener easy or hard for both drops out of the interval (a paired bootstrap).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moodarc.evaluation.ranking_figures import figure_rows
from moodarc.evaluation.report import BenchRow

__all__ = ["Measured", "paired"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Measured:
    """Figures of one model under one protocol.

    Attributes:
        protocol: its name.
        model: name of its rows.
        figures: by suffix, float64 (n,) each, means over the seeds; NaN where not defined.
        group: int64 (n,) who was asked.
        repeats: int64 (n,) in which repetition of the trial; None = there was one.
    """

    protocol: str
    model: str
    figures: dict[str, NDArray[np.float64]]
    group: NDArray[np.int64]
    repeats: NDArray[np.int64] | None = None

    @classmethod
    def pooled(cls, trials: Sequence["Measured"]) -> "Measured":
        """One of several repetitions of a trial, each with histories of its own."""
        first = trials[0]
        if len(trials) == 1:
            return first
        figures = {
            key: np.concatenate([one.figures[key] for one in trials]) for key in first.figures
        }
        return replace(
            first,
            figures=figures,
            group=np.concatenate([one.group for one in trials]),
            repeats=np.repeat(np.arange(len(trials)), [len(one.group) for one in trials]),
        )

    def less(self, other: "Measured") -> "Measured":
        """By how much this model is better in each history."""
        figures = {
            key: values - other.figures[key]
            for key, values in self.figures.items()
            if key in other.figures
        }
        return replace(self, model=f"{self.model}_less_{other.model}", figures=figures)

    def rows(self, data: str) -> tuple[BenchRow, ...]:
        """Rows `recommend.DATA.PROTOCOL.MODEL.FIGURE`."""
        name = f"recommend.{data}.{self.protocol}.{self.model}"
        return figure_rows(name, self.figures, self.group, repeats=self.repeats)


def paired(found: Sequence[Measured], pairs: Sequence[tuple[str, str]]) -> list[Measured]:
    """Differences of the pairs of models that were both measured, under each protocol."""
    by_name = {(one.protocol, one.model): one for one in found}
    protocols = dict.fromkeys(one.protocol for one in found)
    return [
        by_name[protocol, one].less(by_name[protocol, other])
        for protocol in protocols
        for one, other in pairs
        if {(protocol, one), (protocol, other)} <= by_name.keys()
    ]
