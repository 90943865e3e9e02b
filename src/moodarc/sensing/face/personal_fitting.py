"""Fitting a listener's own head, and whether it is any better (LE-5).

Multinomial logistic regression by L-BFGS, with an L2 pull towards the population's answer:

    loss = mean -log p'(y) + pull / n (|A - 1|^2 + |B|^2 + |c|^2)

over the expressions that were shown. One that was not shown keeps its row of A, B and c, so it
stays as likely beside the others as the network found it. The pull is chosen by four folds within
the fitting part.

What is held out is the last third of each expression's pictures, in the order given. Pictures
recorded one after another are nearly copies; drawn at random, the held-out ones would have twins
among those fitted. The head is kept only if it is better there than the population's answer, and
than the head in use where there is one: a lower log loss, and not fewer right.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import softmax

from moodarc.affect import Expression
from moodarc.errors import InputError
from moodarc.metrics import accuracy, confusion_matrix
from moodarc.sensing.face.personal import PersonalHead, log_probabilities

__all__ = [
    "LEAST_PICTURES",
    "Calibration",
    "CalibrationConfig",
    "Curves",
    "Examples",
    "Held",
    "fit_personal_head",
]

LEAST_PICTURES: Final = 5
"""of an expression; of fewer nothing can be held out that says anything"""

_EXPRESSIONS: Final = tuple(expression.value for expression in Expression)
_FOLDS: Final = 4
_LEAST_SCALE: Final = 1e-6

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CalibrationConfig:
    """How a head is fitted.

    Attributes:
        held_out: share of each expression's pictures, in (0, 1).
        pulls: strengths towards the population, > 0, one of which is chosen; as so many pictures.
        iterations: of L-BFGS at most.
    """

    held_out: float = 1.0 / 3.0
    pulls: tuple[float, ...] = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0)
    iterations: int = 60


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """What the network says of n pictures of one listener, and what they were to show.

    Attributes:
        population: float32 (n, 7), calibrated probabilities.
        features: float32 (n, n_features).
        shown: int64 (n,), places in `Expression`.
    """

    population: NDArray[np.float32]
    features: NDArray[np.float32]
    shown: NDArray[np.int64]

    def __getitem__(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> "Examples":
        """Some of the pictures."""
        return Examples(self.population[rows], self.features[rows], self.shown[rows])

    def __len__(self) -> int:
        return len(self.shown)


@dataclass(slots=True)
class Curves:
    """Log loss and accuracy after each iteration; the first entry is the population's answer.

    Attributes:
        fitted_loss: on the pictures that were fitted; so `fitted_accuracy`.
        held_loss: on those held out; so `held_accuracy`.
    """

    fitted_loss: list[float] = field(default_factory=list)
    fitted_accuracy: list[float] = field(default_factory=list)
    held_loss: list[float] = field(default_factory=list)
    held_accuracy: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Held:
    """How well a head does on the pictures held out: its log loss, and its accuracy in [0, 1]."""

    loss: float
    accuracy: float

    def beats(self, other: "Held") -> bool:
        """Whether it has a lower loss, and not fewer right."""
        return self.loss < other.loss and self.accuracy >= other.accuracy


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Calibration:
    """A fitted head with the evidence for or against it.

    Attributes:
        head: that was fitted.
        curves: over its iterations.
        pull: that was chosen.
        n_fitted: pictures fitted.
        n_held: pictures held out.
        before: confusion matrix of the population's answers on those held out, int64 (7, 7), rows
            are what was shown.
        after: the same of the head's.
        in_use: how well the head does there that is in use now; None where there is none.
    """

    head: PersonalHead
    curves: Curves
    pull: float
    n_fitted: int
    n_held: int
    before: NDArray[np.int64]
    after: NDArray[np.int64]
    in_use: Held | None = None

    @property
    def accuracy_before(self) -> float:
        """Of the population's answers, on the pictures held out."""
        return self.curves.held_accuracy[0]

    @property
    def accuracy_after(self) -> float:
        """Of the head's answers, on the pictures held out."""
        return self.curves.held_accuracy[-1]

    @property
    def is_better(self) -> bool:
        """Whether the head should be kept: it beats the population, and the head in use."""
        before = Held(self.curves.held_loss[0], self.accuracy_before)
        after = Held(self.curves.held_loss[-1], self.accuracy_after)
        return after.beats(before) and (self.in_use is None or after.beats(self.in_use))


def fit_personal_head(
    examples: Examples,
    classifier: str,
    config: CalibrationConfig | None = None,
    *,
    in_use: PersonalHead | None = None,
) -> Calibration:
    """Fit a head on a part of the pictures and try it on the rest.

    Args:
        examples: at least two expressions with `LEAST_PICTURES` each, in recorded order.
        classifier: version of the network.
        config: of the fit.
        in_use: the head that a new one must beat; of another network it is left out.

    Raises:
        InputError: too few pictures or expressions.
    """
    config = config or CalibrationConfig()
    _check(examples)
    held = _last_of_each(examples.shown, config.held_out)
    fitted, others = examples[~held], examples[held]
    pull = _choose_pull(fitted, classifier, config)
    curves = Curves()

    def watch(head: PersonalHead) -> None:
        for part, loss, right in (
            (fitted, curves.fitted_loss, curves.fitted_accuracy),
            (others, curves.held_loss, curves.held_accuracy),
        ):
            told = _told(head, part)
            loss.append(told.loss)
            right.append(told.accuracy)

    head = _fit(fitted, classifier, pull, iterations=config.iterations, watch=watch)
    return Calibration(
        head=head,
        curves=curves,
        pull=pull,
        n_fitted=len(fitted),
        n_held=len(others),
        before=_confusion(others, others.population),
        after=_confusion(others, head.probabilities(others.population, others.features)),
        in_use=_told(in_use, others) if in_use and in_use.classifier == classifier else None,
    )


