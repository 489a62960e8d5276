"""The report as one HTML page without anything outside it: readable offline, on paper and in any browser."""
from __future__ import annotations

from html import escape
from typing import Any

import numpy as np

from ..html_page import SERIES_COLOURS, document, figure, grid, legend, matrix
from . import charts, wording
from .analysis import Analysis
from .colours import appearance_colours
from .labelled import classes_of
from .pictures import data_uri

LABELS_COLOUR = "#222222"


def page(analysis: Analysis, values: dict[str, Any]) -> str:
    """The page of a comparison.

    Args:
        analysis: the comparison.
        values: its `scores`.

    Raises:
        ImageError: an image is damaged.
    """
    covered = values["coverage"]
    title = wording.title(analysis)
    sections = [
        f"<h1>{escape(title)}</h1>",
        *(f'<p class="lead">{escape(sentence)}</p>' for sentence in wording.opening(analysis, covered)),
        *(f'<p class="note">{escape(notice)}</p>' for notice in analysis.notices),
        _places(analysis, values),
        _appearance(analysis),
        _matrices(values),
        _classes(analysis),
        _distances(analysis),
        _method(values),
        f'<p class="lead">{escape(wording.closing(analysis, covered))}</p>',
    ]
    return document(title, sections)


def _places(analysis: Analysis, values: dict[str, Any]) -> str:
    """For each site the places that are least covered, with a picture of each."""
    by_name = {row["site"]: row for row in values["coverage"]}
    blocks = []
    for patches, kinds in zip(analysis.sites, analysis.least):
        if kinds:
            row = by_name[patches.site.name]
            figures = []
            for place, kind in zip(row["least_covered"], kinds):
                picture = data_uri(
                    patches.site, patches.windows[kind.patch], values["settings"]["patch_px"], analysis.normalisation
                )
                share = wording.percent(place["share"])
                caption = f"x {place['x']:.10g}, y {place['y']:.10g}: stands for {share} of the site"
                figures.append(f'<figure><img src="{picture}" alt=""><figcaption>{caption}</figcaption></figure>')
            blocks.append(f"<p>{escape(wording.places_sentence(analysis, row))}</p>{grid(figures)}")
    if not blocks:
        return ""
    hint = "Coordinates are in the CRS of each image. patches.gpkg has the same places as points for QGIS."
    return f"<h2>Where to look</h2>{''.join(blocks)}<p>{hint}</p>"


def _appearance(analysis: Analysis) -> str:
    """The appearance map: by look, and for each set its area over its own patches."""
    run = analysis.runs[0]
    overview = charts.scatter(run, appearance_colours(run.points), title="All patches")
    figures = [figure(overview, "all patches, in the colours of patches.gpkg: like colours, like looks")]
    for index, name in enumerate(analysis.names):
        colour = _colour(analysis, index)
        dots = [colour if is_own else charts.GREY for is_own in _own(analysis, index)]
        figures.append(figure(charts.scatter(run, dots, [(index, colour)], name), name))
    return (
        "<h2>Appearance map</h2><p>Each dot is a patch of the imagery. Patches that look alike lie close together; "
        "directions and long distances mean nothing. The outline is the area that the patches of a site fill; grey "
        f"dots are all other patches. The map is that of the first of {len(analysis.runs)} runs.</p>{grid(figures)}"
    )


def _matrices(values: dict[str, Any]) -> str:
    names = values["sets"]
    blocks = [
        ("Share of the column's area that the row covers (IoT)", values["iot"]),
        ("Shared part of both areas together (IoU)", values["iou"]),
        ("Share of the column's patches like those of the row, without the map", {"mean": values["without_map"]}),
    ]
    tables = [figure(matrix(names, cells), caption) for caption, cells in blocks]
    return (
        "<h2>Who represents whom</h2><p>Read along a row: how much of each other site does this one cover? The first "
        "table is the one that counts. IoU is low where one site is merely larger. The third table is a check without "
        "the map: its diagonal has patches of the site itself, judged by the others of the site, and no other site can "
        "be expected to reach more.</p>"
        f"{''.join(tables)}"
    )


