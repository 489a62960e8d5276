"""The feature probe that votes on the map."""
from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
import torch
from compute_device import exact
from named_backbones import NAMED_BACKBONES
from scenes import RecordingReporter, Scene, write_raster
from torch.nn import functional

from engine.features.area_sample import AreaSample
from engine.features.discriminant import SQUARES, ClassMoments, discriminant
from engine.features.probe_fit import WEIGHT_DECAY, ProbeFit, fit_logistic, fit_probe, row_weights
from engine.jobs.train import run as run_train
from engine.models.compute import Compute
from engine.models.encoder import Encoder
from engine.models.model_file import load_model
from engine.models.network import Network
from engine.models.probe import CELL_PX, CellMaps, FeatureProbe, cell_features
from engine.models.registry import BACKBONES, MODELS, build_network, load_pretrained
from engine.schema.errors import Cancelled, ConfigError
from engine.training.checkpoint import checkpoint_path
from engine.training.preparation import TrainingData, read_training_data

CPU = Compute(torch.device("cpu"), None, torch.channels_last)
BANDS, CLASSES, SHARE = 3, 3, 0.75
ROWS = ("weight", "bias", "directions", "offsets")


def probed(name: str = "berundanet-late") -> Network:
    """A network over ImageNet's encoder with a probe that knows nothing."""
    network = build_network(name, "efficientnet-lite0", BANDS, 4, CLASSES, {})
    load_pretrained(network, "efficientnet-lite0")
    network.requires_grad_(False).eval()
    network.add_probe(SHARE, CLASSES, SQUARES)
    return network


def data_of(scene: Scene) -> TrainingData:
    return read_training_data(scene.config(), RecordingReporter())


def fit_of(data: TrainingData, network: Network) -> ProbeFit:
    area = AreaSample(data.sampler.unlabelled, 4, CPU)
    return ProbeFit(data.image, data.normalisation, network, CPU, area, unlabelled_share=0.6)


