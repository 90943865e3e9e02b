import io
import pickle  # noqa: TID251 - to write what must not be run

import numpy as np
import pytest
from numpy.lib import format as npy

from moodarc.datasets.object_arrays import read_mixed_array
from moodarc.errors import DatasetError

WORDS = {"still": 0, "walking": 2}


def mixed(values):
    array = np.empty(np.shape(values), dtype=object)
    array[...] = values
    return array


def write(path, payload):
    """A .npy of objects whose content is any bytes."""
    stream = io.BytesIO()
    npy.write_array_header_1_0(stream, {"descr": "|O", "fortran_order": False, "shape": (1,)})
    path.write_bytes(stream.getvalue() + payload)
    return path


class Harmful:
    def __reduce__(self):
        return exec, ("raise SystemExit('it ran')",)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "a.npy"


def test_numbers_are_read_as_they_are(file):
    np.save(file, np.arange(6.0).reshape(2, 3))
    np.testing.assert_array_equal(read_mixed_array(file, words=WORDS), [[0, 1, 2], [3, 4, 5]])


def test_text_becomes_numbers(file):
    np.save(file, np.array([["1.5", "still"], ["-2", "walking"]]))
    np.testing.assert_array_equal(read_mixed_array(file, words=WORDS), [[1.5, 0], [-2, 2]])


@pytest.mark.parametrize("protocol", [2, 3, 4])
def test_numbers_and_words_are_read_in_every_form_numpy_wrote_them(file, protocol):
    values = [[1.5, 300, "still"], [-70000, None, "walking"], [2**40, 0, "still"]]
    array = mixed(values)
    stream = io.BytesIO()
    npy.write_array_header_1_0(stream, npy.header_data_from_array_1_0(array))
    file.write_bytes(stream.getvalue() + pickle.dumps(array, protocol=protocol))
    expected = [[1.5, 300, 0], [-70000, np.nan, 2], [2.0**40, 0, 0]]
    if protocol == 2:  # of the age of Python 2, with bytes that only a call can make
        with pytest.raises(DatasetError, match="cannot be used"):
            read_mixed_array(file, words={})
    np.testing.assert_array_equal(read_mixed_array(file, words=WORDS), expected)


def test_numpys_own_scalars_are_read_by_their_bytes(file):
    array = mixed([np.float64(2.5), np.float32(1.5), np.int64(-3), np.int16(7), True])
    np.save(file, array, allow_pickle=True)
    np.testing.assert_array_equal(read_mixed_array(file, words=WORDS), [2.5, 1.5, -3, 7, 1])


def test_it_reads_what_numpy_reads(file):
    rng = np.random.default_rng(0)
    array = rng.normal(0, 100, (5, 4, 3)).astype(object)
    array[..., 2] = rng.choice(["still", "walking"], (5, 4))
    np.save(file, array, allow_pickle=True)
    loaded = np.load(file, allow_pickle=True)
    loaded[..., 2] = np.vectorize(WORDS.get)(loaded[..., 2])
    np.testing.assert_array_equal(read_mixed_array(file, words=WORDS), loaded.astype(float))


def test_a_program_in_the_array_is_not_run(file):
    np.save(file, mixed([1.0, Harmful()]), allow_pickle=True)
    with pytest.raises(DatasetError, match="it calls"):
        read_mixed_array(file, words=WORDS)


def test_a_program_in_place_of_the_array_is_not_run(file):
    with pytest.raises(DatasetError, match="no array of objects"):
        read_mixed_array(write(file, pickle.dumps(Harmful())), words=WORDS)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b".",
        b"\x80\x04]",
        b"\x80\x04K\x01.",
        b"\x80\x04N.",
        b"\x80\x04R.",
        b"junk",
        b"\x80\x04h\x05.",
    ],
)
def test_a_damaged_pickle_is_one_clear_error(file, payload):
    with pytest.raises(DatasetError, match="cannot be used"):
        read_mixed_array(write(file, payload), words=WORDS)


@pytest.mark.parametrize("value", [[1.0], {"a": 1}, b"still", (1, 2)])
def test_what_is_neither_number_nor_text_is_refused(file, value):
    array = np.empty(1, dtype=object)
    array[0] = value
    np.save(file, array, allow_pickle=True)
    with pytest.raises(DatasetError, match="cannot be used"):
        read_mixed_array(file, words=WORDS)


def test_an_unknown_word_is_named(file):
    np.save(file, mixed(["still", "swimming"]), allow_pickle=True)
    with pytest.raises(DatasetError, match="swimming"):
        read_mixed_array(file, words=WORDS)


def test_an_absent_file_is_one_clear_error(file):
    with pytest.raises(DatasetError, match=r"a\.npy cannot be used"):
        read_mixed_array(file, words=WORDS)
