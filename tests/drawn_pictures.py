"""Pictures drawn by formula: a face that MTCNN takes for one, and pictures without any."""

import cv2
import numpy as np

FACE_ASPECT = 1.3


def drawn_face(shape=(240, 320), centre=(160, 120), width=90, *, open_mouth=False):
    """A face of that width on a plain ground, uint8 RGB; soft edges, as a lens gives them."""
    image = np.full((*shape, 3), (120, 130, 140), dtype=np.uint8)
    u = width / 90
    x, y = centre

    def ellipse(dx, dy, rx, ry, colour):  # noqa: PLR0917 - as cv2 has them
        at = (round(x + dx * u), round(y + dy * u))
        cv2.ellipse(
            image, at, (max(1, round(rx * u)), max(1, round(ry * u))), 0, 0, 360, colour, -1
        )

    ellipse(0, -12, 54, 70, (50, 35, 30))  # hair
    ellipse(0, 8, 44, 60, (214, 170, 145))  # head
    for side in (-1, 1):
        ellipse(side * 19, -20, 12, 3, (70, 45, 35))  # brow
        ellipse(side * 19, -8, 11, 7, (180, 130, 110))  # socket
        ellipse(side * 19, -8, 9, 5, (235, 235, 230))
        ellipse(side * 19, -8, 4, 5, (40, 30, 25))
    ellipse(0, 8, 6, 14, (228, 186, 160))  # nose
    ellipse(-5, 21, 3, 2, (120, 75, 65))
    ellipse(5, 21, 3, 2, (120, 75, 65))
    ellipse(0, 38, 17, 5, (165, 70, 70))  # mouth
    ellipse(0, 37, 16, 1, (90, 30, 35))
    if open_mouth:
        ellipse(0, 44, 13, 14, (165, 70, 70))
        ellipse(0, 44, 9, 10, (60, 20, 25))
    return cv2.GaussianBlur(image, (0, 0), 1.2 * u)


def drawn_landscape(shape=(240, 320)):
    """Sky, hills, a sun and trees: edges and discs, and no face."""
    rows, columns = np.indices(shape)
    image = np.stack([90 + rows // 3, 140 + rows // 4, 230 - rows // 3], axis=2).astype(np.uint8)
    hills = rows > 0.6 * shape[0] + 25 * np.sin(columns / 30)
    image[hills] = (60, 120, 50)
    cv2.circle(image, (shape[1] // 4, shape[0] // 4), shape[0] // 10, (250, 230, 120), -1)
    for x in range(20, shape[1], 45):
        foot = (x, round(0.8 * shape[0]))
        cv2.line(image, foot, (x, foot[1] - 40), (80, 50, 30), 5)
        cv2.circle(image, (x, foot[1] - 50), 18, (30, 90, 40), -1)
    return image
