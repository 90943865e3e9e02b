"""Made plays with a structure that any recommender of taste or order should find.

Listeners and items fall into groups; a listener plays items of their own group, in a cycle, with a
few strays. Items of a group share an artist and lie together on the affect plane.
"""

import numpy as np

from moodarc.catalog import Histories, Interactions, ItemContent
from moodarc.recommend.recommender import Cases, Known

N_GROUPS, ITEMS_A_GROUP = 4, 10
N_ITEMS = N_GROUPS * ITEMS_A_GROUP
CENTRES = np.array([[0.6, 0.6], [-0.6, 0.6], [-0.6, -0.6], [0.6, -0.6]], np.float32)


def make_known(n_listeners: int = 80, length: int = 14, seed: int = 3, **changes) -> Known:
    rng = np.random.default_rng(seed)
    rows = [_plays(who, length, rng) for who in range(n_listeners)]
    listener = np.repeat(np.arange(n_listeners), length)
    item = np.concatenate([row[:-1] for row in rows])
    plays = Interactions.of(listener, item, at_s=np.tile(np.arange(length) * 200, n_listeners))
    assert plays.n_items == N_ITEMS
    histories = Histories.of([row[:-1].tolist() for row in rows], listener=range(n_listeners))
    target = np.array([row[-1] for row in rows], np.int32)
    settings = {"content": make_content(), "validation": Cases(histories, target), "repeats": True}
    return Known(plays=plays, **(settings | changes))


def make_content() -> ItemContent:
    rng = np.random.default_rng(5)
    group = np.repeat(np.arange(N_GROUPS), ITEMS_A_GROUP)
    affect = CENTRES[group] + rng.normal(0, 0.1, (N_ITEMS, 2)).astype(np.float32)
    return ItemContent(
        affect=affect.astype(np.float32),
        variance=np.full((N_ITEMS, 2), 0.05, np.float32),
        descriptors=rng.normal(group[:, None], 0.3, (N_ITEMS, 5)).astype(np.float32),
        artist=group.astype(np.int64),
    )


def group_of(items) -> np.ndarray:
    return np.asarray(items) // ITEMS_A_GROUP


def _plays(who: int, length: int, rng: np.random.Generator) -> np.ndarray:
    """length + 1 items: what is played, and what comes next."""
    group = who % N_GROUPS
    cycle = group * ITEMS_A_GROUP + (rng.integers(ITEMS_A_GROUP) + np.arange(length + 1)) % 10
    strays = rng.random(length + 1) < 0.05
    strays[-1] = False
    return np.where(strays, rng.integers(N_ITEMS, size=length + 1), cycle)
