"""What a listener allows to be read of them: senses that are on, and terms they agreed to."""

from pathlib import Path
from typing import Final

from moodarc.consent import CAMERA_TERMS, CONSENTS, MOOD_TERMS, Consent
from moodarc.serving.problems import Refusal
from moodarc.serving.wire.affect import Feeling
from moodarc.serving.wire.privacy import SenseName
from moodarc.storage import Belongings

__all__ = ["check_consent", "check_reading"]

_SENSES: Final[dict[str, SenseName]] = {
    "point": "sliders",
    "word": "sliders",
    "terms": "sliders",
    "note": "note",
    "expression": "face",
    "seed": "seed",
}
"""through which sense a kind of reading comes"""
_TERMS: Final = {"expression": CAMERA_TERMS, "note": MOOD_TERMS}


def check_reading(data_dir: Path, listener: str, said: Feeling) -> None:
    """Do nothing where a reading may be made.

    Raises:
        Refusal: the listener turned its sense off, or has not agreed to it.
    """
    _check_on(data_dir, listener, _SENSES[said.kind])
    terms = _TERMS.get(said.kind)
    if terms is not None:
        consent = next(one for one in CONSENTS.values() if one.terms == terms)
        check_consent(data_dir, listener, consent)


def check_consent(data_dir: Path, listener: str, consent: Consent) -> None:
    """Do nothing where a listener has agreed.

    Raises:
        Refusal: they have not.
    """
    if not Belongings(data_dir, listener).has_consented(consent.terms):
        told = (
            f'"{consent.title}" must be agreed to first; read its terms (GET /privacy) and '
            f"PUT /privacy/consents/{consent.name}"
        )
        raise Refusal(403, "consent-needed", told)


def _check_on(data_dir: Path, listener: str, sense: SenseName) -> None:
    if sense in Belongings(data_dir, listener).switched_off():
        told = (
            f"the sense {sense!r} is off, so nothing is taken by it; "
            f'turn it on first: PUT /senses/{sense} {{"on": true}}'
        )
        raise Refusal(409, "sense-off", told)
