"""Encoders of histories in PyTorch, alike outside: items, emotion, absent -> states.

    GRU4Rec      Hidasi et al., ICLR 2016: a GRU; state t speaks of item t + 1
    SASRec       Kang and McAuley, ICDM 2018: causal self-attention, layer norms first
    Bi-LSTM      EM-7: both directions, additive attention, FC 256 + ReLU; one state a history
    Transformer  EM-12 d: SASRec's layers, and the states attend to the emotion tokens e_1 ... e_t

Histories stand at the left, so that padding comes after what is read: a causal encoder cannot see
it, and the backward LSTM reads rows reversed in place. A bidirectional encoder sees all it is
given; it is therefore given prefixes only and has one state, of the item after the prefix.
"""

from collections.abc import Callable
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from moodarc.affect import EXPRESSION_AFFECT
from moodarc.recommend.sequence.config import EmotionLevel, SequenceConfig
from moodarc.recommend.sequence.emotion_signal import SIGNAL_SIZE
from moodarc.recommend.sequence.voices import EVIDENCE_SIZE, N_VOICES

__all__ = [
    "EAGER",
    "EMOTION_SIZE",
    "ENCODERS",
    "AttentionEncoder",
    "BiLSTMEncoder",
    "CrossedEncoder",
    "EmotionEmbedding",
    "GRUEncoder",
    "SequenceNetwork",
]

EMOTION_SIZE: Final = 64
"""of e_t (EM-4)"""
EAGER: Final = 10.0
"""times which gate and steps back move faster than other weights; Adam moves all alike"""
_HEAD: Final = 256
"""of EM-7's last layer"""


class EmotionEmbedding(nn.Module):
    """EM-4: W_VA p for a face's soft vector, then MLP(2 -> 128 -> 64, ReLU); one map for all.

    The paper compares a listener's code and a track's code from two spaces that nothing aligns
    (EM-8). Here the affect of a listener and that of a track go through this one map.
    Quadrant labels and shares pass as they are.
    """

    def __init__(self, level: EmotionLevel) -> None:
        super().__init__()
        self.level = level
        self.size = EMOTION_SIZE if level == "affect" else SIGNAL_SIZE[level]
        if level == "affect":
            self.face = nn.Linear(EXPRESSION_AFFECT.shape[1], 2, bias=False)
            with torch.no_grad():
                self.face.weight.copy_(torch.from_numpy(EXPRESSION_AFFECT.copy()))
            self.embed = nn.Sequential(
                nn.Linear(2, 128), nn.ReLU(), nn.Linear(128, EMOTION_SIZE), nn.ReLU()
            )

    def forward(self, signal: Tensor) -> Tensor:
        """(..., size) of `emotion_signal`'s (..., SIGNAL_SIZE)."""
        if self.level != "affect":
            return signal
        return self.points(signal[..., :2] + self.face(signal[..., 2:]))

    def points(self, affect: Tensor) -> Tensor:
        """(..., 64) of valence and arousal (..., 2)."""
        embedded: Tensor = self.embed(affect)
        return embedded


class GRUEncoder(nn.Module):
    """States of a GRU over items joined with e_t."""

    causal: Final = True

    def __init__(self, config: SequenceConfig, emotion_size: int) -> None:
        super().__init__()
        width = config.embedding_size + emotion_size
        self.rnn = nn.GRU(width, config.hidden_size, config.layers, batch_first=True)
        self.size = config.hidden_size

    def forward(self, items: Tensor, emotion: Tensor, absent: Tensor) -> Tensor:
        """(n, length, size) states; state t has seen the items and e up to t."""
        del absent  # comes after all that is present
        states: Tensor = self.rnn(_joined(items, emotion))[0]
        return states


