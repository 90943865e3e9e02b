"""How sequence networks are trained, and what becomes of them: ONNX and arrays.

Batches are those of `sequence.examples`. The loss:

- `softmax`: cross-entropy over the whole catalogue, the best where it is small enough;
- `sampled`: over the target and negatives that a batch shares, drawn by the square root of plays
  and corrected by it (Bengio and Senecal 2008), for larger ones;
- `bpr`: EM-7's, one uniform negative a step outside the window;
- `bce`: SASRec's own, whether an item is the target or that negative.

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
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from moodarc.catalog import Cases, Histories, ItemContent
from moodarc.protocols import place_in_catalogue
from moodarc.randomness import derive_rng
from moodarc.recommend.recommender import Known
from moodarc.recommend.sequence.config import SequenceConfig
from moodarc.recommend.sequence.emotion_signal import SIGNAL_SIZE, oracle_feelings
from moodarc.recommend.sequence.examples import Examples, SequenceBatch, chances
from moodarc.recommend.sequence.network import EAGER, SequenceNetwork
from moodarc.recommend.sequence.recommender import Scoring, SequenceRecommender
from moodarc.recommend.sequence.voices import N_VOICES, REACH
from moodarc.recommend.training import train
from moodarc.recommend.training_config import TrainingConfig

__all__ = ["SequenceTask", "export_encoder", "fit_sequence", "served"]

_VALIDATED: Final = 2000
"""cases at most, drawn once"""
_BLOCK: Final = 256


class SequenceTask:
    """A sequence network and what it learns from.

    Args:
        encoder: a name of `network.ENCODERS`.
        config: settings.
        known: plays, and what validates.
    """

    def __init__(self, encoder: str, config: SequenceConfig, known: Known) -> None:
        self.config, self.known = config, known
        self._n_items = known.plays.n_items
        with torch.random.fork_rng():
            torch.manual_seed(known.seed)
            self._module = SequenceNetwork(encoder, config, self._n_items)
        self.examples = Examples(known=known, config=config, causal=self._module.encoder.causal)
        played = self.examples.heard + 1.0
        with torch.no_grad():
            # by how much likelier than even: a logit of `bce`; to the others a constant is nothing
            self._module.bias.copy_(torch.from_numpy(np.log(played / played.mean())))
        self._log_chance = torch.from_numpy(np.log(chances(self.examples.heard))).float()

    @property
    def module(self) -> SequenceNetwork:
        """The network."""
        return self._module

    def n_batches(self, size: int) -> int:
        """Of `size` windows on average."""
        return self.examples.windows.n_batches(size)

    def batches(self, rng: np.random.Generator, size: int) -> Iterator[tuple[Tensor, ...]]:
        """One epoch of `examples.SequenceBatch`."""
        for batch in self.examples.batches(rng, size):
            yield tuple(torch.from_numpy(np.ascontiguousarray(part)) for part in batch)

    def loss(self, *batch: Tensor) -> Tensor:
        """Mean over the targets."""
        given = SequenceBatch(*batch)
        states = self._module(given.items, given.emotion).flatten(0, 1)[given.where]
        own, others, candidates = self._scored(states, given)
        if self.config.loss == "bpr":
            lost = -functional.logsigmoid(own - others[:, 0])
        elif self.config.loss == "bce":
            lost = -functional.logsigmoid(own) - functional.logsigmoid(-others[:, 0])
        else:
            lost = -self._likelihood(own, others, states=states, batch=given)
        if self.config.compatibility and self.config.emotion == "affect":
            all_scores, far = self._all(own, others), self._distances(given, candidates)
            lost = lost + self.config.compatibility * (all_scores.softmax(1) * far).sum(1)
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
        if self.examples.tables is None:
            return plain
        return Scoring(
            item_vectors=plain.item_vectors,
            bias=plain.bias,
            tables=self.examples.tables,
            gate=EAGER * _array(torch.cat([module.gate.weight, module.gate.bias[:, None]], 1)),
            steps=_array(_step_weights(module.steps)),
        )

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

    def _scored(self, states: Tensor, batch: SequenceBatch) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of the targets (m,), of the candidates (m, n), and who these are."""
        vectors, bias = self._module.vectors(), self._module.bias
        if self.config.loss == "softmax":
            scores = torch.addmm(bias, states, vectors.T)
            own = scores.gather(1, batch.target[:, None])[:, 0]
            return own, scores, torch.arange(self._n_items, device=states.device)
        drawn, m = batch.negatives, len(batch.target)
        asked = torch.cat([batch.target, drawn.flatten()])  # one look-up has one dense gradient
        rows, biases = functional.embedding(asked, vectors), bias[asked]
        own = (states * rows[:m]).sum(1) + biases[:m]
        if self.config.loss in {"bpr", "bce"}:
            return own, ((states * rows[m:]).sum(1) + biases[m:])[:, None], drawn
        correction = self._log_chance.to(states.device)[drawn] + np.log(len(drawn))
        scores = torch.addmm(biases[m:] - correction, states, rows[m:].T)
        return own, scores.masked_fill_(drawn == batch.target[:, None], -1e9), drawn

    def _all(self, own: Tensor, others: Tensor) -> Tensor:
        """Scores of all that compete; in the whole catalogue the target is one of the others."""
        return others if self.config.loss == "softmax" else torch.cat([own[:, None], others], 1)

    def _likelihood(
        self, own: Tensor, others: Tensor, *, states: Tensor, batch: SequenceBatch
    ) -> Tensor:
        """Logarithm of each target's share, smoothed."""
        total = others.logsumexp(1)
        if self.config.loss == "sampled":
            total = torch.logaddexp(own, total)
        likely = own - total
        if self.examples.tables is not None:
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

    @torch.no_grad()
    def _distances(self, batch: SequenceBatch, candidates: Tensor) -> Tensor:
        """Cosine distances to e_t of all that compete (`_all`); 0 = a track unknown."""
        embed = self._module.emotion
        told = batch.emotion.flatten(0, 1)[self._felt_at(batch)]
        listener = functional.normalize(embed(told), dim=-1)[:, None]
        affect, felt = self._tracks
        ids = candidates.expand(len(listener), -1)
        if self.config.loss != "softmax":
            ids = torch.cat([batch.target[:, None], ids], 1)
        if candidates.dim() == 1:  # all share them: one product instead of a gather for each
            tracks = functional.normalize(embed.points(affect), dim=-1)
            close = (listener[:, 0] @ tracks.T).gather(1, ids)
        else:
            tracks = functional.normalize(embed.points(affect[ids]), dim=-1)
            close = (tracks * listener).sum(2)
        return torch.where(felt[ids], 1.0 - close, 0.0)

    def _felt_at(self, batch: SequenceBatch) -> Tensor:
        """(m,) places of e_t among n * length steps: the target's own, or a history's last."""
        if self.examples.causal:
            where: Tensor = batch.where
            return where
        last = (batch.items != self._n_items).sum(1) - 1
        first = torch.arange(len(last), device=last.device) * batch.items.shape[1]
        places: Tensor = (first + last)[batch.where]
        return places

    @cached_property
    def _tracks(self) -> tuple[Tensor, Tensor]:
        """Affect (n_items, 2) of the tracks, and which of them have any."""
        content = self.known.content or ItemContent.unknown(self._n_items)
        where = self._module.bias.device
        affect = torch.from_numpy(np.nan_to_num(content.affect)).to(where)
        return affect, torch.from_numpy(content.felt).to(where)

    @torch.no_grad()
    def _states(self, histories: Histories) -> NDArray[np.float32]:
        where = self._module.bias.device
        inputs = (torch.from_numpy(part).to(where) for part in self.examples.reader.read(histories))
        return _array(self._module.last(*inputs))


def fit_sequence(task: SequenceTask, training: TrainingConfig, *, name: str) -> SequenceRecommender:
    """Train the task's network; what serves it under the name of its recipe."""
    train(task, training, task.known)
    return served(task, training, name=name)


def served(task: SequenceTask, training: TrainingConfig, *, name: str) -> SequenceRecommender:
    """What serves the task's network as it is now."""
    return SequenceRecommender(
        name=name,
        config=task.config,
        training=training,
        reader=task.examples.reader,
        scoring=task.scoring(),
        onnx=export_encoder(task.module, task.config.n),
    )


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
