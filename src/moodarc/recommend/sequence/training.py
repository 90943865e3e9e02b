"""How sequence networks are trained, and what becomes of them: ONNX and arrays.

A batch is sliced from the plays by places (`sequence.windows`); nothing loops over rows. The loss:

- `softmax`: cross-entropy over the whole catalogue, the best where it is small enough;
- `sampled`: over the target and negatives that a batch shares, drawn by the square root of plays
  and corrected by it (Bengio and Senecal 2008), for larger ones;
- `bpr`: EM-7's, one uniform negative a step outside the window.

EM-7's compatibility loss asks that what ranks high lies near e_t. Ranks have no gradient; ours is
the mean cosine distance under the softmax of the scores. Affect of tracks and of the listener go
through one map (`network.EmotionEmbedding`), and the distances are constants to it: else the map
would learn to make all alike.
"""

import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from moodarc.artifacts import Epoch
from moodarc.catalog import Cases, Feelings, Histories
from moodarc.protocols import place_in_catalogue
from moodarc.randomness import derive_rng
from moodarc.recommend.recommender import Known
from moodarc.recommend.sequence.config import SequenceConfig
from moodarc.recommend.sequence.emotion_signal import SIGNAL_SIZE, oracle_feelings
from moodarc.recommend.sequence.network import EAGER, SequenceNetwork
from moodarc.recommend.sequence.reading import Reader
from moodarc.recommend.sequence.recommender import Scoring, SequenceRecommender
from moodarc.recommend.sequence.voices import N_VOICES, REACH, Tables, count_tables
from moodarc.recommend.sequence.windows import Windows, windows_of
from moodarc.recommend.training import train

__all__ = ["SequenceBatch", "SequenceTask", "export_encoder", "fit_sequence", "train_sequence"]

_VALIDATED: Final = 2000
"""cases at most, drawn once"""
_BLOCK: Final = 256


class SequenceBatch(NamedTuple):
    """What one step of training is given; n windows of at most `length` steps, m targets."""

    items: Tensor
    """(n, length) int64"""
    emotion: Tensor
    """(n, length, k)"""
    where: Tensor
    """(m,) int64, places of the states of n * length that have a target"""
    target: Tensor
    """(m,) int64"""
    negatives: Tensor
    """(n_negatives,) int64 that all share, or (m, 1)"""
    told: Tensor
    """(m, 3, reach) shares of the targets in the tables; empty without voices"""
    again: Tensor
    """(m, n) whether the target stands so many steps back; likewise"""
    evidence: Tensor
    """(m, 2); likewise"""
    present: Tensor
    """(m,) int64, steps back that there are; likewise"""


