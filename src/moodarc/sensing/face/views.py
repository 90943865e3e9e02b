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
    """The views of a picture, and the same views of its mirror image.

    Origin: log loss of the labels, each set of views at its own best temperature, on the twentieth
    of FER-2013's training faces that the networks had not learned from
    (`tools/measure_face_views.py`). The picture alone .892, turned by 10 degrees either way at
    zooms of 1 and 1.16 .838 (the best of twelve sets of 48 pixels), these two views .833 at half
    the price, and .829 for both turns at both of their zooms; by a network of another seed .886,
    .848, .842 and .840. The two were chosen for their price. Sides, turns and zooms of about 85
    sets were looked at, so that differences of .005 may be chance. Of the first twelve the scores
    on validation faces were seen too, of the others not before the choice.

    >>> ViewsConfig(views=((0.0, 2.0),)).maps()[0].diagonal().tolist()
    [0.5, 0.5]
    """

    views: tuple[tuple[float, float], ...] = (
        (10.0, 0.92),
        (-10.0, 1.16),
    )
    """of each the rotation in degrees, counter-clockwise, and the zoom, about the centre"""
    side_px: int = 44
    """of a view, at most the picture's 48; 44 is that of the crops that were learned from"""

    def __post_init__(self) -> None:
        if not 1 < self.side_px <= 48:
            msg = f"views of {self.side_px} pixels; expected 2 to 48"
            raise InputError(msg)
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
