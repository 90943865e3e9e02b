"""What predicts ratings, beside ranking items: its error is RMSE, as LIN-10 asks for."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["RatingPredictor"]


class RatingPredictor(Protocol):
    """Ratings of listeners it was fitted on."""

    def predict(self, listener: NDArray[Any], item: NDArray[Any]) -> NDArray[np.float32]:
        """float32 (n,): the rating of each (listener, item), rows of the vocabularies."""
        ...
