import numpy as np
import pytest

from moodarc.catalog import Histories
from moodarc.recommend.ncf import NeuMF, NeuralPairs
from taste_groups import N_ITEMS

torch = pytest.importorskip("torch")

from moodarc.recommend.ncf.network import NeuMFNetwork  # noqa: E402


def test_numpy_scores_as_the_network_does():
    torch.manual_seed(0)
    network = NeuMFNetwork(
        N_ITEMS, embedding_size=5, hidden=(8, 6, 4), dropout=0.5, history_size=6, ordered=True
    )
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.normal_(0.0, 0.4)
    network.eval()
    state = {name: part.detach().numpy() for name, part in network.state_dict().items()}
    arrays = {name.replace("tower.", ""): part for name, part in state.items()}
    histories = Histories.of([[1, 2, 3], [], list(range(12))])
    bag = torch.from_numpy(histories.latest(6).astype(np.int64))
    with torch.no_grad():
        expected = network(bag, torch.empty(3, 0), torch.arange(N_ITEMS)[None]).numpy()
        single = network(bag, torch.empty(3, 0), torch.tensor([[4], [0], [9]])).numpy()
    found = NeuralPairs.of(arrays, {}).score(histories)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(single[:, 0], expected[[0, 1, 2], [4, 0, 9]], rtol=1e-4, atol=1e-4)


def test_the_papers_form_is_that_of_table_3():
    paper, training = NeuMF.paper(), NeuMF.paper().training
    assert (paper.hidden, paper.dropout, paper.sampling.loss) == ((128, 128, 128), 0.3, "squared")
    assert (training.batch_size, training.epochs, training.learning_rate) == (32, 50, 1e-3)
    assert (training.patience_epochs, training.decoupled) == (5, False)
