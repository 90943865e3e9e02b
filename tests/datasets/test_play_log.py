from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moodarc.catalog import Interactions
from moodarc.datasets.play_log import PlayLog, PlayRow
from moodarc.errors import DatasetError

ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5), st.integers(0, 3)), min_size=1)


@settings(deadline=None)
@given(ROWS, st.integers(0, 9))
def test_a_log_in_batches_is_what_interactions_are_at_once(rows, cut):
    log = PlayLog(Path("plays"))
    for batch in (rows[:cut], rows[cut:]):
        listeners, items, at_s = zip(*batch, strict=True) if batch else ((), (), ())
        log.add(
            log.listeners.number(listeners),
            log.items.number(items),
            at_s=np.array(at_s, dtype=np.int64),
        )
    found = log.interactions()
    listeners, items, at_s = zip(*rows, strict=True)
    expected = Interactions.of(listeners, items, at_s=at_s)
    for name in ("listener", "item", "weight", "at_s"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))
        assert getattr(found, name).dtype == getattr(expected, name).dtype
    assert found.listeners.tolist() == expected.listeners.tolist()
    assert found.items.tolist() == expected.items.tolist()


def test_rows_one_by_one_have_sessions_and_artists():
    log = PlayLog(Path("plays"))
    log.add_rows(
        [
            PlayRow("bo", "t2", 5, "nico", 1),
            PlayRow("bo", "t1", 4, None, 1),
            PlayRow("ada", "t3", 9, "nico", 2),
            PlayRow("ada", "t0", 9, "abba", 2),
        ]
    )
    plays, content = log.interactions(), log.content()
    assert plays.session.tolist() == [2, 2, 1, 1]
    assert plays.items[plays.item].tolist() == ["t3", "t0", "t1", "t2"]
    assert content.artist.tolist() == [1, -1, 0, 0]
    assert np.isnan(content.affect).all()


def test_an_artist_named_once_is_known_of_all_plays():
    log = PlayLog(Path("plays"))
    log.add_rows([PlayRow("bo", "t", 1, "nico"), PlayRow("bo", "t", 2, "")])
    assert log.content().artist.tolist() == [0]


def test_a_log_without_artists_says_nothing_of_its_items():
    log = PlayLog(Path("plays"))
    log.add_rows([PlayRow("bo", "t", 1)])
    assert log.content() is None


def test_more_plays_than_allowed_are_refused_while_reading():
    log = PlayLog(Path("big.tsv"), most=2)
    with pytest.raises(DatasetError, match=r"big\.tsv holds more than 2 plays; cut a part"):
        log.add_rows(PlayRow("bo", n, n) for n in range(3))


def test_a_log_of_nothing_is_refused():
    with pytest.raises(DatasetError, match="holds no plays; copy it again"):
        PlayLog(Path("plays")).interactions()


@pytest.mark.parametrize(("whole", "fine"), [(99, True), (98, False)])
def test_one_row_in_a_hundred_may_be_out_of_form(whole, fine):
    log = PlayLog(Path("plays"))
    log.add_rows(PlayRow("bo", n, n) for n in range(whole))
    log.leave_out()
    if fine:
        assert len(log.interactions()) == whole
    else:
        with pytest.raises(DatasetError, match="1 of 99 rows are out of form"):
            log.interactions()


def test_a_weight_that_is_not_finite_is_refused():
    log = PlayLog(Path("plays"))
    with pytest.raises(DatasetError, match="weight that is not finite"):
        log.add(np.zeros(1, np.int32), np.zeros(1, np.int32), weight=np.array([np.nan]))
