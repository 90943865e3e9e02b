"""Messages a second from one program to another by a real broker, each stored before it counts.

    python benchmarks/mqtt.py [N_MESSAGES] [RUNS]

A mosquitto of our own on this machine, with a password and no TLS. A process publishes N samples at
QoS 1; we take, check, store in SQLite (WAL) and acknowledge them. Two figures: `live`, while they
are being published, from the first message to the last one stored; and `backlog`, all of them
waiting at the broker. The broker's own disk copy is off: at every message it would measure the
disk. Median and range of the runs. A check at the end: each sample is stored once.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from moodarc.sensing.wearables import (
    BrokerLink,
    Intake,
    LinkConfig,
    WindowClock,
    listen,
    now_utc,
    replay,
    samples_filter,
)
from moodarc.storage import open_store
from mosquitto import PASSWORD, USER, Mosquitto
from wearable_device import wrist_message

US = LinkConfig(client_id="us", subscription=samples_filter("ann"), session_s=3600)


def publish(port: int, n_messages: int) -> None:
    """What the other process does."""
    from moodarc.sensing.wearables import BrokerConfig  # noqa: PLC0415 - of the child only

    start = now_utc() - timedelta(days=1)
    messages = [wrist_message(k, at=start + timedelta(seconds=k)) for k in range(n_messages)]
    config = BrokerConfig(host="127.0.0.1", port=port, user=USER, password=PASSWORD)
    with BrokerLink(config, LinkConfig(client_id="device")) as link:
        replay(link, "ann", messages, speed=float("inf"))


def start_publisher(port: int, n_messages: int) -> subprocess.Popen[bytes]:
    """A process of its own, as a device is."""
    return subprocess.Popen([sys.executable, __file__, "--publish", str(port), str(n_messages)])  # noqa: S603 - ourselves


def messages_a_second(folder: Path, n_messages: int, *, backlog: bool) -> float:
    """One run with a fresh broker and database."""
    folder.mkdir()
    volatile = "persistence false\nautosave_on_changes false\nautosave_interval 0\nlog_type none"
    broker = Mosquitto(
        folder / "broker", settings=f"max_inflight_messages 1000\n{volatile}"
    ).start()
    try:
        with open_store(folder / "bench.db") as store:
            store.listeners.ensure("ann")
            intake = Intake("ann", store.samples)
            if backlog:
                with BrokerLink(broker.config(), US):
                    pass
                start_publisher(broker.port, n_messages).wait()
                link = BrokerLink(broker.config(), US)
                start = time.perf_counter()
                link.__enter__()
            else:
                link = BrokerLink(broker.config(), US).__enter__()
                publisher = start_publisher(broker.port, n_messages)
                listen(link, intake, WindowClock(None), until=lambda: intake.tally.total > 0)
                start = time.perf_counter()
            n_before = intake.tally.total
            listen(link, intake, WindowClock(None), until=lambda: intake.tally.total >= n_messages)
            taken_s = time.perf_counter() - start
            link.__exit__(None, None, None)
            if not backlog:
                publisher.wait()
            rows = store.export_listener("ann")["samples"]
            assert len({row["message_id"] for row in rows}) == len(rows) == n_messages  # noqa: S101
            return (n_messages - n_before) / taken_s
    finally:
        broker.stop()


def main(n_messages: int, runs: int) -> None:
    """Print the table."""
    print(f"{n_messages} messages, {runs} runs          median        range")
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("live", "backlog"):
            rates = [
                messages_a_second(Path(scratch, f"{name}-{k}"), n_messages, backlog=name != "live")
                for k in range(runs)
            ]
            print(
                f"{name:<24}{statistics.median(rates):8.0f} a second   "
                f"{min(rates):.0f} to {max(rates):.0f}"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--publish"]:
        publish(int(sys.argv[2]), int(sys.argv[3]))
    else:
        numbers = [int(word) for word in sys.argv[1:]]
        main(numbers[0] if numbers else 20_000, numbers[1] if len(numbers) > 1 else 5)
