"""In which views a network is shown a face: turned and enlarged a little, its answers averaged.

What is shown still stays the same when a head leans or stands nearer, and a network trained on
varied pictures (`augmentation`) errs differently on each. The mean over views is baked into the
exported network (`training.export_onnx`), so that every reader of it tells the same.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moodarc.errors import InputError

__all__ = ["ViewsConfig"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewsConfig:
    """The views of a picture; of each its mirror image is shown too.

    Origin: of twelve sets, drawn from rotations of -10, -5, 0, 5, 10 degrees at zooms of 1, 1.08,
    1.16, these four had the least log loss of the labels, each set at its own best temperature, on
    the twentieth of FER-2013's training faces that `face-expression-2` had not learned from: .838,
    the picture alone .892, all nine of three rotations and three zooms .841
    (`tools/measure_face_views.py`). A network of another seed chooses the same: .848, .886, .849.
    The sets' scores on validation faces were seen too, of the first network; by them the nine
    would have been chosen.

    >>> ViewsConfig(views=((0.0, 2.0),)).maps()[0].diagonal().tolist()
    [0.5, 0.5]
    """

    views: tuple[tuple[float, float], ...] = (
        (-10.0, 1.0),
        (10.0, 1.0),
        (-10.0, 1.16),
        (10.0, 1.16),
    )
    """of each the rotation in degrees, counter-clockwise, and the zoom, about the centre"""

    def __post_init__(self) -> None:
        if not self.views or not all(zoom > 0 for _, zoom in self.views):
            msg = f"views {self.views}; expected one or more (degrees, zoom > 0)"
            raise InputError(msg)

    def maps(self) -> NDArray[np.float32]:
        """Of each view the map from places in it to places in the picture, `(n_views, 2, 3)`.

        Places are (x, y, 1) with the centre at 0 and x to the right, y downwards.
        """
        angles, zooms = np.array(self.views, dtype=np.float64).T
        cosine, sine = np.cos(np.deg2rad(angles)) / zooms, np.sin(np.deg2rad(angles)) / zooms
        still = np.zeros(len(zooms))
        rows = [[cosine, -sine, still], [sine, cosine, still]]
        return np.array(rows).transpose(2, 0, 1).astype(np.float32)
