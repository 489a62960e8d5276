"""The live plot: what it keeps, its axes, and that the curves are really painted where the values say."""
from __future__ import annotations

import math

import pytest
from berunda.plugin.gui.learning_curves import MAX_POINTS, Curve, LearningCurves, smoothed
from berunda.plugin.gui.learning_plot import ACCURACY_COLOR, DARK_TEXT, LIGHT_TEXT, LOSS_COLORS, LearningPlot
from qgis.PyQt.QtGui import QColor, QImage, QPalette
from qgis.PyQt.QtTest import QTest


@pytest.fixture
def plot(qgis_app):
    widget = LearningPlot()
    widget.resize(340, 150)
    yield widget
    widget.deleteLater()


def palette(background: str) -> QPalette:
    colors = QPalette()
    colors.setColor(QPalette.ColorRole.Window, QColor(background))
    return colors


def picture(plot: LearningPlot) -> QImage:
    return plot.grab().toImage()


def rows_of(image: QImage, color: str, column: int) -> list[int]:
    """Rows of a column whose pixel is near a colour."""
    wanted = QColor(color)
    near = []
    for row in range(image.height()):
        pixel = image.pixelColor(column, row)
        if (
            max(abs(pixel.red() - wanted.red()), abs(pixel.green() - wanted.green()), abs(pixel.blue() - wanted.blue()))
            < 60
        ):
            near.append(row)
    return near


def test_a_long_training_stays_small_and_keeps_its_ends() -> None:
    curve = Curve()
    for step in range(100_000):
        curve.add(step, step / 2)
    assert len(curve.points) <= MAX_POINTS
    steps = [step for step, _ in curve.line()]
    assert (steps[0], steps[-1]) == (0, 99_999)
    assert {second - first for first, second in zip(steps, steps[1:-1])} == {256}
    assert all(value == step / 2 for step, value in curve.line())


def test_losses_and_accuracy_are_kept_apart_and_gaps_are_left_out() -> None:
    curves = LearningCurves()
    curves.add(1, {"supervised": 2.0, "total": 3.0})
    curves.add(2, {"supervised": None, "total": 2.5, "held_out_accuracy": 0.5})
    assert curves.names == ["total", "supervised"]
    assert curves.losses["supervised"].line() == [(1, 2.0)]
    assert curves.losses["total"].line() == [(1, 3.0), (2, 2.5)]
    assert curves.accuracy.line() == [(2, 0.5)]
    assert curves.last_step == 2


def test_the_running_mean_follows_without_the_noise() -> None:
    assert smoothed([(step, 2.0) for step in range(5)]) == [(step, 2.0) for step in range(5)]
    noisy = [(step, 1.0 + (-1) ** step) for step in range(200)]
    assert [step for step, _ in smoothed(noisy)] == list(range(200))
    assert all(abs(value - 1.0) < 0.1 for _, value in smoothed(noisy)[100:])
    jump = smoothed([(0, 0.0), *((step, 1.0) for step in range(1, 60))])
    assert jump[-1][1] == pytest.approx(1 - 0.92**59)


def test_the_loss_axis(plot: LearningPlot) -> None:
    plot.add(1, {"total": 4.0})
    plot.add(2, {"total": 0.25})
    assert plot.loss_range() == (0.0, 4.0)
    plot.set_logarithmic(True)
    assert plot.loss_range() == (0.25, 4.0)
    plot.add(3, {"total": -1.0})
    assert plot.loss_range() == (1e-6, 4.0)
    plot.set_logarithmic(False)
    assert plot.loss_range() == (-1.0, 4.0)


def test_the_axis_of_a_constant_loss_is_not_empty(plot: LearningPlot) -> None:
    plot.add(1, {"total": 0.0})
    assert plot.loss_range() == (0.0, 1.0)
    plot.set_logarithmic(True)
    low, high = plot.loss_range()
    assert low < 1e-6 < high


def test_the_legend_names_every_curve_with_its_newest_value(plot: LearningPlot) -> None:
    plot.add(1, {"total": 3.0, "supervised": 2.0})
    plot.add(2, {"total": 1.23456, "supervised": 1.0, "held_out_accuracy": 0.876})
    assert [text for _, text in plot.legend()] == ["total 1.23", "supervised 1", "held-out accuracy 88 %"]
    assert [color.name() for color, _ in plot.legend()][1:] == [LOSS_COLORS[0], ACCURACY_COLOR]


@pytest.mark.parametrize(
    ("background", "text"), [("#ffffff", DARK_TEXT), ("#202020", LIGHT_TEXT)], ids=["light", "dark"]
)
def test_curves_are_seen_on_the_theme(plot: LearningPlot, background: str, text: str) -> None:
    plot.setPalette(palette(background))
    for step in range(101):
        plot.add(step, {"total": 1.0, "supervised": 1 - step / 100})
    image = picture(plot)
    assert image.pixelColor(2, 148) == QColor(background)
    left, middle = rows_of(image, LOSS_COLORS[0], 70), rows_of(image, LOSS_COLORS[0], 190)
    assert left
    assert middle
    assert max(left) < min(middle)  # a falling loss goes down the picture
    assert rows_of(image, text, 190)


def test_a_style_sheet_as_of_qgis_night_mapping_is_followed(plot: LearningPlot) -> None:
    plot.setStyleSheet("QWidget { background-color: #323232; color: #333333; }")
    for step in range(11):
        plot.add(step, {"total": 1.0})
    image = picture(plot)
    assert image.pixelColor(2, 148) == QColor("#323232")
    assert rows_of(image, LIGHT_TEXT, 190)


def test_the_accuracy_has_its_own_axis(plot: LearningPlot) -> None:
    plot.setPalette(palette("#ffffff"))
    for step in range(11):
        plot.add(step, {"total": 1000.0, "held_out_accuracy": 0.5})
    image = picture(plot)
    rows = rows_of(image, ACCURACY_COLOR, 150)
    top, bottom = rows_of(image, DARK_TEXT, 150)[-1], image.height() - plot.fontMetrics().height() - 4
    assert sum(rows) / len(rows) == pytest.approx((top + bottom) / 2, abs=4)


def test_an_empty_plot_says_what_will_be_there(plot: LearningPlot) -> None:
    plot.setPalette(palette("#ffffff"))
    empty = picture(plot)
    assert len({empty.pixel(column, row) for column in range(340) for row in range(150)}) > 1
    plot.add(1, {"total": math.pi})
    plot.clear()
    assert picture(plot) == empty


def test_pictures_come_ten_times_a_second_however_fast_the_values_do(plot: LearningPlot, qgis_app) -> None:
    painted = []

    class Counting(LearningPlot):
        def paintEvent(self, event) -> None:
            painted.append(1)
            super().paintEvent(event)

    widget = Counting()
    widget.resize(340, 150)
    widget.show()
    assert QTest.qWaitForWindowExposed(widget)
    painted.clear()
    for step in range(60):
        widget.add(step, {"total": 1.0})
        QTest.qWait(10)
    assert 1 <= len(painted) <= 9
    widget.deleteLater()
