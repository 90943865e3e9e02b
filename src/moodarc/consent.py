"""What listeners are asked to agree to before anything sensitive is read or kept.

The words stand here once: those of the command line below, those of the page in its languages in
`consent_words/`, a file a language. Who has agreed in one place is not asked again in the other.
Where words change, all who agreed to them are asked anew, as an agreement is to the words
(`storage.Belongings`).
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

__all__ = [
    "CALIBRATION_TERMS",
    "CAMERA_TERMS",
    "CONSENTS",
    "HEALTH_TERMS",
    "MOOD_TERMS",
    "SENSITIVE_TERMS",
    "Consent",
    "Wording",
    "consent_of",
]

MOOD_TERMS: Final = """\
moodarc would like to keep how you may feel, as it infers that from what you write or show.

- Words and pictures are read on this device and not stored. What is stored is one reading:
  valence and arousal with their uncertainty, of a face the shares of seven expressions too.
- An inferred mood is health data. It stays in the database of this machine, for your lists and
  your profile alone; `moodarc export` shows it, `moodarc erase` removes it.
- What words and faces express is not what somebody feels; you can say it by --mood or --va instead.
"""

CAMERA_TERMS: Final = """\
moodarc would like to look at your face to see which emotion it shows.

- Pictures are looked at on this device, in memory; they never leave it and are not stored.
- What is stored is one reading: the shares of seven expressions, valence and arousal with their
  uncertainty. `moodarc export` shows it, `moodarc erase` removes it.
- A face shows an expression, not what somebody feels; you can say how you feel instead.
- Whoever is before the camera must know of it. To read the emotions of people at work or at
  school is prohibited in the European Union.
"""

CALIBRATION_TERMS: Final = """\
moodarc would like to record your face, to learn how it shows each expression.

- Pictures are held in memory on this device until the fit is done, and never leave it. They are
  written only where you say --keep-pictures, to the folder you name, and are then yours to delete.
- What is stored is a head fitted to your face: a few thousand numbers, of use for you alone, with
  the counts of how well it did. `moodarc export` shows it, `moodarc erase` removes it.
- Whoever is before the camera must know of it. To read the emotions of people at work or at
  school is prohibited in the European Union.
"""

HEALTH_TERMS: Final = """\
moodarc would like to store what your wearable measures: heart rate, the times between beats, skin
conductance and temperature, steps, movement. These are health data.

- They are stored in the database of this machine for some days (keep_samples_days, 30 unless you
  set it), and the readings of how you may feel that are made of them until you erase them.
- `moodarc export` shows all of it, `moodarc erase` removes it; `moodarc sense withdraw` takes this
  agreement back and removes what was measured.
- What comes by a broker (MQTT) lies there too until it is fetched; the broker is not moodarc's.
- Nothing of how you feel is published unless you say --publish.
- moodarc is no medical device: it watches over nobody, and raises no alarm.
"""

SENSITIVE_TERMS: Final = """\
moodarc would like to keep what you tell of your gender, culture or personality, which is sensitive.

- All of it stays in the database of this machine; nothing is sent anywhere.
- It is used for your lists and your profile alone. No figure of yours enters a model of others.
- `moodarc export` shows all of it, `moodarc erase` removes all of it, and
  `moodarc listener set --withdraw` takes this agreement back and removes those facts.
"""


@dataclass(frozen=True, slots=True)
class Wording:
    """What the page asks, in one language.

    Attributes:
        title: the question.
        terms: what it means.
    """

    title: str
    terms: str


@dataclass(frozen=True, slots=True)
class Consent:
    """One thing that may be agreed to.

    Attributes:
        name: as it is asked for.
        title: in few words.
        terms: the whole of it.
    """

    name: str
    title: str
    terms: str

    @property
    def wordings(self) -> dict[str, Wording]:
        """As the page asks, by language."""
        return {language: known[self.name] for language, known in _page_words().items()}

    def is_asked_as(self, words: object) -> bool:
        """Whether these are words by which it is asked for today, in some place or language."""
        return words == self.terms or any(words == one.terms for one in self.wordings.values())


@cache
def _page_words() -> dict[str, dict[str, Wording]]:
    """By language and name."""
    found = (file for file in files("moodarc").joinpath("consent_words").iterdir())
    return {
        file.name.removesuffix(".json"): {
            name: Wording(**one) for name, one in json.loads(file.read_text("utf-8")).items()
        }
        for file in sorted(found, key=lambda file: file.name)
        if file.name.endswith(".json")
    }


CONSENTS: Final = {
    one.name: one
    for one in (
        Consent("camera", "Look at my face", CAMERA_TERMS),
        Consent("calibration", "Learn how my face shows what I feel", CALIBRATION_TERMS),
        Consent("wearables", "Keep what a wearable measures", HEALTH_TERMS),
        Consent("notes", "Read the mood of what I write", MOOD_TERMS),
        Consent("sensitive", "Keep sensitive facts about me", SENSITIVE_TERMS),
    )
}
"""All of them by name."""


def consent_of(terms: str) -> Consent | None:
    """The consent that the command line asks for by these terms.

    >>> consent_of(CAMERA_TERMS).name
    'camera'
    """
    return next((one for one in CONSENTS.values() if one.terms == terms), None)
