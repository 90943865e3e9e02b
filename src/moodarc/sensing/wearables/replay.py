"""Sending a recorded series to a broker, as fast as it was measured or faster."""

import time
from collections.abc import Callable, Sequence

from moodarc.sensing.wearables.link import BrokerLink
from moodarc.sensing.wearables.message import WearableMessage, encode_message
from moodarc.sensing.wearables.topics import sample_topic

__all__ = ["replay"]

_LONGEST_WAIT_S = 0.2


def replay(
    link: BrokerLink,
    listener: str,
    messages: Sequence[WearableMessage],
    *,
    speed: float,
    told: Callable[[int], None] = lambda _n: None,
) -> None:
    """Send messages in the rhythm of their times; done when the broker has the last one.

    Args:
        link: connected; where it breaks, sending goes on when it is back.
        listener: whose samples they are.
        messages: by their time.
        speed: > 0; 1 as it was measured, 60 a minute each second, infinity at once.
        told: of how many are sent.

    Raises:
        BrokerError: the broker does not take them.
    """
    start_s, first = time.monotonic(), messages[0].sample.at
    for number, message in enumerate(messages):
        due_s = start_s + (message.sample.at - first).total_seconds() / speed
        while link.n_unsent >= link.send_limit:
            link.step(_LONGEST_WAIT_S)
        while (wait_s := due_s - time.monotonic()) > 0.0:
            link.step(min(wait_s, _LONGEST_WAIT_S))
        link.publish(sample_topic(listener, message.sample.device), encode_message(message))
        told(number + 1)
    while link.n_unsent:
        link.step(_LONGEST_WAIT_S)
