import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from moodarc.errors import InputError
from moodarc.evaluation.calibration_plot import calibration_svg, write_calibration_plot
from moodarc.sensing.face import Calibration, Curves, PersonalHead

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def found():
    rng = np.random.default_rng(0)
    after = np.diag([9, 4, 3, 8, 7, 6, 5]) + rng.integers(0, 3, (7, 7))
    return Calibration(
        head=PersonalHead.population(3, "net"),
        curves=Curves([1.9, 1.2, 0.8], [0.4, 0.6, 0.9], [2.1, 1.5, 1.4], [0.4, 0.5, 0.6]),
        pull=1.0,
        n_fitted=100,
        n_held=int(after.sum()),
        before=after,
        after=after,
    )


@pytest.fixture
def drawing(found):
    return ET.fromstring(calibration_svg(found))  # noqa: S314 - our own


def words(drawing):
    return [text.text for text in drawing.findall(f"{SVG}text")]


def points(drawing, style):
    lines = drawing.findall(f"{SVG}polyline[@class='{style}']")
    return [
        np.array([pair.split(",") for pair in line.get("points").split()], float) for line in lines
    ]


def test_the_heading_says_what_it_came_to(drawing):
    assert "Calibration: 40 % right before, 60 % after" in words(drawing)


def test_the_curves_are_drawn_to_scale(drawing, found):
    loss, accuracy = points(drawing, "fitted")
    foot = 96 + 190
    np.testing.assert_allclose((foot - loss[:, 1]) / 190 * 2.5, found.curves.fitted_loss, atol=0.01)
    np.testing.assert_allclose(
        (foot - accuracy[:, 1]) / 190, found.curves.fitted_accuracy, atol=0.01
    )
    assert len(points(drawing, "held")) == 2


def test_each_cell_and_each_count_is_written(drawing, found):
    shown = words(drawing)
    cells = [str(n) for n in found.after.ravel()]
    assert all(shown.count(cell) >= cells.count(cell) for cell in set(cells))
    tp, fp = found.after[3, 3], found.after[:, 3].sum() - found.after[3, 3]
    row = [t for t in shown if t in {str(tp), str(fp)}]
    assert len(row) >= 2
    assert {"TP", "FP", "FN", "TN", "happy", "neutral"} <= set(shown)


def test_everything_lies_on_the_page_and_nothing_is_fetched(drawing, found):
    width, height = float(drawing.get("width")), float(drawing.get("height"))
    for text in drawing.findall(f"{SVG}text"):
        assert 0 <= float(text.get("x")) <= width - 10
        assert 0 <= float(text.get("y")) <= height
    for rect in drawing.findall(f"{SVG}rect")[1:]:
        assert float(rect.get("x")) + float(rect.get("width")) <= width
        assert float(rect.get("y")) + float(rect.get("height")) <= height
    links = re.findall(r"https?://[^\s\"]+", calibration_svg(found))
    assert links == ["http://www.w3.org/2000/svg"]


def test_a_file_that_cannot_be_written_is_named(found, tmp_path):
    with pytest.raises(InputError, match=r"it\.svg cannot be written .*give another --plot"):
        write_calibration_plot(tmp_path / "no" / "it.svg", found)
