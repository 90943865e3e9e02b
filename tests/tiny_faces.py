"""A face training of seconds."""

from dataclasses import replace

import numpy as np
from tests.drawn_faces import drawn_face

from moodarc.affect import Expression
from moodarc.sensing.face.examples import FaceExamples
from moodarc.sensing.face.preprocessing import equalised
from moodarc.sensing.face.recipe import LightConfig, light_recipe

TINY_FACES = replace(
    light_recipe(3),
    batch_size=32,
    bf16=False,
    light=LightConfig(widths=(8, 16, 24), blocks=(1, 1, 1)),
)


def drawn_examples(n, seed=0):
    """Equalised drawn faces with labels and votes that agree with them."""
    rng = np.random.default_rng(seed)
    labels = np.arange(n) % 7
    names = list(Expression)
    pictures = np.stack([equalised(drawn_face(names[label].value, rng)) for label in labels])
    votes = np.zeros((n, 8), np.float32)
    votes[np.arange(n), labels] = 1.0
    return FaceExamples(pictures, labels.astype(np.int64), votes)
