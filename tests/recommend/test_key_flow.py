import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.recommend import key_flow

key = st.tuples(st.integers(0, 11), st.integers(0, 1))
C_MAJOR = (0, 1)


@pytest.mark.parametrize(
    ("after", "steps"),
    [
        ((0, 1), 0),  # the same key
        ((7, 1), 1),  # G major, the dominant
        ((5, 1), 1),  # F major, the subdominant
        ((9, 0), 1),  # A minor, the relative
        ((4, 0), 2),  # E minor, the relative of the dominant
        ((0, 0), 4),  # C minor, the parallel
        ((6, 1), 6),  # F sharp major, the tritone
        ((3, 0), 7),  # E flat minor, the farthest
    ],
)
def test_steps_from_c_major(after, steps):
    assert float(key_flow(C_MAJOR, after)) == pytest.approx(1 - steps / 7)


@given(key, key, st.integers(0, 11))
def test_flow_is_symmetric_and_knows_no_pitch_of_its_own(a, b, transposed):
    there = float(key_flow(a, b))
    moved = [((k + transposed) % 12, mode) for k, mode in (a, b)]
    assert there == float(key_flow(b, a)) == float(key_flow(*moved))
    assert 0.0 <= there <= 1.0


@pytest.mark.parametrize("unknown", [(-1, -1), (-1, 1), (3, -1)])
def test_an_unknown_key_says_nothing(unknown):
    assert float(key_flow(C_MAJOR, unknown)) == float(key_flow(unknown, C_MAJOR)) == 0.5
