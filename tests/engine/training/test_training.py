"""The training loop: it learns, resumes as if uninterrupted, stops when asked, and says when it diverged."""
from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
import torch
from compute_device import exact
from named_backbones import NAMED_BACKBONES
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from scenes import RecordingReporter, Scene, box_at, write_labels, write_raster

from engine.data.background import in_background
from engine.data.normalisation import Normalisation
from engine.data.raster import GDAL_CACHE_BYTES, UNREFERENCED, Raster
from engine.data.window import PixelWindow
from engine.jobs.train import run as run_train
from engine.losses.registry import AUXILIARY_LOSSES
from engine.models.model_file import load_model
from engine.models.registry import MODELS
from engine.schema.errors import Cancelled, ConfigError, ImageError, ModelFileError, OutputError
from engine.schema.loss_terms import AuxiliaryTerm
from engine.training.budget import Budget
from engine.training.ema import WeightAverage
from engine.training.preparation import read_training_data
from engine.training.trainer import DivergedError, Trainer

ALL = tuple(AuxiliaryTerm(name) for name in AUXILIARY_LOSSES)
SMOOTH = {"backbone": "unet-smooth", "width": 4}  # what every loss can live on
LIGHT = (AuxiliaryTerm("l1"), AuxiliaryTerm("total-variation"))


def test_it_learns_what_the_strokes_say(scene: Scene, reporter: RecordingReporter) -> None:
    result = run_train(scene.config(steps=60, width=8, batch=4), reporter)
    assert result["held_out"]["accuracy"] > 0.8  # chance is a third
    assert result["held_out"]["strokes"] == 12
    assert result["steps"] == 60
    assert result["calibrated"] is False  # twelve strokes calibrate nothing
    first, last = reporter.metrics[0][1]["supervised"], reporter.metrics[-1][1]["supervised"]
    assert last < 0.7 * first
    _, card = load_model(result["model"])
    assert [c.name for c in card.classes] == ["roof", "grass", "water"]
    assert card.held_out == result["held_out"]
    assert reporter.states == ["reading", "learning", "calibrating"]


def test_large_polygons_do_not_silence_small_strokes(scene: Scene, reporter: RecordingReporter) -> None:
    """Eight dots of 2 px between two classes of three polygons each, which hold 99.8 % of the labelled pixels."""
    polygons = [(box_at(row, col, 44, 52), class_id) for col, class_id in ((4, 1), (136, 3)) for row in (4, 58, 112)]
    dots = [(box_at(10 + 18 * i, 70 + i * 17 % 48, 2, 2), 2) for i in range(8)]
    labels = write_labels(scene.folder / "dots.gpkg", polygons + dots)
    alone = {"auxiliary": (), "backbone": "unet-half", "probe_share": 0, "class_prior": "balanced"}
    model = run_train(scene.config(labels=labels, steps=30, width=8, batch=4, learning_rate=3e-3, **alone), reporter)
    network, card = load_model(model["model"])
    pixels, valid_mask = Raster(scene.image).read(PixelWindow(0, 0, 160, 192))
    normalised = Normalisation.of(card.normalisation).apply(pixels, valid_mask)
    with torch.inference_mode():
        classes = network.eval()(torch.from_numpy(normalised)[None])[0].argmax(dim=0).numpy() + 1
    assert min((classes == class_id)[scene.truth == class_id].mean() for class_id in (1, 2, 3)) > 0.5


@pytest.mark.parametrize("name", AUXILIARY_LOSSES)
def test_every_loss_trains(scene: Scene, reporter: RecordingReporter, name: str) -> None:
    result = run_train(
        scene.config(steps=3, backbone="unet-smooth", width=4, auxiliary=(AuxiliaryTerm(name),)), reporter
    )
    assert {"total", "supervised", "held_out_accuracy", name} == {
        key for _, values in reporter.metrics for key in values
    }
    assert all(np.isfinite(list(values.values())).all() for _, values in reporter.metrics)
    assert load_model(result["model"])[1].auxiliary == {name: AUXILIARY_LOSSES[name].spec.default_weight}