def _classes(analysis: Analysis) -> str:
    """Class histograms, and the labelled patches on the appearance map in the colours of their classes."""
    if not analysis.labelled:
        return ""
    classes = classes_of(analysis.labelled_images)
    colours = [entry.color for entry in classes]
    names, shares = [], []
    for image in analysis.labelled_images:
        counts = np.array([image.counts.get(entry.class_id, 0) for entry in classes], float)
        names.append(image.site.name)
        shares.append((counts / max(counts.sum(), 1)).tolist())
    color_of = {entry.class_id: entry.color for entry in classes}
    dots = [charts.GREY] * sum(len(patches.windows) for patches in analysis.sites)
    dots += [color_of[class_id] for patches in analysis.labelled for class_id in patches.class_ids]
    return (
        "<h2>Classes</h2><p>The bars show what share of the labelled pixels each class has: of what was labelled, not "
        "of the land. On the map, patches around labels have the colour of the class that most of their labelled "
        "pixels have; a class whose dots lie in one place only is known in one form only.</p>"
        f"{legend([entry.name for entry in classes], colours)}"
        f'<figure class="bars">{charts.stacked_bars(names, shares, colours, "Labelled pixels by class")}</figure>'
        f"{grid([figure(charts.scatter(analysis.runs[0], dots, title='Classes'), 'classes on the appearance map')])}"
    )


def _distances(analysis: Analysis) -> str:
    if len(analysis.sites) < 2:
        return ""
    names = [patches.site.name for patches in analysis.sites]
    colours = [_colour(analysis, index) for index in range(len(names))]
    figures = [
        figure(charts.histograms(h.edges, h.counts, colours, f"Distances to {name}"), f"distance to {name}")
        for name, h in zip(names, analysis.distances)
    ]
    divergences = [h.divergences.tolist() for h in analysis.distances]
    table = matrix(names, {"mean": divergences}, is_share=False)
    return (
        "<h2>Is an image foreign as a whole?</h2><p>How far the patches of every site are from those of one of them, "
        "as a neural network sees them; about 1 is usual within a site. A histogram far to the right of the site's own "
        "is of another kind of imagery: another sensor, season or radiometry. The table has the symmetric "
        "Kullback-Leibler divergence of the column's histogram from the row's: 0 is the same, above 1 is clearly "
        "different.</p>"
        f"{legend(names, colours)}{grid(figures)}<figure>{table}</figure>"
    )


def _method(values: dict[str, Any]) -> str:
    settings = values["settings"]
    rows = [
        f"<tr><th>{escape(site['name'])}</th><td>{escape(site['image'])}</td><td>{site['patches']}</td>"
        f"<td>{'not known' if site['pixel_m'] is None else format(site['pixel_m'], '.2g')}</td>"
        f"<td>{', '.join(format(100 * share, '.1f') for share in site['clipped'])}</td></tr>"
        for site in values["sites"]
    ]
    head = "<tr><th>site</th><th>image</th><th>patches</th><th>pixel (m)</th><th>clipped values by band (%)</th></tr>"
    return (
        f"<h2>How it was computed</h2><p>Patches of {settings['patch_px']} pixels were drawn uniformly over each site "
        "and described by a network trained on ImageNet. All images were brought to one range of values, so that "
        "differences in brightness between them remain; the table says which share of the values that range clips. "
        "t-SNE placed all patches on one map, a one-class support vector machine found the area of each site (nu "
        f"{settings['nu']:g}), and the areas were compared (Castillo-Navarro 2022, section 2.4). Another run gives "
        f"another map: scores are means of {settings['runs']} runs, with the lowest and the highest.</p>"
        f'<div class="wide"><table>{head}{"".join(rows)}</table></div>'
    )


def _own(analysis: Analysis, index: int) -> np.ndarray:
    """Which patches belong to a set: bool (patches,)."""
    own = np.zeros(len(analysis.is_covered), bool)
    sites = sum(len(patches.windows) for patches in analysis.sites)
    own[analysis.of_site(index) if index < len(analysis.sites) else slice(sites, None)] = True
    return own


def _colour(analysis: Analysis, index: int) -> str:
    return SERIES_COLOURS[index % len(SERIES_COLOURS)] if index < len(analysis.sites) else LABELS_COLOUR
