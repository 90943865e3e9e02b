"""The characteristic 0x2A37, byte by byte as the Heart Rate Service 1.0 writes it."""

import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.errors import MessageError
from moodarc.sensing.wearables import HeartRateNotices, heart_rate_sample

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def read(*values):
    return heart_rate_sample(bytes(values), at=AT, device="strap")


def test_a_rate_of_one_byte():
    sample = read(0x00, 72)
    assert (sample.heart_rate_bpm, sample.rr_intervals_ms, sample.worn) == (72.0, (), None)
    assert (sample.at, sample.device) == (AT, "strap")


def test_a_rate_of_two_bytes_is_little_endian():
    assert read(0x01, 0x04, 0x01).heart_rate_bpm == 260.0


@pytest.mark.parametrize(
    ("flags", "worn"), [(0x00, None), (0x02, None), (0x04, False), (0x06, True)]
)
def test_contact_is_told_only_where_the_sensor_knows_it(flags, worn):
    assert read(flags, 60).worn is worn


def test_intervals_are_of_1024_a_second_oldest_first():
    sample = read(0x10, 60, 0x00, 0x04, 0x9A, 0x03)
    assert sample.rr_intervals_ms == (1000.0, pytest.approx(922 / 1.024))


def test_energy_expended_is_passed_over():
    sample = read(0x1F, 60, 0, 0x10, 0x27, 0x00, 0x04)
    assert (sample.heart_rate_bpm, sample.rr_intervals_ms) == (60.0, (1000.0,))
    assert sample.worn is True


def test_no_pulse_and_what_no_heart_has_are_left_out():
    sample = read(0x16, 0, 0x00, 0x00, 0x00, 0x04, 0xFF, 0xFF)
    assert sample.heart_rate_bpm is None
    assert sample.rr_intervals_ms == (1000.0,)


@pytest.mark.parametrize(
    "values",
    [
        (),
        (0x00,),
        (0x01, 60),
        (0x00, 60, 0),
        (0x08, 60),
        (0x08, 60, 1),
        (0x10, 60, 1),
        (0x10, 60, 1, 2, 3),
        (0x18, 60, 1),
    ],
)
def test_a_length_that_does_not_fit_the_flags_is_refused(values):
    with pytest.raises(MessageError, match="heart rate measurement"):
        read(*values)


_WRITTEN = st.tuples(
    st.integers(20, 255),
    st.sampled_from([None, False, True]),
    st.none() | st.integers(0, 65535),
    st.lists(st.integers(205, 3072), max_size=9),
    st.booleans(),
)


@given(_WRITTEN)
def test_what_a_strap_writes_by_the_specification_is_read_back(written):
    rate, worn, energy, ticks, wide = written
    flags = wide | {None: 0, False: 2, True: 3}[worn] << 1
    flags |= (energy is not None) << 3 | bool(ticks) << 4
    value = bytes([flags]) + rate.to_bytes(2 if wide else 1, "little")
    value += b"" if energy is None else energy.to_bytes(2, "little")
    sample = heart_rate_sample(value + struct.pack(f"<{len(ticks)}H", *ticks), at=AT, device="s")
    assert sample.heart_rate_bpm == rate
    assert sample.worn is worn
    assert sample.rr_intervals_ms == tuple(pytest.approx(tick / 1.024) for tick in ticks)


@given(st.binary(max_size=20))
def test_no_bytes_do_more_than_be_refused(value):
    notices = HeartRateNotices("strap", now=lambda: AT)
    assert notices.message(value) is None or notices.refused == {}


def test_each_notification_has_an_id_of_its_own():
    notices = HeartRateNotices("Polar\x00 H10", now=lambda: AT)
    messages = [notices.message(bytes([0, rate])) for rate in (60, 61)]
    again = HeartRateNotices("", now=lambda: AT).message(bytes([0, 60]))
    assert len({message.message_id for message in [*messages, again]}) == 3
    assert [m.sample.device for m in (*messages, again)] == ["Polar H10", "Polar H10", "strap"]


def test_a_strap_that_has_no_pulse_and_no_contact_sense_says_nothing():
    assert HeartRateNotices("strap").message(bytes([0, 0])) is None
