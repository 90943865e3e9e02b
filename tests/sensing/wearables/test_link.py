"""The connection to a real broker: what it refuses, and how it comes back."""

import json
import time

import pytest

from moodarc.affect import AffectBelief, AffectState
from moodarc.errors import BrokerError, InputError
from moodarc.sensing.wearables import (
    BrokerConfig,
    BrokerLink,
    LinkConfig,
    belief_payload,
    belief_topic,
    discovery_messages,
    now_utc,
    samples_filter,
    status_topic,
)
from wearable_device import Device, wrist_message

pytestmark = pytest.mark.service

HEARING = {"subscription": samples_filter("ann"), "session_s": 3600}


def hear(link, n, *, seconds=20.0):
    """The next n messages, acknowledged; more is an error."""
    heard, end = [], time.monotonic() + seconds
    while len(heard) < n:
        arrivals = link.step(0.1)
        link.acknowledge(arrivals)
        heard += arrivals
        assert time.monotonic() < end, f"{len(heard)} of {n} came"
    assert len(heard) == n
    return heard


def refusal(config):
    with pytest.raises((BrokerError, InputError)) as caught:
        BrokerLink(config, LinkConfig(client_id="refused")).__enter__()
    assert "s3cret" not in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_what_a_device_sends_arrives_once_and_in_order(broker, connect):
    link = connect(broker.config(), **HEARING)
    device = Device(connect(broker.config()))
    device.send(*(wrist_message(number) for number in range(50)))
    ids = [json.loads(arrival.payload)["id"] for arrival in hear(link, 50)]
    assert ids == [f"a-{number}" for number in range(50)]
    assert link.step(0.3) == []


def test_what_was_not_acknowledged_comes_again_in_the_same_session(broker, connect):
    device = Device(connect(broker.config()))
    with BrokerLink(broker.config(), LinkConfig(client_id="us", **HEARING)) as link:
        device.send(wrist_message(1), wrist_message(2))
        heard = []
        while len(heard) < 2:
            heard += link.step(0.1)
        link.acknowledge(heard[:1])
    device.send(wrist_message(3))
    with BrokerLink(broker.config(), LinkConfig(client_id="us", **HEARING)) as link:
        assert [json.loads(a.payload)["id"] for a in hear(link, 2)] == ["a-2", "a-3"]


def test_what_waited_is_acknowledged_though_it_comes_before_we_are_subscribed(broker, connect):
    device = Device(connect(broker.config()))
    us = LinkConfig(client_id="us", status_topic=status_topic("ann"), **HEARING)
    with BrokerLink(broker.config(), us):
        pass
    device.send(*(wrist_message(number) for number in range(30)))
    with BrokerLink(broker.config(), us) as link:
        hear(link, 30)
    with BrokerLink(broker.config(), us) as link:
        assert link.step(0.5) == []


def test_a_session_is_gone_after_a_visit_that_wants_none(broker, connect):
    device = Device(connect(broker.config()))
    BrokerLink(broker.config(), LinkConfig(client_id="us", **HEARING)).__enter__().__exit__(
        None, None, None
    )
    device.send(wrist_message(1))
    with BrokerLink(broker.config(), LinkConfig(client_id="us")):
        pass
    with BrokerLink(broker.config(), LinkConfig(client_id="us", **HEARING)) as link:
        assert link.step(0.5) == []


def test_an_acknowledgement_of_an_older_connection_is_not_sent(broker, connect):
    link = connect(broker.config(), **HEARING)
    device = Device(connect(broker.config()))
    device.send(wrist_message(1))
    heard = []
    while not heard:
        heard = link.step(0.1)
    link._drop()
    again = []
    while not again:
        link.acknowledge(heard)
        again = link.step(0.1)
    assert link.n_connections == 2
    assert again[0].payload == heard[0].payload


def test_tls_with_a_certificate_of_our_own(make_broker, connect):
    broker = make_broker(tls=True, wants_certificate=True)
    folder = broker.folder
    own = {"cert_file": folder / "client.pem", "key_file": folder / "client.key"}
    link = connect(broker.config(**own), **HEARING)
    Device(connect(broker.config(**own))).send(wrist_message(1))
    hear(link, 1)
    # under TLS 1.3 the broker tells of a missing certificate after the handshake
    assert "broker localhost" in refusal(broker.config())
    assert "cannot be used with key" in refusal(broker.config(cert_file=folder / "ca.pem"))
    swapped = broker.config(cert_file=folder / "client.pem", key_file=folder / "server.key")
    assert "cannot be used with key" in refusal(swapped)