class SequenceTask:
    """A sequence network and what it learns from.

    Args:
        encoder: a name of `network.ENCODERS`.
        config: settings.
        known: plays, and what validates.
    """

    def __init__(self, encoder: str, config: SequenceConfig, known: Known) -> None:
        self.config, self.known = config, known
        self._plays = known.plays
        self._n_items = known.plays.n_items
        self._windows = windows_of(known.plays, config.n)
        self._item = np.append(known.plays.item.astype(np.int64), self._n_items)
        self._heard = np.bincount(known.plays.item, minlength=self._n_items)
        self.reader = Reader(
            n=config.n,
            n_items=self._n_items,
            emotion=config.emotion,
            half_life=config.half_life,
            content=known.content,
        )
        self.tables: Tables | None = count_tables(known.plays) if config.voices else None
        torch.manual_seed(known.seed)
        self._module = SequenceNetwork(encoder, config, self._n_items)
        share = (self._heard + 1.0) / (self._heard + 1.0).sum()
        with torch.no_grad():
            self._module.bias.copy_(torch.from_numpy(np.log(share)))
        rooted = np.sqrt(share)
        self._chance = rooted / rooted.sum()
        self._log_chance = torch.from_numpy(np.log(self._chance)).float()

    @property
    def module(self) -> SequenceNetwork:
        """The network."""
        return self._module

    def n_batches(self, size: int) -> int:
        """Of `size` windows on average."""
        return self._windows.n_batches(size)

    def batches(self, rng: np.random.Generator, size: int) -> Iterator[tuple[Tensor, ...]]:
        """One epoch."""
        causal = bool(self._module.encoder.causal)
        for chosen in self._windows.batches(rng, size):
            windows = self._windows if causal else self._windows.prefixes(chosen, rng)
            picked = chosen if causal else np.arange(len(chosen))
            yield tuple(self._batch(windows, picked, rng))

    def loss(self, *batch: Tensor) -> Tensor:
        """Mean over the targets."""
        given = SequenceBatch(*batch)
        states = self._module(given.items, given.emotion).flatten(0, 1)[given.where]
        own, others, candidates = self._scored(states, given)
        if self.config.loss == "bpr":
            lost = -functional.logsigmoid(own - others[:, 0])
        else:
            lost = -self._likelihood(own, others, states=states, batch=given)
        if self.config.compatibility and self.config.emotion == "affect":
            scores = torch.cat([own[:, None], others], 1)
            far = self._distances(given, candidates)
            lost = lost + self.config.compatibility * (scores.softmax(1) * far).sum(1)
        return lost.mean()

    def validate(self) -> float:
        """NDCG@10 of a fixed sample of the validation cases, in the full catalogue."""
        if self._validation is None:
            return float("nan")
        scoring, gains = self.scoring(), []
        for first in range(0, len(self._validation), _BLOCK):
            rows = np.arange(first, min(first + _BLOCK, len(self._validation)))
            histories = self._validation.histories.take(rows)
            scores = scoring.scores(self._states(histories), histories.latest(self.config.n))
            left_out = None if self.known.repeats else histories.matrix(self._n_items).toarray() > 0
            place = place_in_catalogue(scores, self._validation.target[rows], left_out)
            gains.append(np.where(place <= 10, 1.0 / np.log2(1.0 + place), 0.0))
        return float(np.concatenate(gains).mean())

    def scoring(self) -> Scoring:
        """Arrays of the network as it is now."""
        module = self._module
        plain = Scoring(item_vectors=_array(module.vectors()), bias=_array(module.bias))
        if self.tables is None:
            return plain
        return Scoring(
            item_vectors=plain.item_vectors,
            bias=plain.bias,
            tables=self.tables,
            gate=EAGER * _array(torch.cat([module.gate.weight, module.gate.bias[:, None]], 1)),
            steps=_array(_step_weights(module.steps)),
        )

    @cached_property
    def _feelings(self) -> Feelings | None:
        """Before each play: what was sensed, or for the oracle what the play itself expresses."""
        if self.config.oracle and self.known.content is not None:
            return oracle_feelings(self.known.content, self._plays.item)
        return self.known.feelings

    @cached_property
    def _validation(self) -> Cases | None:
        cases = self.known.validation
        if cases is None or not len(cases):
            return None
        rng = derive_rng(self.known.seed, "validation")
        chosen = np.sort(rng.permutation(len(cases))[:_VALIDATED])
        histories, target = cases.histories.take(chosen), cases.target[chosen]
        if self.config.oracle and self.known.content is not None:
            sensed = oracle_feelings(self.known.content, target)
            histories = replace(histories, feelings=sensed)
        return Cases(histories, target)

    def _batch(
        self, windows: Windows, chosen: NDArray[np.int64], rng: np.random.Generator
    ) -> SequenceBatch:
        rows, inside = windows.places(chosen)
        counted = (inside & windows.counts[rows])[:, 1:]
        if not self._module.encoder.causal:
            steps = inside.sum(axis=1) - 2
            counted = np.arange(rows.shape[1] - 1) == steps[:, None]
        items = self._item[np.where(inside[:, 1:], rows[:, :-1], len(self._plays))]
        sensed, told = self._feelings, inside[:, 1:]
        felt = None if sensed is None else sensed.take(rows[:, 1:][told])
        targets = rows[:, 1:][counted]
        where = np.flatnonzero(counted if self._module.encoder.causal else counted.any(axis=1))
        start = self._plays.starts()[self._plays.listener[targets]]
        parts = [
            items,
            self.reader.signal(items, felt, told),
            where,
            self._item[targets],
            self._negatives(targets, start, rng),
            *self._heard_beside(targets, start),
        ]
        return SequenceBatch(*(torch.from_numpy(np.ascontiguousarray(part)) for part in parts))

    def _negatives(
        self, targets: NDArray[np.int64], start: NDArray[np.int64], rng: np.random.Generator
    ) -> NDArray[np.int64]:
        if self.config.loss == "softmax":
            return np.empty(0, dtype=np.int64)
        if self.config.loss == "sampled":
            ends = np.cumsum(self._chance)
            drawn = np.searchsorted(ends, rng.random(self.config.negatives) * ends[-1])
            return np.minimum(drawn, self._n_items - 1)
        window = self._back(targets + 1, start, self.config.n + 1)
        negatives = rng.integers(self._n_items, size=len(targets))
        for _ in range(3):  # what is still heard then is rare enough
            heard = (window == negatives[:, None]).any(axis=1)
            negatives[heard] = rng.integers(self._n_items, size=int(heard.sum()))
        return negatives[:, None]

    def _back(
        self, targets: NDArray[np.int64], start: NDArray[np.int64], n: int
    ) -> NDArray[np.int64]:
        """(m, n) items 1, 2, ... steps before each target of its listener; -1 = none."""
        rows = targets[:, None] - np.arange(1, n + 1)
        inside = rows >= start[:, None]
        back: NDArray[np.int64] = np.where(inside, self._item[np.where(inside, rows, 0)], -1)
        return back

    def _heard_beside(
        self, targets: NDArray[np.int64], start: NDArray[np.int64]
    ) -> tuple[NDArray[Any], ...]:
        """What the voices say of each target, and what the gate is told."""
        if self.tables is None:
            nothing = np.empty((0, 0), dtype=np.float32)
            return nothing[None], nothing > 0, nothing, np.empty(0, dtype=np.int64)
        back = self._back(targets, start, self.config.n)
        item, reach = self._item[targets], min(REACH, self.config.n)
        told = self.tables.told(back[:, :reach], item, together=self._together(targets, reach))
        again = back == item[:, None]
        return told, again, self.tables.evidence(back[:, 0]), (back >= 0).sum(axis=1)

    def _together(self, targets: NDArray[np.int64], reach: int) -> NDArray[np.bool_]:
        """(m, reach) whether the play so many steps back is of the same sitting as the target."""
        rows = np.maximum(targets[:, None] - np.arange(1, reach + 1), 0)
        plays = self._plays
        beside: NDArray[np.bool_] = plays.listener[rows] == plays.listener[targets, None]
        if plays.session is not None:
            beside &= plays.session[rows] == plays.session[targets, None]
        return beside & (targets[:, None] >= np.arange(1, reach + 1))

    def _scored(self, states: Tensor, batch: SequenceBatch) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of the targets (m,), of the candidates (m, n), and who these are."""
        vectors, bias = self._module.vectors(), self._module.bias
        if self.config.loss == "softmax":
            scores = torch.addmm(bias, states, vectors.T)
            own = scores.gather(1, batch.target[:, None])[:, 0]
            return own, scores, torch.arange(self._n_items, device=states.device)
        own = (states * vectors[batch.target]).sum(1) + bias[batch.target]
        drawn = batch.negatives
        if self.config.loss == "bpr":
            return own, (states[:, None] @ vectors[drawn].mT)[:, 0] + bias[drawn], drawn
        correction = self._log_chance.to(states.device)[drawn] + np.log(len(drawn))
        scores = torch.addmm(bias[drawn] - correction, states, vectors[drawn].T)
        return own, scores.masked_fill(drawn == batch.target[:, None], -1e9), drawn

    def _likelihood(
        self, own: Tensor, others: Tensor, *, states: Tensor, batch: SequenceBatch
    ) -> Tensor:
        """Logarithm of each target's share, smoothed."""
        all_scores = (
            others if self.config.loss == "softmax" else torch.cat([own[:, None], others], 1)
        )
        total = all_scores.logsumexp(1)
        likely = own - total
        if self.tables is not None:
            likely = self._mixed(likely, states, batch)
        smoothing = self.config.label_smoothing
        if not smoothing:
            return likely
        return (1.0 - smoothing) * likely + smoothing * (others.mean(1) - total)

    def _mixed(self, likely: Tensor, states: Tensor, batch: SequenceBatch) -> Tensor:
        asked = torch.cat([states, batch.evidence], 1)
        gate = (EAGER * self._module.gate(asked)).log_softmax(1)
        weights = _step_weights(self._module.steps)
        shown = weights.cumsum(1)[:, batch.present - 1].T
        beside = (batch.told * weights[:-1, : batch.told.shape[2]]).sum(2)
        again = (batch.again * weights[-1]).sum(1, keepdim=True)
        heard = (torch.cat([beside, again], 1) / shown).clamp(min=1e-9).log()
        return torch.cat([likely[:, None], heard], 1).add(gate).logsumexp(1)

    def _distances(self, batch: SequenceBatch, candidates: Tensor) -> Tensor:
        """Cosine distances (m, 1 + n) of target and candidates to e_t, constants; 0 = unknown."""
        with torch.no_grad():
            signal = batch.emotion.flatten(0, 1)
            steps = signal if self._module.encoder.causal else self._latest(batch)
            place = batch.where if self._module.encoder.causal else slice(None)
            listener = functional.normalize(self._module.emotion(steps[place]), dim=-1)
            tracks = functional.normalize(
                self._module.emotion.points(self._affect.to(signal.device)), dim=-1
            )
            known = self._felt.to(signal.device)
            own = (tracks[batch.target] * listener).sum(1, keepdim=True)
            apart = (
                listener @ tracks[candidates].T
                if candidates.dim() == 1
                else (tracks[candidates] @ listener[..., None])[..., 0]
            )
            shown = known[candidates].expand_as(apart)
            far = torch.where(shown, 1.0 - apart, 0.0)
            own_far = torch.where(known[batch.target][:, None], 1.0 - own, 0.0)
            return torch.cat([own_far, far], 1)

    def _latest(self, batch: SequenceBatch) -> Tensor:
        last = (batch.items != self._n_items).sum(1) - 1
        return batch.emotion[torch.arange(len(last), device=last.device), last]

    @cached_property
    def _affect(self) -> Tensor:
        content = self.known.content
        if content is None:
            return torch.zeros(self._n_items, 2)
        return torch.from_numpy(np.nan_to_num(content.affect))

    @cached_property
    def _felt(self) -> Tensor:
        content = self.known.content
        felt = np.zeros(self._n_items, dtype=bool) if content is None else content.felt
        return torch.from_numpy(felt)

    @torch.no_grad()
    def _states(self, histories: Histories) -> NDArray[np.float32]:
        where = self._module.bias.device
        inputs = (torch.from_numpy(part).to(where) for part in self.reader.read(histories))
        return _array(self._module.last(*inputs))


