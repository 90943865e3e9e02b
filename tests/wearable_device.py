"""A wearable that publishes as one does: at QoS 1, each message again until the broker has it."""

import time
from datetime import UTC, datetime, timedelta

from moodarc.sensing.physiology import WearableSample
from moodarc.sensing.wearables import WearableMessage, encode_message, sample_topic


def wrist_message(number, *, at=None, **changes):
    values = {"heart_rate_bpm": 60.0 + number % 60, "device": "wrist"}
    at = at or datetime.now(UTC) - timedelta(seconds=600) + timedelta(seconds=0.1 * number)
    return WearableMessage(
        message_id=f"a-{number}", sample=WearableSample(at=at, **{**values, **changes})
    )


class Device:
    """On a link of its own."""

    def __init__(self, link):
        self.link = link

    def send(self, *messages, wait_s=20.0):
        for message in messages:
            self.send_raw(encode_message(message), device=message.sample.device, wait_s=wait_s)

    def send_raw(self, payload, *, device="wrist", wait_s=20.0):
        self.link.publish(sample_topic("ann", device), payload)
        end = time.monotonic() + wait_s
        while self.link.n_unsent:
            self.link.step(0.05)
            assert time.monotonic() < end, "the broker does not take it"
