"""`moodarc train felt-response`: the population of felt responses that ships, with its card.

Figures are of listeners left out (`felt_response_check`); what ships is fitted to all of SiTunes'
stage 2. Only means, covariances and the noise are kept: no listening can be told from them.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from moodarc.artifacts import save_artifact
from moodarc.datasets import load_situnes_music, load_situnes_stage
from moodarc.errors import InputError
from moodarc.evaluation.felt_response_check import coupling_rows, error_rows, heard_of, unseen
from moodarc.evaluation.report import BenchRow, fingerprint

__all__ = ["train_felt_response"]

MODEL_VERSION: Final = "felt-response-1"

_WAYS: Final = ("persistence", "way_back", "stranger", "no_track", "online")
_SEED: Final = 0
"""of folds and intervals; the fit has no chance in it"""


def train_felt_response(data: Path, out: Path) -> tuple[BenchRow, ...]:
    """Score on listeners left out, fit on all, write the model folder; returns the card's figures.

    Args:
        data: folder of SiTunes; its stage 2, and of its music genre and sound.
        out: model folder.

    Raises:
        DatasetError: the data are not in SiTunes' form.
        InputError: `out` is something else than a model folder.
    """
    if out.exists() and not (out / "manifest.json").is_file():
        msg = f"{out} is there and is no model folder; give another --out DIR"
        raise InputError(msg)
    music = load_situnes_music(data / "music_metadata" / "music_info.csv")
    heard = heard_of(load_situnes_stage(data / "Stage2"), music)
    told = {way: unseen(heard, way, seed=_SEED) for way in _WAYS}
    people = heard.fit()
    rows = (
        *error_rows("felt_response", heard, told, seed=_SEED),
        *coupling_rows("felt_response.coupling", people),
    )
    found = fingerprint([data / "Stage2" / "interactions.csv"])
    card = _card(f"{len(heard.listenings)} listenings, fingerprint `{found}`", rows)
    shipped = replace(people.response, version=MODEL_VERSION)
    command = "moodarc train felt-response --data DIR"
    save_artifact(out, shipped.to_artifact(card), command=command, seed=_SEED)
    return rows


def _card(data: str, rows: Iterable[BenchRow]) -> str:
    figures = "\n".join(
        f"| {row.name} | {row.value:.3f} | {row.low:.3f} to {row.high:.3f} |" for row in rows
    )
    return f"""# {MODEL_VERSION}: valence and arousal after a track

**What it does.** From the mood before and what a track expresses it tells the listener's mood after
it, with variance; a listener's own listenings make the population's coefficients theirs.

**Data.** {data}: stage 2 of SiTunes
(Li et al., CHIIR 2024), 30 listeners in everyday life, moods they placed themselves; research use,
not shipped. Of the tracks only the broad genre (valence, by our metadata model of 4Q's genres) and
four columns of the sound (arousal: equal standardised mean of loudness variation, energy variation,
sharpness and zero crossings, chosen after their slopes on the felt change had been seen). No column
of the streaming service was read.

**Method.** Mixed linear model by expectation and maximisation, couplings with a prior
N(0, 0.15^2); a listener's update is Bayesian linear regression in closed form. All it keeps are
means, covariances and the noise; no listening can be told from them.

**Figures.** Ten folds of listeners, each told by the others and by their own earlier listenings.
`stranger`: never updated; `no_track`: nothing told of the track; `online`: what the program does;
`way_back`: back towards the own mean; `within_90`: share inside the stated 90 % interval. 95 %
intervals by bootstrap over listeners; those of `coupling` are of the posterior. Repeat:
`moodarc bench felt-response --data DIR`.

| figure | value | 95 % interval |
|---|---|---|
{figures}

**Limits.** Thirty people; tracks that a recommender or chance chose. Most of what it tells is the
way back to the usual mood. The couplings to the track are small and known poorly: what the tracks
express is itself guessed here from genre and sound, and the arousal of the sound goes along with a
better measure at r about .47, so the slope on it is rather too small. Perceived affect of another
estimator is taken as if it were on this scale. No cause is shown: people were not
given tracks at random. No medical use.

**Licence.** The coefficients: Apache-2.0. The data are not redistributed in any form.
"""
