import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from moodarc.datasets.interning import Interner

IDS = st.lists(st.text(max_size=4)) | st.lists(st.integers(-99, 99))


@settings(deadline=None)
@given(IDS)
def test_numbers_and_vocabulary_give_the_ids_back(ids):
    interner = Interner()
    numbers = np.concatenate([interner.number(ids[:3]), interner.number(ids[3:])])
    vocabulary, place = interner.ordered()
    spelled = [str(name) for name in vocabulary[place[numbers]].tolist()]
    assert spelled == [str(name) for name in ids]
    assert vocabulary.tolist() == sorted(set(vocabulary.tolist()))
    assert len(interner) == len(vocabulary) == len(set(ids))


def test_whole_numbers_are_numbers_also_where_they_were_texts():
    interner = Interner()
    interner.number(["10", "9", "0"])
    vocabulary, _ = interner.ordered()
    assert vocabulary.dtype == np.int64
    assert vocabulary.tolist() == [0, 9, 10]


def test_texts_that_would_meet_as_numbers_stay_texts():
    for pair in (["7", "007"], ["7", "7.0"], ["1", "²"], ["9" * 19, "1"]):
        interner = Interner()
        interner.number(pair)
        vocabulary, _ = interner.ordered()
        assert vocabulary.tolist() == sorted(pair)


def test_an_id_that_was_not_met_is_not_numbered_by_a_question():
    interner = Interner()
    interner.number(["abba"])
    assert interner.known(["nico", "abba"]).tolist() == [-1, 0]
    assert len(interner) == 1
