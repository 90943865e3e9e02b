"""What a teacher makes of noisy labels: likelier than the label alone, softer than it.

The labels of FER-2013 are noisy draws; a network that is asked for each of them learns the noise. A
first network's logits and, where had, the ten votes of FER+ tell by logistic regression how likely
each label is of each training face. The regression is fitted on the calibration faces, which the
first network has not seen. A second network learns these likelihoods beside the labels (knowledge
distillation, Hinton et al. 2015, with privileged information, Lopez-Paz et al. 2016): it sees the
face alone, and the votes only in its targets.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax
from sklearn.linear_model import LogisticRegression

from moodarc.errors import DatasetError
from moodarc.evaluation.face_data import FaceData
from moodarc.sensing.face.classifier import ExpressionClassifier

__all__ = ["taught_labels"]

_PENALTY: Final = 0.1
"""inverse, of scikit-learn; by cross-validation on FER-2013's calibration faces, of .01 to 1"""

_ONE_VOTE: Final = 0.05
"""added to the shares of votes before their logarithm: half a vote of ten"""


def taught_labels(
    data: FaceData, held: NDArray[np.intp], teacher: ExpressionClassifier
) -> NDArray[np.float32]:
    """How likely each of the seven labels is of each face, `float32 (n, 7)`, rows sum to 1.

    Args:
        data: the training split.
        held: its rows that the teacher has not seen.
        teacher: a network that was trained on the other rows.

    Raises:
        DatasetError: a class is absent from `held`.
    """
    labels = data.examples.labels
    if len(np.unique(labels[held])) < 7:
        msg = f"the {len(held)} calibration faces lack a class; a teacher needs some hundred"
        raise DatasetError(msg)
    told = _told(data, teacher)
    fitted = LogisticRegression(C=_PENALTY, max_iter=2000).fit(told[held], labels[held])
    return np.asarray(fitted.predict_proba(told), dtype=np.float32)


def _told(data: FaceData, teacher: ExpressionClassifier) -> NDArray[np.float64]:
    """What is known of each face but its label, `(n, k)`."""
    logits = teacher.logits(data.examples.pictures)
    parts = [log_softmax(logits.labels, axis=1)]
    if logits.votes is not None:
        parts.append(log_softmax(logits.votes, axis=1))
    if data.votes is not None:
        parts += [data.votes, np.log(data.votes + _ONE_VOTE)]
    return np.concatenate(parts, axis=1).astype(np.float64)
