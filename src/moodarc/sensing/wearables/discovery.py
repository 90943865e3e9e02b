"""What Home Assistant is told, so that it shows the belief and whether moodarc listens.

MQTT discovery: one retained message an entity on homeassistant/<component>/<node>/<object>/config.
Only for a listener who has asked that their emotion be published; an empty message takes an
entity back.
"""

import json
from hashlib import blake2b
from typing import Any

from moodarc.affect import AffectBelief
from moodarc.sensing.wearables.link import OFFLINE, ONLINE
from moodarc.sensing.wearables.topics import belief_topic, status_topic

__all__ = ["belief_payload", "discovery_messages"]

_PREFIX = "homeassistant"
_EXPIRES_S = 3600
"""after which an old belief shows as unknown: it has drifted to the mean by then"""


def discovery_messages(listener: str) -> dict[str, bytes]:
    """The retained messages by their topics."""
    node = f"moodarc_{blake2b(listener.encode(), digest_size=6).hexdigest()}"
    entities = [
        _entity(listener, node, _sensor(listener, "valence", "mdi:emoticon-happy-outline")),
        _entity(listener, node, _sensor(listener, "arousal", "mdi:pulse")),
        _entity(listener, node, _connection(listener)),
    ]
    return dict(entities)


def belief_payload(belief: AffectBelief) -> bytes:
    """A belief as it is published: values in [-1, 1], variances in the square of that unit."""
    state = belief.state
    values = {
        "valence": round(state.valence, 4),
        "arousal": round(state.arousal, 4),
        "valence_variance": round(state.variance.valence, 4),
        "arousal_variance": round(state.variance.arousal, 4),
        "at": state.at.isoformat(),
    }
    return json.dumps(values).encode("ascii")


def _sensor(listener: str, name: str, icon: str) -> dict[str, Any]:
    return {
        "component": "sensor",
        "object": name,
        "name": name.capitalize(),
        "state_topic": belief_topic(listener),
        "value_template": f"{{{{ value_json.{name} }}}}",
        "json_attributes_topic": belief_topic(listener),
        "state_class": "measurement",
        "suggested_display_precision": 2,
        "expire_after": _EXPIRES_S,
        "icon": icon,
        "availability_topic": status_topic(listener),
    }


def _connection(listener: str) -> dict[str, Any]:
    return {
        "component": "binary_sensor",
        "object": "connection",
        "name": "Connection",
        "state_topic": status_topic(listener),
        "payload_on": ONLINE,
        "payload_off": OFFLINE,
        "device_class": "connectivity",
        "entity_category": "diagnostic",
    }


def _entity(listener: str, node: str, entity: dict[str, Any]) -> tuple[str, bytes]:
    """Topic and payload; Home Assistant's availability words are online and offline as ours."""
    component, name = entity.pop("component"), entity.pop("object")
    payload = {
        **entity,
        "unique_id": f"{node}_{name}",
        "device": {"identifiers": [node], "name": f"moodarc {listener}", "manufacturer": "moodarc"},
        "origin": {"name": "moodarc"},
    }
    topic = f"{_PREFIX}/{component}/{node}/{name}/config"
    return topic, json.dumps(payload).encode("ascii")
