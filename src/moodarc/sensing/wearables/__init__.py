"""Wearables, live (LIN-8): MQTT, Bluetooth heart rate, recordings (docs/wearables.md).

What is brought here by whatever way is a `WearableMessage`. `Intake` keeps each once;
`SampleWindows` turns them into readings. Nothing here knows a database: it is handed a log.
"""

from moodarc.sensing.wearables.bluetooth import HeartRateNotices, strap_messages
from moodarc.sensing.wearables.broker import PORT, TLS_PORT, BrokerConfig, LinkConfig
from moodarc.sensing.wearables.discovery import belief_payload, discovery_messages
from moodarc.sensing.wearables.heart_rate_profile import heart_rate_sample
from moodarc.sensing.wearables.intake import Intake, SampleLog, Tally, now_utc
from moodarc.sensing.wearables.link import OFFLINE, ONLINE, Arrival, BrokerLink
from moodarc.sensing.wearables.live import WindowClock, listen
from moodarc.sensing.wearables.measures import LONGEST_MESSAGE_BYTES, NUMBERS, Measure
from moodarc.sensing.wearables.message import (
    KEYS,
    Kept,
    MessageLimits,
    WearableMessage,
    check_device,
    encode_message,
    parse_message,
)
from moodarc.sensing.wearables.recorded import moved_to_end, read_recording
from moodarc.sensing.wearables.replay import replay
from moodarc.sensing.wearables.schema import message_schema
from moodarc.sensing.wearables.topics import (
    belief_topic,
    device_of,
    sample_topic,
    samples_filter,
    status_topic,
)
from moodarc.sensing.wearables.windows import (
    Recognise,
    SampleWindows,
    WindowConfig,
    WindowLog,
    window_start,
)

__all__ = [
    "KEYS",
    "LONGEST_MESSAGE_BYTES",
    "NUMBERS",
    "OFFLINE",
    "ONLINE",
    "PORT",
    "TLS_PORT",
    "Arrival",
    "BrokerConfig",
    "BrokerLink",
    "HeartRateNotices",
    "Intake",
    "Kept",
    "LinkConfig",
    "Measure",
    "MessageLimits",
    "Recognise",
    "SampleLog",
    "SampleWindows",
    "Tally",
    "WearableMessage",
    "WindowClock",
    "WindowConfig",
    "WindowLog",
    "belief_payload",
    "belief_topic",
    "check_device",
    "device_of",
    "discovery_messages",
    "encode_message",
    "heart_rate_sample",
    "listen",
    "message_schema",
    "moved_to_end",
    "now_utc",
    "parse_message",
    "read_recording",
    "replay",
    "sample_topic",
    "samples_filter",
    "status_topic",
    "strap_messages",
    "window_start",
]
