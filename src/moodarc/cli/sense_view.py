"""What the commands of `moodarc sense` share: intake, windows, a live line, and the account."""

import time
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from moodarc.cli.physiology_windows import physiology_windows
from moodarc.cli.text import printable

if TYPE_CHECKING:
    from rich.status import Status

    from moodarc.affect import AffectReading
    from moodarc.cli.shell import Shell
    from moodarc.sensing.physiology import WearableSample
    from moodarc.sensing.wearables import BrokerLink
    from moodarc.storage import Store

__all__ = ["BeliefPublisher", "Sensing"]

_REMEMBERED = 50
"""newest readings that a published belief rests on, with people's dynamics: to fit the listener's
own for each window, as a playlist does once, would hold up a backlog"""
_HOUR_S = 3600.0
_SHOWN_REASONS = 10


class BeliefPublisher:
    """Publishes the belief after each reading, where the listener has asked for it.

    Args:
        store: holds the readings.
        link: to the broker.
        listener: whose belief.
    """

    def __init__(self, store: "Store", link: "BrokerLink", listener: str) -> None:
        from moodarc.sensing.wearables import discovery_messages

        self._store = store
        self._link = link
        self._listener = listener
        for topic, payload in discovery_messages(listener).items():
            link.publish(topic, payload, retain=True)

    def publish(self) -> None:
        """The belief now; nothing while there is no connection, as it would be old by then."""
        from moodarc.listener import believe
        from moodarc.sensing.wearables import belief_payload, belief_topic, now_utc

        if not self._link.is_ready:
            return
        now = now_utc()
        readings = self._store.readings.of(self._listener, limit=_REMEMBERED)
        self._link.publish(belief_topic(self._listener), belief_payload(believe(readings, now)))


class Sensing:
    """One listening, from whatever source. A context manager: leaving it tells what came.

    Args:
        shell: settings and output.
        store: open; it knows the listener.
        source: broker or device, for people.
        publisher: of the belief, where that is wanted.

    Attributes:
        intake: keeps messages.
        clock: reads windows.
        counts: more that the account is to hold.
    """

    def __init__(
        self, shell: "Shell", store: "Store", *, source: str, publisher: BeliefPublisher | None
    ) -> None:
        from moodarc.sensing.wearables import Intake, MessageLimits, WindowClock
        from moodarc.storage import Belongings

        self._shell = shell
        self._store = store
        self._source = source
        self._publisher = publisher
        self._kept_days = timedelta(days=shell.settings.keep_samples_days)
        self._started_s = self._cleaned_s = time.monotonic()
        self._status: Status | None = None
        self.counts: dict[str, int] = {}
        listener = shell.settings.listener
        self._windows = physiology_windows(store, listener)
        self.clock = WindowClock(self._windows, told=self._on_reading)
        belongings = Belongings(shell.settings.data_dir, listener)
        self.intake = Intake(
            listener,
            store.samples,
            limits=MessageLimits(max_age=self._kept_days),
            refused=self._on_refused,
            is_off=lambda: "wearable" in belongings.switched_off(),
        )
        self._clean()

    def __enter__(self) -> Self:
        if self._shell.notes.is_terminal and not self._shell.as_json:
            self._status = self._shell.notes.status("")
            self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status is not None:
            self._status.stop()
        if self._shell.as_json:
            self._shell.write_json(self._account())
        else:
            self._shell.console.print(self._summary(), markup=False)

    def is_over(self, seconds: float | None, max_messages: int | None) -> bool:
        """Whether the time or the number of messages is reached; None = never."""
        now_s = time.monotonic()
        if now_s - self._cleaned_s > _HOUR_S:
            self._clean()
        if seconds is not None and now_s - self._started_s >= seconds:
            return True
        return max_messages is not None and self.intake.tally.total >= max_messages

    def show(self, *, connected: bool) -> None:
        """Bring the live line up to date."""
        if self._status is not None:
            state = "listening to" if connected else "waiting for"
            line = f"{state} {self._source}  {self._counted()}{_shown(self.intake.tally.last)}"
            self._status.update(printable(line))

    def _clean(self) -> None:
        """Remove samples that are older than they are kept."""
        from moodarc.sensing.wearables import now_utc

        self._cleaned_s = time.monotonic()
        before = now_utc() - self._kept_days
        self._store.samples.forget_before(self._shell.settings.listener, before)

    def _on_reading(self, reading: "AffectReading") -> None:
        del reading
        if self._publisher is not None:
            self._publisher.publish()

    def _on_refused(self, device: str, reason: str) -> None:
        if self.intake.tally.reasons[reason] == 1 and not self._shell.as_json:
            line = f"not used: {printable(device)}: {printable(reason)}"
            self._shell.notes.print(line, markup=False)

    def _counted(self) -> str:
        tally = self.intake.tally
        return (
            f"{tally.stored} stored, {tally.repeated} repeated, {tally.refused} refused; "
            f"{self.clock.n_readings} readings"
        )

    def _summary(self) -> str:
        lines = [f"{printable(self._shell.settings.listener)}: {self._counted()}"]
        unusable = self._windows.unusable.items()
        lines += [f"  {n} windows without a reading: {why}" for why, n in unusable]
        reasons = self.intake.tally.reasons.most_common(_SHOWN_REASONS)
        lines += [f"  refused {n}: {printable(reason)}" for reason, n in reasons]
        return "\n".join(lines)

    def _account(self) -> dict[str, Any]:
        tally = self.intake.tally
        return {
            "listener": self._shell.settings.listener,
            "source": self._source,
            "stored": tally.stored,
            "repeated": tally.repeated,
            "refused": tally.refused,
            "reasons": dict(tally.reasons.most_common()),
            "readings": self.clock.n_readings,
            "windows_without": dict(self._windows.unusable),
            **self.counts,
        }


def _shown(sample: "WearableSample | None") -> str:
    """The newest sample in a few words."""
    if sample is None:
        return ""
    heart = "" if sample.heart_rate_bpm is None else f" {sample.heart_rate_bpm:.0f} bpm"
    activity = "" if sample.activity is None else f" {sample.activity}"
    worn = " not worn" if sample.worn is False else ""
    clock = sample.at.astimezone().strftime("%H:%M:%S")
    return f"  {sample.device} {clock}{heart}{activity}{worn}"
