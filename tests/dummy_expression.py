"""An expression classifier for drawn faces: bright teeth are happy, without them neutral."""

import cv2
import numpy as np

HAPPY = np.float32([0.01, 0.01, 0.01, 0.9, 0.01, 0.01, 0.05])
NEUTRAL = np.float32([0.01, 0.01, 0.01, 0.05, 0.01, 0.01, 0.9])
_BRIGHT = 0.75


class DummyClassifier:
    """Implements what the recogniser asks of a classifier."""

    version = "dummy-1"

    def probabilities(self, pictures):
        smiles = (_teeth(pictures) > _BRIGHT)[:, None]
        return np.where(smiles, HAPPY, NEUTRAL)

    def answers(self, pictures):
        return self.probabilities(pictures), self.features(pictures)

    def features(self, pictures):
        halves = pictures.reshape(len(pictures), 4, 12, 4, 12).mean(axis=(2, 4))
        return halves.reshape(len(pictures), 16).astype(np.float32)


def smiling(image, centre=(160, 120), width=90):
    """The drawn face with teeth."""
    u = width / 90
    at = (round(centre[0]), round(centre[1] + 38 * u))
    shown = image.copy()
    cv2.ellipse(shown, at, (round(20 * u), round(7 * u)), 0, 0, 360, (255, 255, 255), -1)
    return shown


def _teeth(pictures):
    return pictures[:, 33:43, 20:28].mean(axis=(1, 2))
