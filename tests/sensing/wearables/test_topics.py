import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.errors import MessageError
from moodarc.sensing.wearables import (
    belief_topic,
    device_of,
    sample_topic,
    samples_filter,
    status_topic,
)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=64))
def test_any_name_makes_one_level_and_comes_back(name):
    topic = sample_topic(name, name)
    root, listener, kind, device = topic.split("/")
    assert (root, kind) == ("moodarc", "wearable")
    assert listener == device
    assert not set("+#\x00") & set(topic)
    assert device_of(topic) == name


def test_the_filter_takes_all_devices_of_one_listener():
    assert samples_filter("ann/+") == "moodarc/ann%2F%2B/wearable/+"
    assert status_topic("ann") == "moodarc/ann/status"
    assert belief_topic("ann") == "moodarc/ann/belief"


def test_a_device_that_encodes_nothing_is_read_as_it_stands():
    assert device_of("moodarc/ann/wearable/Polar H10 50%") == "Polar H10 50%"


def test_bytes_that_are_no_name_are_refused():
    with pytest.raises(MessageError, match="not UTF-8"):
        device_of("moodarc/ann/wearable/%ff")