@pytest.mark.parametrize("backbone", NAMED_BACKBONES)
@pytest.mark.parametrize("network", MODELS)
def test_every_network_trains_on_every_backbone(
    scene: Scene, reporter: RecordingReporter, network: str, backbone: str
) -> None:
    settings = {"network": network, "backbone": backbone, "encoder_rate": 0.1, "width": 4, "batch": 3}
    result = run_train(scene.config(steps=3, auxiliary=LIGHT, **settings), reporter)
    assert all(np.isfinite(list(values.values())).all() for _, values in reporter.metrics)
    trained, card = load_model(result["model"])
    assert (card.network, card.backbone) == (network, backbone)
    assert torch.isfinite(trained(torch.zeros(1, 3, 64, 64))).all()


@exact
def test_resumed_equals_uninterrupted(scene: Scene) -> None:
    whole = run_train(scene.config(steps=8, auxiliary=ALL, **SMOOTH), RecordingReporter())
    expected = load_file(whole["model"])
    with pytest.raises(Cancelled) as stopped:
        run_train(scene.config(steps=8, auxiliary=ALL, **SMOOTH), RecordingReporter(stop_at=4))
    assert stopped.value.kept.endswith("model.safetensors")
    checkpoint = str(scene.folder / "model.checkpoint.safetensors")
    resumed = run_train(scene.config(steps=8, auxiliary=ALL, **SMOOTH, resume=checkpoint), RecordingReporter())
    assert resumed["steps"] == 8
    actual = load_file(resumed["model"])
    assert all(torch.equal(actual[name], tensor) for name, tensor in expected.items())


@exact
def test_the_same_seed_gives_the_same_model(scene: Scene) -> None:
    one = load_file(run_train(scene.config(), RecordingReporter())["model"])
    two = load_file(run_train(scene.config(), RecordingReporter())["model"])
    other = load_file(run_train(scene.config(seed=1), RecordingReporter())["model"])
    assert all(torch.equal(two[name], tensor) for name, tensor in one.items())
    assert any(not torch.equal(other[name], tensor) for name, tensor in one.items())


def test_a_stopped_training_keeps_a_usable_model(scene: Scene) -> None:
    reporter = RecordingReporter(stop_at=2)
    with pytest.raises(Cancelled) as stopped:
        run_train(scene.config(steps=10_000), reporter)
    _, card = load_model(stopped.value.kept)
    assert 2 <= card.recipe["steps_taken"] < 100
    assert reporter.states[-1] == "stopping"


def test_a_time_budget_ends_in_time(scene: Scene) -> None:
    result = run_train(scene.config(steps=None, minutes=0.05), RecordingReporter())
    _, card = load_model(result["model"])
    assert 3.0 <= card.recipe["seconds"] < 6.0
    assert result["steps"] > 3


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ({"width": 8}, "width"),
        ({"seed": 3}, "seed"),
        ({"auxiliary": ()}, "auxiliary"),
        ({"crop_px": 96}, "crop_px"),
        ({"unlabelled_batch": 3}, "unlabelled_batch"),
    ],
)
def test_resuming_with_other_settings_is_refused(scene: Scene, changes: dict, value: str) -> None:
    run_train(scene.config(), RecordingReporter())
    checkpoint = str(scene.folder / "model.checkpoint.safetensors")
    with pytest.raises(ConfigError, match=value):
        run_train(scene.config(steps=9, resume=checkpoint, **changes), RecordingReporter())


def test_resuming_from_a_model_or_with_other_labels_is_refused(scene: Scene) -> None:
    result = run_train(scene.config(), RecordingReporter())
    with pytest.raises(ModelFileError, match="is not a checkpoint"):
        run_train(scene.config(resume=result["model"]), RecordingReporter())
    Path(scene.labels).unlink()
    write_labels(Path(scene.labels), [(box_at(5, 5), 1), (box_at(5, 80), 2), (box_at(5, 150), 3)])
    with pytest.raises(ConfigError, match="other labels"):
        run_train(scene.config(resume=str(scene.folder / "model.checkpoint.safetensors")), RecordingReporter())


