"""What a listener must have agreed to before something is read or kept, as on the command line."""

from pathlib import Path

from moodarc.consent import CAMERA_TERMS, CONSENTS, MOOD_TERMS, Consent
from moodarc.serving.problems import Refusal
from moodarc.serving.wire.affect import Feeling, SaidExpression, SaidNote
from moodarc.storage import Belongings

__all__ = ["check_consent", "check_reading"]


def check_reading(data_dir: Path, listener: str, said: Feeling) -> None:
    """Do nothing where a reading may be made.

    Raises:
        Refusal: the listener has not agreed to it.
    """
    terms = {SaidExpression: CAMERA_TERMS, SaidNote: MOOD_TERMS}.get(type(said))
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
