"""One metric, one function, arrays in: classification, ranking, regression, calibration."""

from moodarc.metrics.calibration import (
    ReliabilityBins,
    equal_mass_calibration_error,
    expected_calibration_error,
    gaussian_nll,
    reliability_bins,
    share_within,
)
from moodarc.metrics.classification import (
    accuracy,
    balanced_accuracy,
    confusion_matrix,
    f1,
    macro_f1,
    macro_precision,
    macro_recall,
    precision,
    recall,
)
from moodarc.metrics.emotion_matching import quadrant_matching, soft_matching
from moodarc.metrics.likelihood import binary_log_loss
from moodarc.metrics.off_policy import (
    doubly_robust_value,
    effective_sample_size,
    ips_value,
    snips_value,
)
from moodarc.metrics.ranking import hit_rate_at_n, ndcg_at_n, precision_at_n, recall_at_n
from moodarc.metrics.regression import ccc, mae, nrmse, pearson, r2, rmse, spearman
from moodarc.metrics.roc import roc_auc

__all__ = [
    "ReliabilityBins",
    "accuracy",
    "balanced_accuracy",
    "binary_log_loss",
    "ccc",
    "confusion_matrix",
    "doubly_robust_value",
    "effective_sample_size",
    "equal_mass_calibration_error",
    "expected_calibration_error",
    "f1",
    "gaussian_nll",
    "hit_rate_at_n",
    "ips_value",
    "macro_f1",
    "macro_precision",
    "macro_recall",
    "mae",
    "ndcg_at_n",
    "nrmse",
    "pearson",
    "precision",
    "precision_at_n",
    "quadrant_matching",
    "r2",
    "recall",
    "recall_at_n",
    "reliability_bins",
    "rmse",
    "roc_auc",
    "share_within",
    "snips_value",
    "soft_matching",
    "spearman",
]