class AttentionEncoder(nn.Module):
    """Causal self-attention; with `crossed`, states also attend to the emotion tokens."""

    causal: Final = True

    def __init__(self, config: SequenceConfig, emotion_size: int, *, crossed: bool = False) -> None:
        super().__init__()
        width = self.size = config.embedding_size
        self.crossed = crossed
        joined = 0 if crossed else emotion_size
        self.join = nn.Linear(width + joined, width) if joined else nn.Identity()
        self.tokens = nn.Linear(emotion_size, width) if crossed else None
        self.places = nn.Parameter(torch.randn(config.n, width) * 0.02)
        self.blocks = nn.ModuleList(_Block(config, crossed=crossed) for _ in range(config.layers))
        self.norm = nn.LayerNorm(width)

    def forward(self, items: Tensor, emotion: Tensor, absent: Tensor) -> Tensor:
        """(n, length, size) states; state t has seen the items and e up to t."""
        del absent  # comes after all that is present
        places = self.places[: items.shape[1]]
        told = self.tokens(emotion) + places if self.tokens is not None else None
        states = self.join(items if self.crossed else _joined(items, emotion)) + places
        for block in self.blocks:
            states = block(states, told)
        normed: Tensor = self.norm(states)
        return normed


class CrossedEncoder(AttentionEncoder):
    """EM-12 d."""

    def __init__(self, config: SequenceConfig, emotion_size: int) -> None:
        super().__init__(config, emotion_size, crossed=emotion_size > 0)


class BiLSTMEncoder(nn.Module):
    """EM-7: a_i = softmax(v^T tanh(W h_i + b)) over both directions, then FC 256 + ReLU."""

    causal: Final = False
    size: Final = _HEAD

    def __init__(self, config: SequenceConfig, emotion_size: int) -> None:
        super().__init__()
        width, hidden = config.embedding_size + emotion_size, config.hidden_size
        self.forwards = nn.LSTM(width, hidden, batch_first=True)
        self.backwards = nn.LSTM(width, hidden, batch_first=True)
        self.score = nn.Linear(2 * hidden, 2 * hidden)
        self.attention = nn.Linear(2 * hidden, 1, bias=False)
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Sequential(nn.Linear(2 * hidden, _HEAD), nn.ReLU())

    def forward(self, items: Tensor, emotion: Tensor, absent: Tensor) -> Tensor:
        """(n, 1, size), one state of all that is present."""
        joined = _joined(items, emotion)
        turned = _turned(absent)
        ahead = self.forwards(joined)[0]
        back = self.backwards(_gathered(joined, turned))[0]
        states = torch.cat([ahead, _gathered(back, turned)], 2)
        likeness = self.attention(torch.tanh(self.score(states)))
        weights = likeness.masked_fill(absent[..., None], -1e9).softmax(1)
        read: Tensor = self.head(self.dropout((weights * states).sum(1)))
        return read[:, None]


_Encoder = GRUEncoder | AttentionEncoder | BiLSTMEncoder

ENCODERS: Final[dict[str, Callable[[SequenceConfig, int], _Encoder]]] = {
    "gru": GRUEncoder,
    "attention": AttentionEncoder,
    "bilstm": BiLSTMEncoder,
    "crossed": CrossedEncoder,
}


