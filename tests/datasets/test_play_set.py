import numpy as np
import pytest

from moodarc.catalog import Interactions, ItemContent
from moodarc.datasets import Plays
from moodarc.errors import InputError
from moodarc.protocols import least_plays


def some_plays(**changes) -> Plays:
    plays = Interactions.of(["a", "a", "b", "b", "c"], [10, 20, 20, 30, 30])
    content = ItemContent.unknown(3)
    content.artist[:] = [1, 2, 3]
    settings = {"interactions": plays, "content": content, "kind": "made", "repeats": False}
    return Plays(**(settings | changes))


def test_a_filter_takes_content_and_negatives_along():
    plays = some_plays(negatives=np.array([[1], [2], [1]], dtype=np.int32))
    narrowed = plays.narrowed(least_plays(plays.interactions, of_listener=1, of_item=2))
    assert narrowed.interactions.items.tolist() == [20, 30]
    assert narrowed.content.artist.tolist() == [2, 3]
    assert narrowed.negatives.tolist() == [[0], [1], [0]]
    assert narrowed.kind == "made"


def test_a_filter_that_takes_a_negative_is_refused():
    plays = some_plays(negatives=np.array([[0], [2], [1]], dtype=np.int32))
    with pytest.raises(InputError, match="took items that are negatives"):
        plays.narrowed(least_plays(plays.interactions, of_listener=1, of_item=2))


def test_a_set_of_which_nothing_is_known_narrows_too():
    plays = some_plays(content=None)
    part = plays.interactions.take(np.array([0])).compact()
    assert plays.narrowed(part).content is None