def test_a_finished_training_resumed_under_another_name_writes_its_model(scene: Scene) -> None:
    whole = run_train(scene.config(steps=3), RecordingReporter())
    checkpoint, other = str(scene.folder / "model.checkpoint.safetensors"), str(scene.folder / "other.safetensors")
    assert run_train(scene.config(steps=3, resume=checkpoint, model=other), RecordingReporter())["model"] == other
    first, second = load_file(whole["model"]), load_file(other)
    assert all(torch.equal(second[name], tensor) for name, tensor in first.items())


@pytest.mark.parametrize("lost", ["fixed", "place", "tensor"])
def test_a_damaged_checkpoint_is_refused(scene: Scene, lost: str) -> None:
    run_train(scene.config(), RecordingReporter())
    path = str(scene.folder / "model.checkpoint.safetensors")
    state = load_file(path)
    with safe_open(path, "pt") as source:
        metadata = source.metadata()
    if lost == "tensor":
        del state["network.segmentation_head.weight"]
    else:
        metadata[lost] = "{"
    save_file(state, path, metadata)
    with pytest.raises(ModelFileError, match=r"checkpoint\.safetensors is damaged"):
        run_train(scene.config(resume=path), RecordingReporter())


def test_the_last_step_of_a_budget_in_minutes_is_in_the_model(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time may run out between a look at the checkpoints and one at the end."""
    progress = iter([0.0] * 4)
    monkeypatch.setattr(Budget, "progress", property(lambda budget: next(progress, 1.0)))
    monkeypatch.setattr(Trainer, "_part", property(lambda trainer: 0))
    result = run_train(scene.config(steps=None, minutes=1.0), RecordingReporter())
    assert result["steps"] >= 1
    assert load_model(result["model"])[1].steps == result["steps"]


def test_resuming_with_other_imagery_is_refused(scene: Scene) -> None:
    run_train(scene.config(), RecordingReporter())
    dark = write_raster(scene.folder / "dark.tif", scene.pixels // 2)
    with pytest.raises(ConfigError, match="other imagery"):
        run_train(
            scene.config(unlabelled=(dark,), resume=str(scene.folder / "model.checkpoint.safetensors")),
            RecordingReporter(),
        )


def test_resuming_with_a_smaller_rate_and_weight(scene: Scene) -> None:
    """What a training that diverged is advised to do; the optimiser's moments must still meet their weights."""
    terms = (AuxiliaryTerm("l1", 0.5), AuxiliaryTerm("latent-classes"))  # its discriminator learns at a rate of its own
    run_train(scene.config(steps=4, auxiliary=terms, learning_rate=1e-3), RecordingReporter())
    checkpoint, weaker = str(scene.folder / "model.checkpoint.safetensors"), (AuxiliaryTerm("l1", 0.1), terms[1])
    for rate in (5e-4, 1e-4):  # the second is the discriminator's own
        resumed = run_train(
            scene.config(steps=6, auxiliary=weaker, learning_rate=rate, resume=checkpoint), RecordingReporter()
        )
        assert resumed["steps"] == 6
        assert load_model(resumed["model"])[1].auxiliary["l1"] == 0.1


def test_a_training_that_explodes_says_so(scene: Scene) -> None:
    run_train(scene.config(steps=4), RecordingReporter())
    path = str(scene.folder / "model.checkpoint.safetensors")
    state = load_file(path)
    with safe_open(path, "pt") as source:
        metadata = source.metadata()
    state["network.segmentation_head.weight"][:] = float("inf")
    save_file(state, path, metadata)
    with pytest.raises(DivergedError, match="diverged at step 5"):
        run_train(scene.config(steps=8, resume=path), RecordingReporter())


def test_notices_tell_what_works_but_should_be_known(tmp_path: Path, reporter: RecordingReporter) -> None:
    pixels = np.concatenate([Scene(tmp_path).pixels, np.full((1, 160, 192), 9, np.uint8)])
    image = write_raster(tmp_path / "plain.tif", pixels, transform=None, crs=None)
    strokes = [
        (geometry_at(row, col), class_id)
        for class_id, cols in ((1, (10, 30)), (2, (80,)))
        for col in cols
        for row in (10, 60, 110)
    ]
    strokes += [(geometry_at(130, 150), 3), (geometry_at(130, 155), 2), (geometry_at(5000, 5000), 1)]
    labels = write_labels(tmp_path / "plain.gpkg", strokes, crs=None)
    run_train(Scene(tmp_path).config(image=image, labels=labels, crop_px=256, steps=1), reporter)
    assert set(reporter.notices) == {
        "not-georeferenced",
        "overlap",
        "outside",
        "few-strokes",
        "constant-band",
        "small-image",
    }
    assert "1 of 12 strokes" in reporter.notices["outside"]
    assert "'class 3' has 1 stroke" in reporter.notices["few-strokes"]
    assert reporter.notices["overlap"].startswith("20 ")


def geometry_at(row: int, col: int) -> shapely.Geometry:
    return box_at(row, col, 4, 10, UNREFERENCED)


def test_gdal_keeps_a_bounded_part_of_the_image(scene: Scene) -> None:
    """By default it takes a share of the machine's memory, 1.2 GB for an image of 20 000 x 20 000 px."""
    seen = []

    class Looking(RecordingReporter):
        def state(self, state: str) -> None:
            seen.append(rasterio.env.getenv().get("GDAL_CACHEMAX") if rasterio.env.hasenv() else None)

    run_train(scene.config(steps=1), Looking())
    assert seen == [GDAL_CACHE_BYTES] * 3


def test_a_place_that_cannot_be_written_is_refused_before_training(scene: Scene, reporter: RecordingReporter) -> None:
    (scene.folder / "file").write_text("no folder")
    with pytest.raises(OutputError, match="cannot be written"):
        run_train(scene.config(model=str(scene.folder / "file" / "m.safetensors")), reporter)
    assert reporter.metrics == []
    assert "learning" not in reporter.states


def test_unlabelled_imagery_on_another_scale_has_no_part_in_the_normalisation(scene: Scene) -> None:
    alone = read_training_data(scene.config(), RecordingReporter()).normalisation
    for name, pixels in (("more", scene.pixels * np.uint16(16)), ("less", scene.pixels // np.uint8(16))):
        other = write_raster(scene.folder / f"{name}.tif", pixels)
        reporter = RecordingReporter()
        assert read_training_data(scene.config(unlabelled=(other,)), reporter).normalisation == alone
        assert f" % of the range of {scene.image} and {other} together in any band" in reporter.notices["scale"]
        assert f"{other} has no part in the normalisation" in reporter.notices["scale"]


def test_unlabelled_imagery_of_darker_and_brighter_land_cover_has_a_part(scene: Scene) -> None:
    alone = read_training_data(scene.config(), RecordingReporter()).normalisation
    brighter = write_raster(scene.folder / "brighter.tif", scene.pixels + np.uint16(250))
    reporter = RecordingReporter()
    normalisation = read_training_data(scene.config(unlabelled=(brighter,)), reporter).normalisation
    np.testing.assert_allclose(np.subtract(normalisation.mean, alone.mean), 125, atol=3)
    np.testing.assert_allclose(normalisation.low, alone.low, atol=6)
    assert "scale" not in reporter.notices


def test_unlabelled_imagery_of_another_kind_is_refused(scene: Scene) -> None:
    other = write_raster(scene.folder / "one.tif", scene.pixels[:1])
    with pytest.raises(ImageError, match=r"one\.tif has 1 bands, the labelled one 3"):
        run_train(scene.config(unlabelled=(other,)), RecordingReporter())


def test_patches_that_leave_a_single_pixel_for_statistics_are_refused(scene: Scene) -> None:
    smallest = {"backbone": "unet-half", "auxiliary": (), "crop_px": 32}
    with pytest.raises(ConfigError, match="take patches of 64 px, or a batch of 2"):
        run_train(scene.config(**smallest, batch=1), RecordingReporter())
    assert run_train(scene.config(**smallest, batch=2, steps=1), RecordingReporter())["steps"] == 1


@pytest.mark.parametrize("area", ["nonsense", "POLYGON((0 0, 0 1, 1 1, 0 0))", "POINT(360010 2779990)"])
def test_an_area_that_is_none_is_refused(scene: Scene, area: str) -> None:
    with pytest.raises(ConfigError, match="area"):
        run_train(scene.config(area=area), RecordingReporter())


@pytest.mark.parametrize("dtype", ["uint16", "float32"])
@pytest.mark.parametrize("bands", [1, 10])
def test_any_depth_and_band_count_trains(scene: Scene, dtype: str, bands: int) -> None:
    pixels = np.concatenate([scene.pixels] * 4)[:bands].astype(dtype) * 37
    image = write_raster(scene.folder / "other.tif", pixels)
    result = run_train(scene.config(image=image, steps=2), RecordingReporter())
    assert load_model(result["model"])[1].bands == tuple(range(1, bands + 1))


def test_the_average_is_the_mean_of_the_first_steps() -> None:
    layer = torch.nn.Linear(1, 1, bias=False)
    layer.weight.data.fill_(0.0)
    average = WeightAverage(layer)
    for value in (3.0, 6.0, 9.0):
        layer.weight.data.fill_(value)
        average.update(layer)
    assert average.network.weight.item() == pytest.approx((0 + 3 + 6 + 9) / 4)


def test_the_learning_rate_warms_up_and_ends_at_0(scene: Scene) -> None:
    budget = Budget(scene.config(steps=100))
    factors = []
    for step in range(101):
        budget.step = step
        factors.append(budget.learning_rate_factor())
    assert 0 < factors[0] < 0.05
    assert factors[5] == pytest.approx(1.0)
    assert factors[-1] == pytest.approx(0.0)
    assert all(a >= b for a, b in zip(factors[5:], factors[6:]))


def test_work_in_the_background_keeps_order_and_raises_at_its_turn() -> None:
    def make(index: int) -> int:
        if index == 12:
            raise ImageError("no patch 12")
        return index * index

    batches = in_background(make, itertools.count(5))
    assert [next(batches) for _ in range(7)] == [(i, i * i) for i in range(5, 12)]
    with pytest.raises(ImageError, match="no patch 12"):
        next(batches)


def test_held_out_strokes_train_after_they_were_measured(scene: Scene, reporter: RecordingReporter) -> None:
    result = run_train(scene.config(steps=40), reporter)
    measured = [step for step, values in reporter.metrics if "held_out_accuracy" in values]
    assert measured == [5, 10, 15, 20, 25]
    assert (result["held_out"]["method"], result["held_out"]["measured_at_step"]) == ("cross-fitted", 40)
    assert reporter.checkpoints == [5, 10, 15, 20, 25, 30, 35, 40]


@exact
def test_resumed_after_held_out_strokes_joined_equals_uninterrupted(scene: Scene) -> None:
    settings = {"steps": 48, "auxiliary": LIGHT, "class_prior": "estimated"}
    whole = run_train(scene.config(**settings), RecordingReporter())
    expected = load_file(whole["model"])
    with pytest.raises(Cancelled):
        run_train(scene.config(**settings), RecordingReporter(stop_at=42))
    checkpoint = str(scene.folder / "model.checkpoint.safetensors")
    resumed = run_train(scene.config(**settings, resume=checkpoint), RecordingReporter())
    assert resumed["held_out"] == whole["held_out"]
    actual = load_file(resumed["model"])
    assert all(torch.equal(actual[name], tensor) for name, tensor in expected.items())
