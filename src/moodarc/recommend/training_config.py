"""Settings of the one trainer, apart from it so that a recipe can be read without torch."""

from dataclasses import dataclass

__all__ = ["TrainingConfig"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """Settings of the trainer; the defaults are ours, a recipe's `paper` form has the paper's.

    Attributes:
        epochs: at most.
        batch_size: of rows; what a row is, the task says.
        learning_rate: highest, reached after `warmup`.
        layer_rate: share of it at which layers learn, their matrices and biases. An embedding is in
            few batches and a layer in all, so that under steps of one size layers run ahead of what
            they read, and learn the training part by heart.
        weight_decay: decoupled (AdamW) or, with `decoupled` off, added to the gradient (Adam).
        decoupled: which of both.
        warmup: share of all steps over which the rate rises; from there it falls as a cosine to
            `last_rate` of the highest; without warm-up and fall (`last_rate` 1) it is constant.
        last_rate: share of the highest rate at the end, in (0, 1].
        patience_epochs: epochs without a better validation after which training ends; the best
            epoch's weights are kept. None = train on to the end and keep the last.
        ends_after: epochs after which training ends whatever the validation says, while rates go on
            as for `epochs`; None = at `epochs`.
        clip: largest norm of a gradient.
    """

    epochs: int = 60
    batch_size: int = 256
    learning_rate: float = 1e-3
    layer_rate: float = 1.0
    weight_decay: float = 0.0
    decoupled: bool = True
    warmup: float = 0.0
    last_rate: float = 1.0
    patience_epochs: int | None = 10
    ends_after: int | None = None
    clip: float = 5.0
