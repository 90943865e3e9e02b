"""Settings small enough to train the whole music estimator in a test."""

from moodarc.evaluation.music_folds import MusicTrainingConfig
from moodarc.music.emotion.convolution.network import NetworkConfig
from moodarc.music.emotion.convolution.training import NetworkTrainingConfig
from moodarc.music.emotion.kernel.training import KernelTrainingConfig
from moodarc.music.emotion.training import FeatureTrainingConfig

FEATURES = FeatureTrainingConfig(
    hidden=(16,), weight_decay=(1.0,), members=2, selection_members=1, epochs=60
)
NETWORK = NetworkTrainingConfig(
    network=NetworkConfig(channels=8, chroma_channels=4, width=12),
    pretraining_epochs=1,
    epochs=2,
    batch_size=4,
)
MACHINE = KernelTrainingConfig(cost=(4.0,), width=(0.5,), n_quantiles=21)
TINY = MusicTrainingConfig(features=FEATURES, machine=MACHINE, network=NETWORK)
