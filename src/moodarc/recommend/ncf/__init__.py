"""Neural collaborative filtering (LIN-6; D of LIN-10)."""

from moodarc.recommend.ncf.neumf import NeuMF, NeuralPairs

__all__ = ["NeuMF", "NeuralPairs"]