def fit_sequence(
    name: str, encoder: str, *, config: SequenceConfig, known: Known
) -> SequenceRecommender:
    """A trained recommender of the recipe `name`."""
    with torch.random.fork_rng():
        task = SequenceTask(encoder, config, known)
    train_sequence(task)
    return SequenceRecommender(
        name=name,
        config=config,
        reader=task.reader,
        scoring=task.scoring(),
        onnx=export_encoder(task.module, config.n),
    )


def train_sequence(task: SequenceTask) -> list[Epoch]:
    """Train the task's network in place."""
    return train(task, task.config.training, task.known)


def export_encoder(module: SequenceNetwork, n: int) -> bytes:
    """As ONNX (opset 17): `items` (n, length) int64, `emotion` (n, length, k) -> `states` (n, d).

    An encoder that is told nothing of emotion has no such input. Any length up to `n` goes.
    """
    size = SIGNAL_SIZE[module.emotion.level]
    length = min(3, n)
    examples = (torch.zeros(2, length, dtype=torch.int64), torch.zeros(2, length, size))
    names = ["items", "emotion"] if size else ["items"]
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as scratch:
        warnings.simplefilter("ignore")  # of the exporter, about its own future
        torch.onnx.export(
            (_Last(module) if size else _LastOfItems(module)).eval(),
            examples[: len(names)],
            file := Path(scratch) / "encoder.onnx",
            input_names=names,
            output_names=["states"],
            dynamic_axes={name: {0: "n", 1: "length"} for name in names} | {"states": {0: "n"}},
            opset_version=17,
            dynamo=False,
        )
        return file.read_bytes()


class _Last(nn.Module):
    """The state of what comes next."""

    def __init__(self, module: SequenceNetwork) -> None:
        super().__init__()
        self.module = module

    def forward(self, items: Tensor, emotion: Tensor) -> Tensor:
        return self.module.last(items, emotion)


class _LastOfItems(nn.Module):
    """The same where nothing is told of emotion."""

    def __init__(self, module: SequenceNetwork) -> None:
        super().__init__()
        self.module = module

    def forward(self, items: Tensor) -> Tensor:
        return self.module.last(items, torch.zeros(1, 1, 0))


def _step_weights(steps: Tensor) -> Tensor:
    """(N_VOICES, n) weights of the steps back that sum to 1 over those a voice looks at."""
    place = torch.arange(steps.shape[1], device=steps.device)
    reach = torch.tensor([1, *[REACH] * (N_VOICES - 2), steps.shape[1]], device=steps.device)
    return (EAGER * steps).masked_fill(place >= reach[:, None], -1e9).softmax(1)


def _array(tensor: Tensor) -> NDArray[np.float32]:
    return tensor.detach().float().cpu().numpy().copy()