def test_a_broker_that_is_not_who_it_says_is_refused(make_broker):
    broker = make_broker(tls=True)
    assert "by --ca-file" in refusal(broker.config(ca_file=None))
    assert "not valid for '127.0.0.1'" in refusal(broker.config(host="127.0.0.1"))
    assert "a broker that wants TLS needs --tls" in refusal(broker.config(tls=False))
    absent = broker.config(ca_file=broker.folder / "absent.pem")
    assert "CA file" in refusal(absent)
    (broker.folder / "empty.pem").write_text("")
    assert "CA file" in refusal(broker.config(ca_file=broker.folder / "empty.pem"))


def test_a_broker_that_refuses_or_is_not_there_is_told_in_one_line(broker):
    assert "Not authorized; check --user, the password" in refusal(broker.config(password="x"))  # noqa: S106
    assert "refuses us" in refusal(broker.config(user=""))
    assert "cannot be reached" in refusal(broker.config(port=1))
    assert "cannot be reached" in refusal(broker.config(host="no-such-host.invalid"))


def test_a_program_that_speaks_no_mqtt_is_told_of(broker):
    plain = broker.config(tls=True, connect_timeout_s=2.0)
    assert "cannot be reached" in refusal(plain)


def test_a_password_is_never_shown():
    config = BrokerConfig(user="ann", password="s3cret")  # noqa: S106
    assert "s3cret" not in repr(config)
    assert not config.tells_password
    assert BrokerConfig(host="far", user="ann", password="x").tells_password  # noqa: S106


def test_a_second_one_of_the_same_name_ends_the_first_with_a_reason(broker, connect):
    both = [connect(broker.config(), client_id="us", **HEARING) for _ in range(2)]

    def step_in_turns():
        for link in both * 200:
            link.step(0.05)

    with pytest.raises(BrokerError, match=r"another moodarc has connected .*--client-id"):
        step_in_turns()


def test_a_topic_that_we_may_not_read_or_write_is_told(make_broker, connect, tmp_path):
    rules = tmp_path / "rules"
    rules.write_text("user ann\ntopic read moodarc/bob/#\n")
    broker = make_broker(settings=f"acl_file {rules}")
    with pytest.raises(BrokerError, match="does not take what we publish"):
        Device(connect(broker.config())).send(wrist_message(1))


def test_our_coming_and_going_is_told_and_so_is_our_vanishing(broker, connect):
    watcher = connect(broker.config(), subscription=status_topic("ann"))
    status = {"status_topic": status_topic("ann"), **HEARING}
    with BrokerLink(broker.config(), LinkConfig(client_id="us", **status)) as link:
        link.step(0.1)
        assert hear(watcher, 1)[0].payload == b"online"
    assert hear(watcher, 1)[0].payload == b"offline"
    link = BrokerLink(broker.config(), LinkConfig(client_id="us", **status)).__enter__()
    link.step(0.1)
    assert hear(watcher, 1)[0].payload == b"online"
    link._drop()  # as a crash: no goodbye
    assert hear(watcher, 1)[0].payload == b"offline"


def test_while_the_broker_is_away_what_is_published_waits_and_pauses_grow(broker, connect):
    link = connect(broker.config(), **HEARING)
    device = Device(connect(broker.config()))
    device.send(wrist_message(0))
    hear(link, 1)
    broker.kill()
    device.link.publish("moodarc/ann/wearable/wrist", b"late")
    start, cpu = time.monotonic(), time.process_time()
    while time.monotonic() - start < 2.0:
        assert link.step(0.2) == []
        device.link.step(0.0)
    assert not link.is_ready
    assert link._patience_s > 4 * link.config.patience_s
    assert time.process_time() - cpu < 1.9
    broker.start()
    while device.link.n_unsent:
        device.link.step(0.1)
    assert hear(link, 1)[0].payload == b"late"
    while not link.is_ready:
        link.step(0.1)
    assert link._patience_s == link.config.patience_s


def test_home_assistant_is_told_where_to_find_what(broker, connect):
    messages = discovery_messages("ann")
    link = connect(broker.config())
    for topic, payload in messages.items():
        link.publish(topic, payload, retain=True)
    belief = AffectBelief(state=AffectState(valence=0.25, arousal=-0.5, at=now_utc()))
    link.publish(belief_topic("ann"), belief_payload(belief))
    seen = {
        arrival.topic: json.loads(arrival.payload)
        for arrival in hear(connect(broker.config(), subscription="homeassistant/+/+/+/config"), 3)
    }
    assert seen.keys() == messages.keys()
    valence = next(value for topic, value in seen.items() if "/valence/" in topic)
    assert valence["state_topic"] == belief_topic("ann")
    assert valence["value_template"] == "{{ value_json.valence }}"
    assert valence["availability_topic"] == status_topic("ann")
    assert json.loads(belief_payload(belief))["valence"] == 0.25
    assert len({value["unique_id"] for value in seen.values()}) == 3
    assert len({str(value["device"]) for value in seen.values()}) == 1
