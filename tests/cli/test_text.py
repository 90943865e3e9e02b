"""Words that cannot steer a terminal."""

from hypothesis import given
from hypothesis import strategies as st

from moodarc.cli.text import clock, printable, size


@given(st.text(alphabet=st.characters(min_codepoint=0, max_codepoint=0x10FFFF)))
def test_whatever_goes_in_one_encodable_line_comes_out(text):
    shown = printable(text)
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert not any(ord(character) < 32 for character in shown)


def test_ordinary_words_stay_as_they_are():
    assert printable("Björk, 音楽 🎵") == "Björk, 音楽 🎵"


def test_a_change_of_direction_is_shown_and_not_obeyed():
    assert printable("a\u202eb") == "a\\u202eb"


@given(st.floats(min_value=0, max_value=1e6))
def test_a_clock_has_minutes_and_seconds_below_sixty(seconds):
    parts = clock(seconds).split(":")
    assert all(int(part) < 60 for part in parts[1:])
    assert sum(int(p) * 60**i for i, p in enumerate(reversed(parts))) == round(seconds)


def test_sizes_grow_through_their_units():
    assert [size(1024**power) for power in range(5)] == [
        *("1 B", "1.0 KiB", "1.0 MiB", "1.0 GiB", "1.0 TiB")
    ]
