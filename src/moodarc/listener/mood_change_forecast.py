"""What ships: the odds that a track drops, keeps or lifts the mood, from mood and own past alone.

It knows the mood before, the listener's earlier listenings (with a mood before and after), and what
they themselves rated and felt of the very track; of other people only means (`PeopleMoods`), of the
music nothing. So it tells who is likely to be lifted, and when, and which tracks have lifted *this*
listener; it does not tell tracks apart that the listener has not heard.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.artifacts import Artifact, load_shipped
from moodarc.errors import ArtifactError, InputError
from moodarc.listener.mood_change import CHANGES, Listenings
from moodarc.listener.mood_change_model import MoodChangeModel
from moodarc.listener.past_features import PAST_FEATURES, PastFeatures
from moodarc.listener.people_moods import PeopleMoods

__all__ = ["OWN_FEATURES", "SHIPPED_MOOD_CHANGE", "MoodChangeForecast"]

SHIPPED_MOOD_CHANGE: Final = "mood_change"
"""name of the shipped model's folder in `moodarc/weights`"""

OWN_FEATURES: Final = tuple(
    name for name in PAST_FEATURES if not name.startswith("track_") and "elsewhere" not in name
)
"""Its inputs: all but what others said of a track, and what was felt where nobody asked before."""

_COLUMNS: Final = np.array([PAST_FEATURES.index(name) for name in OWN_FEATURES])
_ARRAYS: Final = {
    "mean": (len(OWN_FEATURES),),
    "spread": (len(OWN_FEATURES),),
    "weights": (len(OWN_FEATURES), len(CHANGES)),
    "bias": (len(CHANGES),),
}


@dataclass(frozen=True, slots=True, eq=False)
class MoodChangeForecast:
    """A fitted model and the people it was fitted on, as means.

    Attributes:
        model: of `OWN_FEATURES`.
        people: in general.
        version: of the weights.
    """

    model: MoodChangeModel
    people: PeopleMoods
    version: str = "untrained"

    @classmethod
    def shipped(cls) -> Self:
        """The model that comes with the program.

        Raises:
            ArtifactError: it is absent or damaged.
        """
        return cls.from_artifact(load_shipped(SHIPPED_MOOD_CHANGE))

    @classmethod
    def from_artifact(cls, artifact: Artifact) -> Self:
        """The model of a folder.

        Raises:
            ArtifactError: it is of another form.
        """
        found = {name: np.shape(artifact.arrays.get(name, ())) for name in _ARRAYS}
        if found != _ARRAYS or artifact.config.get("features") != list(OWN_FEATURES):
            msg = f"no mood-change model of this program (shapes {found}); train it again"
            raise ArtifactError(msg)
        try:
            people = PeopleMoods.from_json(artifact.config.get("people"))
        except InputError as error:
            raise ArtifactError(str(error)) from error
        arrays = {name: artifact.arrays[name].astype(np.float64) for name in _ARRAYS}
        return cls(MoodChangeModel(**arrays), people, str(artifact.config.get("version", "")))

    @classmethod
    def fit(cls, known: Listenings, labels: NDArray[np.int64], *, strength: float) -> Self:
        """The model of listenings and their changes.

        Raises:
            InputError: nothing to fit.
        """
        past = PastFeatures(known)
        model = MoodChangeModel.fit(past.of(known)[:, _COLUMNS], labels, strength=strength)
        return cls(model, past.people)

    def to_artifact(self, card: str) -> Artifact:
        """The model as a folder's parts."""
        return Artifact(
            arrays={name: getattr(self.model, name) for name in _ARRAYS},
            config={
                "version": self.version,
                "features": list(OWN_FEATURES),
                "classes": list(CHANGES),
                "people": self.people._asdict(),
            },
            card=card,
        )

    def probabilities(self, asked: Listenings, past: Listenings) -> NDArray[np.float64]:
        """Of drop, keep and lift, (n, 3), each row summing to 1.

        Args:
            asked: with a mood before; their outcomes are not looked at.
            past: of the same listeners, with outcomes; only what lies before a row counts for it.

        Raises:
            InputError: a mood before is missing.
        """
        features = PastFeatures(past, people=self.people).of(asked)
        return self.model.probabilities(features[:, _COLUMNS])