def labelled(*spread: float, rows: int = 60) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Random features of three classes, as many as spreads are given; targets; weights of sum 1."""
    rng = np.random.default_rng(0)
    targets = np.arange(rows) % 3
    features = rng.normal(targets[:, None], spread, (rows, len(spread)))
    weights = torch.tensor(rng.uniform(0.5, 1, rows))
    return torch.tensor(features), torch.tensor(targets), weights / weights.sum()


def test_logistic_regression_is_the_minimum_of_the_penalised_cross_entropy() -> None:
    """The gradient by hand: Xᵀ diag(w) (P - Y) + 2 decay W is 0 at the minimum."""
    features, targets, weights = labelled(3, 0.1, 1)
    weight, bias = fit_logistic(features, targets, weights)
    error = ((features @ weight.T + bias).softmax(dim=1) - torch.eye(3)[targets]) * weights[:, None]
    assert error.sum(dim=0).tolist() == pytest.approx([0] * 3, abs=1e-4)
    assert (error.T @ features + 2 * WEIGHT_DECAY * weight).abs().max() < 1e-4
    assert weight.abs().max() > 0.01  # it does say something


def test_units_of_a_feature_do_not_matter_and_constant_ones_say_nothing() -> None:
    features, targets, weights = labelled(1, 2)
    scaled = torch.cat([features * torch.tensor([100, 0.01]) + torch.tensor([7, -3]), torch.full((60, 1), 5.0)], dim=1)
    plain, fitted = fit_probe(features, targets, weights), fit_probe(scaled, targets, weights)
    assert torch.allclose(fitted(scaled), plain(features), rtol=1e-3, atol=1e-3)
    assert (fitted.weight[:, 2] - fitted.weight[0, 2]).abs().max() < 1e-9  # what all classes share decides nothing


def test_discriminant_analysis_compares_gaussian_densities() -> None:
    """With fewer features than squares nothing is left out: densities by torch, with the covariances written out."""
    features, targets, weights = labelled(1, 0.5, 2, 1)
    moments = ClassMoments.of_labelled(features, targets, weights)
    own = features[targets == 1]
    shares = (weights[targets == 1] / weights[targets == 1].sum())[:, None]
    assert torch.allclose(moments.means[1], (shares * own).sum(dim=0))
    assert torch.allclose(moments.covariances[1], ((own - moments.means[1]) * shares).T @ (own - moments.means[1]))
    pooled = moments.covariances.mean(dim=0)
    pooled = 0.3 * pooled + 0.7 * torch.diag(pooled.diagonal() + 1e-3)
    densities = torch.stack(
        [
            torch.distributions.MultivariateNormal(mean, 0.85 * pooled + 0.15 * covariance).log_prob(features)
            for mean, covariance in zip(moments.means, moments.covariances)
        ],
        dim=1,
    )
    logits = discriminant(moments)(features)
    assert torch.allclose(logits - logits[:, :1], densities - densities[:, :1], atol=1e-6)


def test_it_tells_a_varied_class_from_a_narrow_one_in_its_middle() -> None:
    """No linear classifier can: both classes have the same mean."""
    features = torch.cat([0.05 * torch.randn(200, 4, generator=torch.Generator().manual_seed(0)),
                          torch.randn(200, 4, generator=torch.Generator().manual_seed(1))]).double()  # fmt: skip
    targets = torch.tensor([0] * 200 + [1] * 200)
    fitted = fit_probe(features, targets, torch.full((400,), 1 / 400, dtype=torch.float64))
    outward = torch.linspace(0, 8, 9)[:, None] * torch.tensor([1.0, -1, 1, 1], dtype=torch.float64) / 2
    margin = fitted(outward).diff(dim=1)[:, 0]
    assert margin[0] < 0 < margin[-1]
    assert (margin[2:].diff() > 0).all()


def test_a_share_of_the_covariances_comes_from_unlabelled_features() -> None:
    features, targets, weights = labelled(1, 1)
    moments = ClassMoments.of_labelled(features, targets, weights)
    unlabelled = torch.tensor([[4.0, 0], [-4, 0]]) + moments.means[2]
    posteriors = torch.tensor([[0.0, 0, 1], [0.5, 0.5, 1]])
    mixed = moments.with_unlabelled(unlabelled, posteriors, share=0.25)
    expected = 0.75 * moments.covariances[2] + 0.25 * torch.diag(torch.tensor([16.0, 0]))
    assert torch.allclose(mixed.covariances[2], expected)
    assert torch.equal(mixed.means, moments.means)
    given = (features, targets, weights, 3 * torch.randn(500, 2, generator=torch.Generator().manual_seed(0)))
    alone, none, some = fit_probe(*given[:3]), fit_probe(*given, 0.0), fit_probe(*given, 0.6)
    assert torch.equal(alone(features), none(features))
    assert not torch.allclose(alone(features), some(features), atol=0.01)


def test_a_class_that_no_unlabelled_feature_shows_keeps_its_own_covariance() -> None:
    features, targets, weights = labelled(1, 1)
    moments = ClassMoments.of_labelled(features, targets, weights)
    posteriors = torch.zeros(6, 3, dtype=torch.float64)
    posteriors[:, 1], posteriors[:, 2] = 0.9, 0.1  # 5.4 cells, and 0.6
    mixed = moments.with_unlabelled(torch.ones(6, 2, dtype=torch.float64), posteriors, share=0.5)
    assert torch.equal(mixed.covariances[[0, 2]], moments.covariances[[0, 2]])
    assert not torch.allclose(mixed.covariances[1], moments.covariances[1])


def test_classes_count_alike_and_strokes_by_the_root_of_their_cells() -> None:
    strokes, targets = torch.tensor([0] * 4 + [1] + [2] * 9), torch.tensor([0] * 5 + [1] * 9)
    weights = row_weights(strokes, targets)
    assert weights.sum() == pytest.approx(1)
    assert weights[:5].sum() == pytest.approx(0.5)
    assert weights[:4].sum() / weights[4] == pytest.approx(2)  # √4 to √1


def test_it_classifies_cells_by_all_their_features() -> None:
    """Levels are projected at their own resolution and then upsampled: the same as upsampling their features first."""
    network = probed()
    for name in ROWS:
        getattr(network.probe, name).normal_(std=0.1)
    encoded = network.backbone.encoder(torch.randn(2, BANDS, 64, 96))
    features = cell_features(encoded).movedim(1, -1)
    terms = torch.einsum("nhwf,krf->nhwkr", features, network.probe.directions) + network.probe.offsets
    of_cells = features @ network.probe.weight.T + network.probe.bias + terms.square().sum(dim=-1)
    of_cells = of_cells.movedim(-1, 1)
    upsampled = functional.interpolate(of_cells, scale_factor=CELL_PX, mode="bilinear", align_corners=False)
    assert torch.allclose(network.probe(CellMaps.of_encoded(encoded)), upsampled, rtol=1e-3, atol=1e-2)


def test_the_colours_of_a_cell_are_its_mean_and_deviation() -> None:
    network, pixels = probed(), torch.randn(1, BANDS, 32, 32)
    cell = pixels[0, :, 4:8, 8:12].flatten(1)
    features = cell_features(network.backbone.encoder(pixels))[0, :, 1, 2]
    assert torch.allclose(features[: 2 * BANDS], torch.cat([cell.mean(1), cell.std(1, unbiased=False)]), atol=1e-5)


@pytest.mark.parametrize("name", MODELS)
def test_it_has_a_vote_where_the_network_predicts_and_none_where_it_learns(name: str) -> None:
    network, pixels = probed(name), torch.randn(2, BANDS, 64, 64)
    before = network.forward_all(pixels).segmentation
    decoded = network.segment(network.backbone.encoder(pixels))
    network.probe.bias += torch.tensor([1.0, 0, 0])
    vote = (1 - SHARE) * decoded + SHARE * torch.tensor([1.0, 0, 0])[:, None, None]
    assert torch.allclose(network(pixels), vote, atol=1e-5)
    assert torch.equal(network.forward_all(pixels).segmentation, before)


def test_a_probe_leaves_the_statistics_of_the_encoder_alone() -> None:
    plain = build_network("berundanet-late", "efficientnet-lite0", BANDS, 4, CLASSES, {})
    before = {name: tensor.clone() for name, tensor in plain.state_dict().items()}
    plain.add_probe(SHARE, CLASSES, 2)
    assert all(torch.equal(tensor, before[name]) for name, tensor in plain.state_dict().items() if name in before)


def test_it_learns_the_strokes_it_is_given(scene: Scene) -> None:
    """Of the three stripes the colours alone tell which is which."""
    data, network = data_of(scene), probed()
    fit_of(data, network)(network.probe, data.training)
    pixels = torch.from_numpy(data.normalisation.apply(*data.image.read(data.image.grid.window)))[None]
    predicted = network.probe(CellMaps.of_encoded(network.backbone.encoder(pixels)))[0].argmax(0).numpy()
    assert (predicted + 1 == scene.truth).mean() > 0.9


def test_turned_windows_show_the_same_cells(scene: Scene) -> None:
    """The colours of a cell do not depend on how its window is turned; a wrong turn back would mix cells up."""
    data = data_of(scene)
    network = probed()
    fit = fit_of(data, network)
    fit(network.probe, data.training)
    for cells in fit.cells(data.training[0]):
        colours = cells.features[:, :, : 2 * BANDS]
        assert colours.std(1).max() > 0.01  # cells differ
        assert torch.allclose(colours, colours[:1].expand_as(colours), atol=1e-4)


def test_held_out_strokes_join_once_they_have_judged(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[set[int]] = []
    fit = ProbeFit.__call__

    def recorded(self: ProbeFit, probe: FeatureProbe, strokes: list, *rest: object) -> None:
        seen.append({stroke.stroke for stroke in strokes})
        fit(self, probe, strokes, *rest)

    monkeypatch.setattr(ProbeFit, "__call__", recorded)
    run_train(scene.config(steps=16), RecordingReporter())
    data = data_of(scene)
    assert data.held_out
    assert seen == [{s.stroke for s in data.training}, {s.stroke for s in [*data.training, *data.held_out]}]


def test_a_stop_while_the_probe_is_fitted_ends_the_training(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    reporter, reads = RecordingReporter(), []
    read = ProbeFit._read

    def stopping(*arguments: object) -> object:
        reads.append(arguments)
        reporter.stop.set()
        return read(*arguments)

    monkeypatch.setattr(ProbeFit, "_read", stopping)
    with pytest.raises(Cancelled) as stopped:
        run_train(scene.config(), reporter)
    assert len(reads) == 1
    assert not stopped.value.kept


def test_the_time_of_the_fit_is_not_taken_from_the_budget(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    fit = ProbeFit.__call__

    def slow(*arguments: object) -> None:
        time.sleep(0.7)  # longer than the whole budget
        fit(*arguments)

    monkeypatch.setattr(ProbeFit, "__call__", slow)
    assert run_train(scene.config(steps=None, minutes=0.01), RecordingReporter())["steps"] >= 1


@exact
@pytest.mark.parametrize("stop_at", [8, 36])
def test_resumed_with_a_probe_equals_uninterrupted(scene: Scene, stop_at: int) -> None:
    """Before the held-out strokes join, and after."""
    models = [scene.config(steps=48, model=str(scene.folder / f"{name}.safetensors")) for name in ("whole", "halves")]
    run_train(models[0], RecordingReporter())
    with pytest.raises(Cancelled):
        run_train(models[1], RecordingReporter(stop_at=stop_at))
    run_train(replace(models[1], resume=checkpoint_path(models[1].model)), RecordingReporter())
    (whole, card), (halves, resumed) = (load_model(config.model) for config in models)
    assert all(torch.equal(tensor, halves.state_dict()[name]) for name, tensor in whole.state_dict().items())
    assert resumed.held_out == card.held_out
    assert resumed.postprocessing == card.postprocessing


def test_a_checkpoint_with_a_probe_does_not_resume_without(scene: Scene) -> None:
    config = scene.config()
    run_train(config, RecordingReporter())
    with pytest.raises(ConfigError, match=r"was trained with probe_share 0\.95, not 0\.0"):
        run_train(replace(config, probe_share=0, resume=checkpoint_path(config.model)), RecordingReporter())


def test_a_training_starts_from_a_model_with_a_probe_and_fits_its_own(scene: Scene) -> None:
    first = run_train(scene.config(steps=16), RecordingReporter())["model"]
    reporter = RecordingReporter()
    second = run_train(scene.config(steps=2, weights=first, model=str(scene.folder / "second.safetensors")), reporter)[
        "model"
    ]
    assert "probe" not in reporter.notices["weights"]
    assert load_model(second)[0].probe.weight.any()


def test_strokes_on_nodata_teach_nothing(scene: Scene) -> None:
    """The labels go on into a collar without data; what is there must not be taken for the class."""
    pixels = scene.pixels.copy()
    pixels[:, :40] = 0
    write_raster(scene.folder / "image.tif", pixels, nodata=0)
    data, network = data_of(scene), probed()
    fit = fit_of(data, network)
    fit(network.probe, data.training)
    _, valid_mask = data.image.read(data.image.grid.window)
    assert not valid_mask[:40].any()
    for stroke in data.training:
        expected = len(np.unique(stroke.pixels[valid_mask[tuple(stroke.pixels.T)]] // CELL_PX, axis=0))
        assert sum(cells.features.shape[1] for cells in fit.cells(stroke)) <= max(expected + 6, 0) * bool(
            expected
        )


def test_the_model_brings_its_probe_along(scene: Scene) -> None:
    model = run_train(scene.config(), RecordingReporter())["model"]
    assert load_model(model)[0].probe.weight.any()


@pytest.mark.parametrize(
    ("changes", "has_probe"),
    [
        ({}, True),
        ({"auxiliary": ()}, True),
        ({"probe_share": 0}, False),
        ({"backbone": "unet-half"}, False),  # its encoder keeps no weights of another training
        ({"encoder_rate": 0.1}, False),
        ({"network": "wnet", "batch": 4}, True),
    ],
)
def test_who_gets_a_probe(scene: Scene, changes: dict, has_probe: bool) -> None:
    model = run_train(scene.config(**changes), RecordingReporter())["model"]
    assert (load_model(model)[0].probe is not None) == has_probe


@pytest.mark.parametrize("changes", [{"backbone": "unet-half"}, {"encoder_rate": 0.1}])
def test_an_encoder_that_learns_has_no_probe_and_says_so(scene: Scene, changes: dict) -> None:
    reporter = RecordingReporter()
    assert load_model(run_train(scene.config(**changes), reporter)["model"])[0].probe is None
    assert "no pretrained weights that it keeps" in reporter.notices["probe"]


@pytest.mark.parametrize("name", NAMED_BACKBONES)
def test_the_registry_knows_which_encoders_keep_weights(name: str) -> None:
    backbone = BACKBONES[name].build(BANDS, 8)
    assert BACKBONES[name].keeps_weights == isinstance(backbone.encoder, Encoder)


def test_the_probe_alone_is_a_map_without_steps(scene: Scene, reporter: RecordingReporter) -> None:
    """Recipe instant: held-out strokes are measured, then they are part of the fit like the others."""
    result = run_train(scene.config(steps=0, probe_share=1, auxiliary=()), reporter)
    assert result["steps"] == 0
    assert result["held_out"]["accuracy"] > 0.8
    assert reporter.states == ["reading", "learning", "calibrating"]
    network, card = load_model(result["model"])
    assert card.postprocessing.probe_share == network.probe_share == 1
    encoded = network.backbone.encoder(torch.randn(1, BANDS, 64, 64))
    assert torch.equal(network(encoded[0]), network.probe(CellMaps.of_encoded(encoded)))
    data = data_of(scene)
    fit = fit_of(data, network)
    everything = probed()
    fit(everything.probe, [*data.training, *data.joining])
    assert torch.allclose(network.probe.weight, everything.probe.weight, atol=1e-5)


def test_a_probe_alone_needs_an_encoder_to_probe(scene: Scene) -> None:
    with pytest.raises(ConfigError, match="probe_share is 1, but the encoder of backbone 'unet-half'"):
        run_train(scene.config(steps=0, probe_share=1, backbone="unet-half"), RecordingReporter())
