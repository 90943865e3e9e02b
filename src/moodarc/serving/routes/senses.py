"""By what a listener's feeling is told: on or off, agreed to, how much it weighs now."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter

from moodarc.affect import AffectReading
from moodarc.consent import CAMERA_TERMS, HEALTH_TERMS, MOOD_TERMS
from moodarc.listener import FRESH_FOR
from moodarc.serving.routes.feelings import Listening, Working
from moodarc.serving.wire.affect import Reading
from moodarc.serving.wire.privacy import Sense, SenseName, SenseSwitch
from moodarc.serving.worker import Worker
from moodarc.storage import Belongings

__all__ = ["router"]

router = APIRouter(tags=["senses"])

_NAMES: Final[tuple[SenseName, ...]] = ("face", "wearable", "note", "sliders", "seed")
_MODALITY: Final = {
    "face": "face",
    "wearable": "physiology",
    "note": "text",
    "sliders": "self_report",
    "seed": "seed",
}
_TERMS: Final = {"face": CAMERA_TERMS, "wearable": HEALTH_TERMS, "note": MOOD_TERMS}


@router.get("/senses")
async def senses(caller: Listening, worker: Working) -> list[Sense]:
    """All senses, what each said last, and how much it weighs among them now."""
    return await worker.do(_told, worker, caller.listener)


@router.put("/senses/{name}")
async def switch(
    *, name: SenseName, wanted: SenseSwitch, caller: Listening, worker: Working
) -> Sense:
    """Turn a sense on or off."""

    def switched() -> Sense:
        worker.store.listeners.ensure(caller.listener)
        Belongings(worker.settings.data_dir, caller.listener).switch(name, on=wanted.on)
        return next(one for one in _told(worker, caller.listener) if one.name == name)

    return await worker.do(switched)


def _told(worker: Worker, listener: str) -> list[Sense]:
    now = datetime.now(UTC)
    belongings = Belongings(worker.settings.data_dir, listener)
    readings = worker.known.of(listener, now).log.readings
    last = {name: _last(readings, _MODALITY[name]) for name in _NAMES}
    precision = {name: _precision(one, now) for name, one in last.items()}
    total, off = sum(precision.values()), belongings.switched_off()
    told = []
    for name in _NAMES:
        reading, terms = last[name], _TERMS.get(name)
        agreed = terms is None or belongings.has_consented(terms)
        told.append(
            Sense(
                name=name,
                on=name not in off,
                consent=agreed,
                last=None if reading is None else Reading.of(reading),
                weight=precision[name] / total if total else 0.0,
                status=_status(reading, now, is_on=name not in off, agreed=agreed),
            )
        )
    return told


def _last(readings: Sequence[AffectReading], modality: str) -> AffectReading | None:
    return next((one for one in reversed(readings) if one.modality == modality), None)


def _precision(reading: AffectReading | None, now: datetime) -> float:
    """Of the mean of both dimensions, while it is fresh."""
    if reading is None or not reading.is_valid or now - reading.state.at > FRESH_FOR:
        return 0.0
    variance = sum(reading.state.variance[:2]) / 2.0
    return reading.confidence / max(variance, 1e-6)


def _status(reading: AffectReading | None, now: datetime, *, is_on: bool, agreed: bool) -> str:
    if not is_on:
        return "off"
    if not agreed:
        return "waits for your consent"
    if reading is None:
        return "said nothing yet"
    if not reading.is_valid:
        return reading.validity
    return "fresh" if now - reading.state.at <= FRESH_FOR else "said nothing lately"
