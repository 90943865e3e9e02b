"""SiTunes as plays: what 30 people heard in its laboratory and everyday stages, with ratings.

`datasets.situnes` reads the set and names source, form and terms. Weights are the ratings, 1 to 5,
of stages 1 and 2 together; records that stand twice are taken once. Nothing is said of the tracks:
the columns of the streaming service serve the set's own published task only.
"""

from pathlib import Path

import numpy as np

from moodarc.catalog import Interactions
from moodarc.datasets.play_set import Plays
from moodarc.datasets.situnes import load_situnes_stage

__all__ = ["load_situnes_plays"]


def load_situnes_plays(folder: Path) -> Plays:
    """The rated plays of stages 1 and 2.

    Args:
        folder: that has `Stage1` and `Stage2`.

    Raises:
        DatasetError: a file is absent or not in its published form.
    """
    stages = [load_situnes_stage(folder / name) for name in ("Stage1", "Stage2")]
    once = np.concatenate([~stage.repeats for stage in stages])
    plays = Interactions.of(
        np.concatenate([stage.listeners for stage in stages])[once],
        np.concatenate([stage.tracks for stage in stages])[once],
        weight=np.concatenate([stage.rating for stage in stages])[once],
        at_s=np.concatenate([stage.at_s for stage in stages])[once],
    )
    return Plays(
        kind="situnes", interactions=plays, repeats=True, left_out=int(np.count_nonzero(~once))
    )
