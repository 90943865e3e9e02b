"""What the contract (tests/contracts) does not ask: networks beside their ONNX, losses, emotion."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.nn import functional

from moodarc.artifacts import open_session
from moodarc.catalog import Feelings, Histories, Interactions
from moodarc.errors import InputError
from moodarc.recommend.sequence import (
    BiLSTMEmotion,
    GRU4Rec,
    GRU4RecAlone,
    SASRec,
    SASRecAlone,
    SequenceConfig,
)
from moodarc.recommend.sequence.emotion_signal import SIGNAL_SIZE
from moodarc.recommend.sequence.examples import chances
from moodarc.recommend.sequence.network import ENCODERS, SequenceNetwork
from moodarc.recommend.sequence.training import SequenceTask, export_encoder
from moodarc.recommend.training_config import TrainingConfig
from taste_groups import N_ITEMS, group_of, make_known

SMALL = SequenceConfig(n=9, embedding_size=12, hidden_size=10, heads=2, layers=1, voices=False)
BRIEF = TrainingConfig(epochs=3, batch_size=16, learning_rate=5e-3, patience_epochs=None)


def made(encoder, **changes):
    torch.manual_seed(3)
    return SequenceNetwork(encoder, replace(SMALL, **changes), 20).eval()


def inputs(module, lengths, longest=9):
    rng = np.random.default_rng(2)
    items = np.full((len(lengths), longest), 20, np.int64)
    for row, length in enumerate(lengths):
        items[row, :length] = rng.integers(0, 20, length)
    size = SIGNAL_SIZE[module.emotion.level]
    return items, rng.normal(0, 0.4, (*items.shape, size)).astype(np.float32)


@pytest.mark.parametrize("encoder", ENCODERS)
@pytest.mark.parametrize("emotion", ["none", "affect"])
def test_onnx_says_what_torch_says(encoder, emotion):
    module = made(encoder, emotion=emotion)
    session = open_session(export_encoder(module, 9), what="of the test")
    for lengths, longest in (([9, 3, 0, 1], 9), ([2], 2), ([1] * 7, 1)):
        items, signal = inputs(module, lengths, longest)
        with torch.no_grad():
            expected = module.last(torch.from_numpy(items), torch.from_numpy(signal)).numpy()
        fed = {"items": items, "emotion": signal} if emotion == "affect" else {"items": items}
        np.testing.assert_allclose(session.run(None, fed)[0], expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("encoder", ["gru", "attention", "crossed"])
def test_a_causal_state_does_not_change_with_what_comes_after(encoder):
    module = made(encoder, emotion="affect")
    items, signal = (torch.from_numpy(part) for part in inputs(module, [9]))
    later, told = items.clone(), signal.clone()
    later[:, 5:] = (later[:, 5:] + 1) % 20
    told[:, 5:] += 1.0
    with torch.no_grad():
        one, other = module(items, signal), module(later, told)
    torch.testing.assert_close(one[:, :5], other[:, :5])
    assert (one[:, 5:] - other[:, 5:]).abs().max() > 1e-4


@pytest.mark.parametrize("encoder", ENCODERS)
def test_padding_says_nothing(encoder):
    module = made(encoder, emotion="vector")
    items, signal = (torch.from_numpy(part) for part in inputs(module, [4]))
    with torch.no_grad():
        padded, plain = module.last(items, signal), module.last(items[:, :4], signal[:, :4])
    torch.testing.assert_close(padded, plain, rtol=1e-4, atol=1e-5)


def test_a_bidirectional_encoder_is_trained_on_prefixes_that_hold_no_target():
    task = SequenceTask("bilstm", SMALL, make_known())
    for batch in task.examples.batches(np.random.default_rng(0), 16):
        lengths = (batch.items < N_ITEMS).sum(axis=1)
        assert len(batch.target) == len(batch.items)
        plays = make_known().plays
        follows = {
            tuple(plays.item[a : a + n + 1])
            for n in set(lengths.tolist())
            for a in range(len(plays) - n)
        }
        read = [tuple(row[:n]) for row, n in zip(batch.items, lengths, strict=True)]
        assert all((*row, aim) in follows for row, aim in zip(read, batch.target, strict=True))


def test_full_softmax_is_the_cross_entropy():
    config = replace(SMALL, loss="softmax", label_smoothing=0.1, dropout=0.0, item_dropout=0.0)
    task = SequenceTask("gru", config, make_known())
    batch = next(task.examples.batches(np.random.default_rng(0), 16))
    tensors = [torch.from_numpy(np.ascontiguousarray(part)) for part in batch]
    module = task.module
    states = module(tensors[0], tensors[1]).flatten(0, 1)[tensors[2]]
    scores = states @ module.vectors().T + module.bias
    expected = functional.cross_entropy(scores, tensors[3], label_smoothing=0.1)
    torch.testing.assert_close(task.loss(*tensors), expected)


def scored_by_hand(task, tensors):
    """States, and scores of the whole catalogue."""
    states = task.module(tensors[0], tensors[1]).flatten(0, 1)[tensors[2]]
    return states @ task.module.vectors().T + task.module.bias


def drawn_batch(loss, **changes):
    config = replace(SMALL, loss=loss, dropout=0.0, item_dropout=0.0, **changes)
    task = SequenceTask("gru", config, make_known())
    return task, next(task.batches(np.random.default_rng(0), 16))


def test_the_sampled_softmax_is_that_of_the_target_and_the_corrected_negatives():
    task, batch = drawn_batch("sampled", negatives=12)
    target, negatives = batch[3], batch[4]
    scores = scored_by_hand(task, batch)
    chance = torch.from_numpy(np.log(chances(task.examples.heard))).float()
    others = scores[:, negatives] - chance[negatives] - np.log(12)
    others[negatives == target[:, None]] = -1e9
    own = scores.gather(1, target[:, None])
    expected = functional.cross_entropy(
        torch.cat([own, others], 1), torch.zeros(len(own), dtype=torch.int64)
    )
    torch.testing.assert_close(task.loss(*batch), expected)


@pytest.mark.parametrize("loss", ["bpr", "bce"])
def test_losses_of_pairs_are_those_of_target_and_negative(loss):
    task, batch = drawn_batch(loss)
    scores = scored_by_hand(task, batch)
    own, other = (scores.gather(1, one.reshape(-1, 1)) for one in (batch[3], batch[4]))
    if loss == "bpr":
        expected = -(own - other).sigmoid().log()
    else:
        expected = -own.sigmoid().log() - (1.0 - other.sigmoid()).log()
    torch.testing.assert_close(task.loss(*batch), expected.mean())


def test_items_begin_with_the_spread_asked_for():
    for spread, expected in ((None, 12**-0.5), (0.02, 0.02)):
        first = SequenceNetwork("gru", replace(SMALL, item_spread=spread), 2000).items.weight
        assert first[:2000].std().item() == pytest.approx(expected, rel=0.05)
        assert not first[2000].any()


@pytest.mark.parametrize("loss", ["bpr", "bce"])
def test_pairs_draw_negatives_outside_the_history(loss):
    config = replace(SMALL, loss=loss)
    task = SequenceTask("gru", config, make_known())
    for batch in task.examples.batches(np.random.default_rng(0), 16):
        row, step = np.divmod(batch.where, batch.items.shape[1])
        so_far = np.arange(batch.items.shape[1]) <= step[:, None]
        heard = (batch.items[row] == batch.negatives) & so_far
        assert heard.any(axis=1).mean() < 0.02
        assert (batch.negatives[:, 0] != batch.target).mean() > 0.99


@pytest.mark.parametrize("loss", ["softmax", "sampled", "bpr", "bce"])
def test_compatibility_draws_scores_towards_what_is_felt(loss):
    config = replace(SMALL, emotion="affect", loss=loss, negatives=8, dropout=0.0, item_dropout=0.0)
    losses = {}
    for weight in (0.0, 1.0):
        task = SequenceTask("gru", replace(config, compatibility=weight), make_known())
        batch = next(task.batches(np.random.default_rng(0), 16))
        losses[weight] = task.loss(*batch)
    assert 0.0 < (losses[1.0] - losses[0.0]).item() < 1.0
    losses[1.0].backward()
    assert task.module.items.weight.grad.abs().max() > 0


def test_what_is_sensed_moves_the_ranking():
    """Feelings tell the group of what comes next; the history does not."""
    rng = np.random.default_rng(0)
    n, length = 150, 8
    item = rng.integers(0, N_ITEMS, (n, length))
    plays = Interactions.of(
        np.repeat(np.arange(n), length), item.ravel(), at_s=np.tile(range(8), n)
    )
    content = make_known().content
    config = SequenceConfig(
        n=9, embedding_size=16, hidden_size=16, voices=False, emotion="affect", loss="softmax"
    )
    felt = Feelings(
        mean=np.c_[content.affect[plays.item], np.zeros(len(plays))].astype(np.float32),
        variance=np.full((len(plays), 3), 0.01, np.float32),
    )
    known = replace(make_known(), plays=plays, feelings=felt, validation=None)
    model = GRU4Rec(config, replace(BRIEF, epochs=12, learning_rate=1e-2)).fit(known)
    asked = np.array([[0.6, 0.6, 0.0], [-0.6, -0.6, 0.0]], np.float32)
    feelings = Feelings(mean=asked, variance=np.full((2, 3), 0.01, np.float32))
    top = model.score(Histories.of([[3, 17, 25]] * 2, feelings=feelings)).argsort(axis=1)[:, -5:]
    assert (group_of(top[0]) == 0).mean() > 0.7
    assert (group_of(top[1]) == 2).mean() > 0.7


def test_an_oracle_says_so_in_its_folder():
    config = replace(SMALL, emotion="vector", oracle=True)
    packed = BiLSTMEmotion(config, replace(BRIEF, epochs=1)).fit(make_known()).pack()
    assert "ORACLE" in packed.card
    assert packed.config["settings"]["oracle"] is True


def test_states_and_vectors_give_the_scores_of_the_network():
    model = SASRec(SMALL, replace(BRIEF, epochs=1)).fit(make_known())
    histories = Histories.of([[3, 4, 5], [], list(range(30))])
    expected = model.encode(histories) @ model.item_vectors.T + model.item_bias
    np.testing.assert_allclose(model.score(histories), expected, rtol=1e-5)


def test_settings_that_do_not_go_together_are_refused():
    for loss in ("bpr", "bce"):
        with pytest.raises(InputError, match=loss):
            SequenceConfig(loss=loss)
    with pytest.raises(InputError, match="oracle"):
        SequenceConfig(oracle=True)
    with pytest.raises(InputError, match="label_smoothing"):
        SequenceConfig(label_smoothing=0.1, loss="sampled")
    with pytest.raises(InputError, match="multiple"):
        SequenceConfig(embedding_size=10, heads=4)


def test_the_paper_forms_hold_em_7():
    paper = BiLSTMEmotion.paper()
    assert (paper.config.n, paper.config.embedding_size, paper.config.hidden_size) == (50, 128, 128)
    assert (paper.config.dropout, paper.config.compatibility, paper.config.loss) == (
        0.3,
        0.1,
        "bpr",
    )
    training = paper.training
    assert (training.learning_rate, training.batch_size, training.weight_decay) == (5e-4, 256, 1e-4)
    assert (training.epochs, training.patience_epochs) == (60, 10)


def test_networks_alone_have_no_voices_and_sasrec_its_own_loss():
    for alone, whole in ((GRU4RecAlone, GRU4Rec), (SASRecAlone, SASRec)):
        assert alone.encoder == whole.encoder
        assert alone().config.layers == whole().config.layers
        assert not alone().config.voices
        assert not alone.paper().config.voices
    paper = SASRecAlone.paper().config
    assert (paper.n, paper.layers, paper.heads, paper.embedding_size) == (50, 2, 2, 64)
    assert (paper.hidden_size, paper.dropout, paper.item_spread) == (256, 0.5, 0.02)
    assert (paper.loss, paper.tied, paper.item_dropout) == ("bce", True, 0.0)
