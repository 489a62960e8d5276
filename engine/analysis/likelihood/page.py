"""The report on likelihoods as one HTML page without anything outside it."""
from __future__ import annotations

from html import escape
from typing import Any

from ..charts import reliability_diagram
from ..html_page import SERIES_COLOURS, document, figure, grid, legend, matrix
from ..representativeness.charts import histograms
from ..representativeness.pictures import png_uri
from .analysis import LikelihoodAnalysis

TITLE = "How likely is the imagery to the model?"


def page(analysis: LikelihoodAnalysis, values: dict[str, Any]) -> str:
    """The page of an analysis.

    Args:
        analysis: the analysis.
        values: its `likelihood_values`.
    """
    lead = (f'<p class="lead">{escape(sentence)}</p>' for sentence in summary(values))
    sections = [
        f"<h1>{TITLE}</h1>",
        *lead,
        _histograms(analysis),
        _calibration(values),
        _samples(analysis, values),
        _method(values),
    ]
    return document(TITLE, sections)


def summary(values: dict[str, Any]) -> list[str]:
    """A sentence for each image but the first, or one for a single image, from `likelihood_values`."""
    first, *others = values["images"]
    if not others:
        middle = first["quantiles"]["0.5"]
        return [f"The patches of {first['name']} have a log-likelihood of {middle:.2f} in the middle; no other image "
                "was given to compare them with."]  # fmt: skip
    return [
        f"{100 * other['unlikely']:.0f} % of the patches of {other['name']} are less likely than 95 % of those of "
        f"{first['name']}; the symmetric Kullback-Leibler divergence is {divergence:.2f}."
        for other, divergence in zip(others, values["divergences"][0][1:])
    ]


def _histograms(analysis: LikelihoodAnalysis) -> str:
    names, found = analysis.names, analysis.histograms
    colours = [SERIES_COLOURS[index % len(SERIES_COLOURS)] for index in range(len(names))]
    chart = histograms(
        found.edges, found.counts, colours, "Log-likelihoods", axis="log p(x), up to a constant", is_logarithmic=False
    )
    table = matrix(names, {"mean": found.divergences.tolist()}, is_share=False)
    return (
        "<h2>Log-likelihoods of patches</h2><p>An image whose histogram lies to the left of that of the training image "
        "has patches that the model has not learned: another sensor, season or kind of land. Its map deserves less "
        "trust. The table has the symmetric Kullback-Leibler divergence of each two histograms: 0 is the same, above 1 "
        "is clearly different.</p>"
        f'{legend(names, colours)}<figure class="bars">{chart}</figure><figure>{table}</figure>'
    )


def _calibration(values: dict[str, Any]) -> str:
    found = values["calibration"]
    if found is None:
        return ""
    name = escape(values["images"][0]["name"])
    return (
        f"<h2>Calibration</h2><p>{found['units']} predictions on {name} have a known class: "
        f"{100 * found['accuracy']:.1f} % are right, and the model is {100 * found['mean_confidence']:.1f} % sure on "
        f"average. The expected calibration error is {found['ece']:.3f}. Bars below the diagonal are predictions that "
        f"are surer than right.</p>{grid([figure(reliability_diagram(found['bins']), 'accuracy by confidence')])}"
    )


def _samples(analysis: LikelihoodAnalysis, values: dict[str, Any]) -> str:
    settings = values["settings"]
    rows = "".join(
        f'<tr><th>{escape(entry.name)}</th><td><img src="{png_uri(picture)}" alt="" style="max-width:none"></td></tr>'
        for entry, picture in zip(analysis.classes, analysis.samples)
    )
    return (
        "<h2>What the model takes for each class</h2><p>Patches generated from noise by "
        f"{settings['iterations']} iterations of Langevin dynamics towards each class. They show what the model has "
        f'learned of a class, not what the land is like.</p><div class="wide"><table>{rows}</table></div>'
    )


def _method(values: dict[str, Any]) -> str:
    side = values["settings"]["patch_px"]
    rows = "".join(
        f"<tr><th>{escape(image['name'])}</th><td>{escape(image['image'])}</td><td>{image['patches']}</td>"
        f"<td>{image['mean']:.2f}</td>{''.join(f'<td>{each:.2f}</td>' for each in image['quantiles'].values())}</tr>"
        for image in values["images"]
    )
    head = "<tr><th>image</th><th>file</th><th>patches</th><th>mean</th><th>5 %</th><th>median</th><th>95 %</th></tr>"
    return (
        f"<h2>How it was computed</h2><p>Patches of {side} pixels were drawn uniformly over each image and judged by "
        f"{escape(values['model'])}. log p(x) is the logarithm of the sum of the exponentials of the class logits, "
        "without the constant that makes it a density (Castillo-Navarro 2022, chapter 4): values of one model compare "
        f'with each other alone.</p><div class="wide"><table>{head}{rows}</table></div>'
    )
