"""BPR as implicit and cornac have it: the rivals of `moodarc bench bpr`.

Same factors and epochs, on two threads; the learning rate is selected as ours is, all else is as
the libraries have it (penalty .01 in both).
"""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

__all__ = ["RIVALS", "Fit", "Scores", "cornac_bpr", "implicit_bpr", "rivals_there"]

Scores = Callable[[NDArray[np.int64]], NDArray[np.float32]]
"""of listeners' rows, (n, n_items)"""
Fit = Callable[[sp.csr_array, float, int], Scores]
"""plays, learning rate and epochs to scores"""

_FACTORS: Final = 64
_THREADS: Final = 2
_SEED: Final = 0


def rivals_there() -> dict[str, Fit]:
    """Those that are installed (extra `rivals`)."""
    return {name: fit for name, fit in RIVALS.items() if find_spec(name) is not None}


def implicit_bpr(plays: sp.csr_array, learning_rate: float, epochs: int) -> Scores:
    """`implicit.bpr`, in compiled code, one pair at a time."""
    from implicit.cpu.bpr import BayesianPersonalizedRanking  # noqa: PLC0415 - of the extra

    model = BayesianPersonalizedRanking(
        factors=_FACTORS,
        learning_rate=learning_rate,
        iterations=epochs,
        num_threads=_THREADS,
        random_state=_SEED,
    )
    model.fit(sp.csr_matrix(plays), show_progress=False)
    # its last factor is the item's bias
    return lambda rows: np.asarray(model.user_factors[rows] @ model.item_factors.T)


def cornac_bpr(plays: sp.csr_array, learning_rate: float, epochs: int) -> Scores:
    """`cornac.models.BPR`, likewise."""
    from cornac.data import Dataset  # noqa: PLC0415 - of the extra
    from cornac.models import BPR  # noqa: PLC0415

    users = np.repeat(np.arange(plays.shape[0]), np.diff(plays.indptr))
    known = Dataset(
        num_users=plays.shape[0],
        num_items=plays.shape[1],
        uid_map={number: number for number in range(plays.shape[0])},
        iid_map={number: number for number in range(plays.shape[1])},
        uir_tuple=(users, plays.indices, np.ones(plays.nnz)),
        seed=_SEED,
    )
    model = BPR(
        k=_FACTORS,
        max_iter=epochs,
        learning_rate=learning_rate,
        num_threads=_THREADS,
        seed=_SEED,
    )
    model.fit(known)
    return lambda rows: np.asarray(model.u_factors[rows] @ model.i_factors.T + model.i_biases)


RIVALS: Final[dict[str, Fit]] = {"implicit": implicit_bpr, "cornac": cornac_bpr}