class SequenceNetwork(nn.Module):
    """Histories to states, and the vectors that states are compared with.

    Args:
        encoder: a name of `ENCODERS`.
        config: sizes.
        n_items: of the vocabulary; the item of that number fills where none is.
    """

    def __init__(self, encoder: str, config: SequenceConfig, n_items: int) -> None:
        super().__init__()
        width = config.embedding_size
        self.n_items, self.item_dropout = n_items, config.item_dropout
        self.items = nn.Embedding(n_items + 1, width, padding_idx=n_items)
        self.emotion = EmotionEmbedding(config.emotion)
        self.encoder: _Encoder = ENCODERS[encoder](config, self.emotion.size)
        self.dropout = nn.Dropout(config.dropout)
        size = self.encoder.size
        self.project = nn.Linear(size, width) if config.tied else nn.Identity()
        self.targets = None if config.tied else nn.Embedding(n_items, size)
        self.bias = nn.Parameter(torch.zeros(n_items))
        self.gate = nn.Linear((width if config.tied else size) + EVIDENCE_SIZE, 1 + N_VOICES)
        self.steps = nn.Parameter(-0.1 / EAGER * torch.arange(config.n).repeat(N_VOICES, 1))
        for table in (self.items, self.targets):
            if table is not None:
                unit = table.embedding_dim**-0.5
                spread = unit if config.item_spread is None else config.item_spread
                nn.init.normal_(table.weight, 0.0, spread)
        nn.init.zeros_(self.gate.weight)
        nn.init.zeros_(self.gate.bias)
        with torch.no_grad():
            self.items.weight[n_items] = 0.0

    def forward(self, items: Tensor, emotion: Tensor) -> Tensor:
        """States (n, length, d) of a causal encoder, (n, 1, d) of one that is not.

        Args:
            items: (n, length) int64 at the left, then `n_items`.
            emotion: (n, length, SIGNAL_SIZE) at each step.
        """
        read = self.items(items) * self.items.embedding_dim**0.5
        if self.training and self.item_dropout:
            kept = torch.rand(items.shape, device=items.device) >= self.item_dropout
            read = read * kept[..., None]
        told = self.emotion(emotion)
        states = self.encoder(self.dropout(read), told, items == self.n_items)
        projected: Tensor = self.project(self.dropout(states))
        return projected

    def vectors(self) -> Tensor:
        """(n_items, d)."""
        return self.items.weight[: self.n_items] if self.targets is None else self.targets.weight

    def last(self, items: Tensor, emotion: Tensor) -> Tensor:
        """(n, d) the state of what comes next; zeros where there is no history."""
        present = (items != self.n_items).sum(1)
        states = self(items, emotion)
        if self.encoder.causal:
            place = (present - 1).clamp(min=0)[:, None, None].expand(-1, 1, states.shape[2])
            states = states.gather(1, place)
        latest: Tensor = states[:, 0] * (present > 0)[:, None].to(states.dtype)
        return latest


class _Block(nn.Module):
    """Attention and a feed-forward layer, each after a layer norm and added to what came in."""

    def __init__(self, config: SequenceConfig, *, crossed: bool) -> None:
        super().__init__()
        width = config.embedding_size
        self.attend = _Attention(config)
        self.cross = _Attention(config) if crossed else None
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(3 if crossed else 2))
        self.inner = nn.Sequential(
            nn.Linear(width, config.hidden_size),
            nn.GELU(),
            nn.Dropout(config.dropout),
            nn.Linear(config.hidden_size, width),
            nn.Dropout(config.dropout),
        )

    def forward(self, states: Tensor, told: Tensor | None) -> Tensor:
        normed = self.norms[0](states)
        states = states + self.attend(normed, normed)
        if self.cross is not None and told is not None:
            states = states + self.cross(self.norms[2](states), told)
        added: Tensor = states + self.inner(self.norms[1](states))
        return added


class _Attention(nn.Module):
    """Causal attention of states to tokens of the same steps."""

    def __init__(self, config: SequenceConfig) -> None:
        super().__init__()
        width = config.embedding_size
        self.heads, self.share = config.heads, config.dropout
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width)

    def forward(self, states: Tensor, tokens: Tensor) -> Tensor:
        key, value = self.key_value(tokens).chunk(2, dim=2)
        query, key, value = (self._split(part) for part in (self.query(states), key, value))
        share = self.share if self.training else 0.0
        brought = functional.scaled_dot_product_attention(
            query, key, value, dropout_p=share, is_causal=True
        )
        joined: Tensor = self.out(brought.transpose(1, 2).flatten(2))
        return joined

    def _split(self, rows: Tensor) -> Tensor:
        return rows.reshape(*rows.shape[:2], self.heads, -1).transpose(1, 2)


def _joined(items: Tensor, emotion: Tensor) -> Tensor:
    return torch.cat([items, emotion], 2) if emotion.shape[2] else items


def _turned(absent: Tensor) -> Tensor:
    """(n, length) places that reverse what is present and leave the padding where it is."""
    place = torch.arange(absent.shape[1], device=absent.device).expand_as(absent)
    mirrored = (~absent).sum(1, keepdim=True) - 1 - place
    return torch.where(mirrored >= 0, mirrored, place)


def _gathered(rows: Tensor, places: Tensor) -> Tensor:
    return rows.gather(1, places[..., None].expand(-1, -1, rows.shape[2]))