def _check(examples: Examples) -> None:
    counts = np.bincount(examples.shown, minlength=len(_EXPRESSIONS))
    few = [f"{_EXPRESSIONS[k]} ({n})" for k, n in enumerate(counts) if 0 < n < LEAST_PICTURES]
    if few or (counts > 0).sum() < 2:
        found = f"too few of {', '.join(few)}" if few else _numbered((counts > 0).sum())
        msg = (
            f"{found}; expected at least two expressions with {LEAST_PICTURES} usable pictures "
            "each (about 100 are good); add pictures, or leave an expression out"
        )
        raise InputError(msg)


def _numbered(n: int) -> str:
    return f"{n} expression" if n == 1 else f"{n} expressions"


def _last_of_each(shown: NDArray[np.int64], share: float) -> NDArray[np.bool_]:
    """The last pictures of each expression, at least one and not all."""
    chosen = np.zeros(len(shown), dtype=bool)
    for expression in np.unique(shown):
        rows = np.flatnonzero(shown == expression)
        n = min(max(1, round(share * len(rows))), len(rows) - 1)
        chosen[rows[len(rows) - n :]] = True
    return chosen


def _choose_pull(fitted: Examples, classifier: str, config: CalibrationConfig) -> float:
    """The strength with the least log loss over folds of neighbouring pictures."""
    fold = np.zeros(len(fitted), dtype=np.int64)
    for expression in np.unique(fitted.shown):
        rows = np.flatnonzero(fitted.shown == expression)
        fold[rows] = np.arange(len(rows)) * _FOLDS // len(rows)

    def loss(pull: float) -> float:
        total = 0.0
        for number in np.unique(fold):
            seen, left = fitted[fold != number], fitted[fold == number]
            head = _fit(seen, classifier, pull, iterations=config.iterations)
            p = head.probabilities(left.population, left.features)
            total += len(left) * _log_loss(p, left.shown)
        return total

    return min(config.pulls, key=loss)


def _fit(
    examples: Examples,
    classifier: str,
    pull: float,
    *,
    iterations: int,
    watch: Callable[[PersonalHead], None] = lambda _head: None,
) -> PersonalHead:
    problem = _Problem.of(examples, pull)
    start = np.zeros(problem.size)
    watch(problem.head(start, classifier))
    best = minimize(
        problem.loss,
        start,
        jac=True,
        method="L-BFGS-B",
        callback=lambda intermediate: watch(problem.head(intermediate, classifier)),
        options={"maxiter": iterations},
    )
    return problem.head(best.x, classifier)


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """The loss over the steps away from the population: of A, B and c, joined as (k, 7 + d + 1).

    Attributes:
        base: (n, 7), log-probabilities.
        inputs: (n, 7 + d + 1): log-probabilities, standardised features, 1.
        cost: of a squared step.
        present: (k,), places of the expressions that were shown.
        target: (n, k), 1 at what was shown.
        centre: (d,) of the features; so `scale`.
    """

    base: Array
    inputs: Array
    cost: float
    present: NDArray[np.int64]
    target: Array
    centre: Array
    scale: Array

    @classmethod
    def of(cls, examples: Examples, pull: float) -> "_Problem":
        features = examples.features.astype(np.float64)
        centre, spread = features.mean(axis=0), features.std(axis=0)
        scale = np.where(spread > _LEAST_SCALE, spread, 1.0)
        base = log_probabilities(examples.population)
        n = len(features)
        inputs = np.hstack([base, (features - centre) / scale, np.ones((n, 1))])
        present = np.unique(examples.shown)
        target = (examples.shown[:, None] == present).astype(np.float64)
        return cls(base, inputs, pull / n, present, target, centre, scale)

    @property
    def size(self) -> int:
        return len(self.present) * int(self.inputs.shape[1])

    def loss(self, flat: Array) -> tuple[float, Array]:
        """The loss at these steps, and its gradient."""
        steps = flat.reshape(len(self.present), -1)
        p = softmax(self.base[:, self.present] + self.inputs @ steps.T, axis=1)
        told = np.maximum((p * self.target).sum(axis=1), np.finfo(float).tiny)
        value = -float(np.log(told).mean()) + self.cost * float((steps**2).sum())
        slope = (p - self.target).T @ self.inputs / len(self.base) + 2.0 * self.cost * steps
        return value, slope.ravel()

    def head(self, flat: Array, classifier: str) -> PersonalHead:
        n, width = len(_EXPRESSIONS), len(self.centre)
        steps = np.zeros((n, self.inputs.shape[1]))
        steps[self.present] = flat.reshape(len(self.present), -1)
        return PersonalHead(
            mixing=np.eye(n) + steps[:, :n],
            weights=steps[:, n : n + width],
            bias=steps[:, -1].copy(),
            centre=self.centre,
            scale=self.scale,
            classifier=classifier,
        )


def _told(head: PersonalHead, examples: Examples) -> Held:
    p = head.probabilities(examples.population, examples.features)
    return Held(_log_loss(p, examples.shown), accuracy(examples.shown, p.argmax(axis=1)))


def _log_loss(probabilities: NDArray[np.float32], shown: NDArray[np.int64]) -> float:
    told = probabilities[np.arange(len(shown)), shown].astype(np.float64)
    return float(-np.log(np.maximum(told, 1e-12)).mean())


def _confusion(examples: Examples, probabilities: NDArray[np.float32]) -> NDArray[np.int64]:
    told = probabilities.argmax(axis=1)
    return confusion_matrix(examples.shown, told, classes=range(len(_EXPRESSIONS)))
