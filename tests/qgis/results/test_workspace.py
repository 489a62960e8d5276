"""Where files go, and that nothing is overwritten but a replaced map."""
from __future__ import annotations

import os
from pathlib import Path

from berunda.plugin.core.results.folders import (
    FURTHER_NAMES,
    RESULT_NAMES,
    default_folder,
    model_path,
    move_results,
    output_folder,
    results_folder,
    writing_folder,
)


def write_map(folder: Path, word: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in RESULT_NAMES:
        (folder / name).write_text(word)


def words_in(folder: Path) -> set[str]:
    return {(folder / name).read_text() for name in RESULT_NAMES}


def test_the_folder_lies_beside_the_project_or_the_image() -> None:
    assert default_folder("/project", "/images/a.b.tif", ()) == "/project/a.b_berunda"
    assert default_folder("", "/images/ortho.tif", ()) == "/images/ortho_berunda"


def test_two_images_of_one_name_do_not_share_it() -> None:
    assert default_folder("/p", "/images/2/ortho.tif", {"/p/ortho_berunda"}) == "/p/ortho_berunda_2"


def test_the_output_lies_with_the_labels() -> None:
    assert output_folder("/p/ortho_berunda/labels.gpkg", "/images/ortho.tif") == "/p/ortho_berunda"
    assert output_folder("/mine/strokes.gpkg", "/images/ortho.tif") == "/mine/ortho_berunda"


def test_a_kept_model_is_not_overwritten(tmp_path: Path) -> None:
    folder = str(tmp_path)
    assert model_path(folder, keep_previous=True) == str(tmp_path / "model.safetensors")
    (tmp_path / "model.safetensors").write_text("")
    assert model_path(folder, keep_previous=True) == str(tmp_path / "model_2.safetensors")
    assert model_path(folder, keep_previous=False) == str(tmp_path / "model.safetensors")


def test_the_first_map_is_written_in_place(tmp_path: Path) -> None:
    target = results_folder(str(tmp_path), "", keep_previous=False)
    assert target == str(tmp_path)
    assert writing_folder(target) == str(tmp_path)


def test_the_next_map_is_complete_before_it_replaces_the_shown_one(tmp_path: Path) -> None:
    write_map(tmp_path, "old")
    (tmp_path / "classes.tif.aux.xml").write_text("statistics of the old map")
    target = results_folder(str(tmp_path), str(tmp_path), keep_previous=False)
    written = writing_folder(target)
    assert (target, written) == (str(tmp_path), str(tmp_path / "incoming"))
    write_map(Path(written), "new")
    assert words_in(tmp_path) == {"old"}
    assert move_results(written, target) == str(tmp_path)
    assert words_in(tmp_path) == {"new"}
    assert sorted(os.listdir(tmp_path)) == sorted(RESULT_NAMES)


def test_what_belongs_to_the_earlier_map_goes_with_it(tmp_path: Path) -> None:
    write_map(tmp_path, "old")
    for name in FURTHER_NAMES:
        (tmp_path / name).write_text("old")
    write_map(tmp_path / "incoming", "new")
    (tmp_path / "incoming" / "probabilities.tif").write_text("new")
    assert move_results(str(tmp_path / "incoming"), str(tmp_path)) == str(tmp_path)
    assert sorted(os.listdir(tmp_path)) == sorted([*RESULT_NAMES, "probabilities.tif"])
    assert (tmp_path / "probabilities.tif").read_text() == "new"


def test_a_map_that_is_kept_stays_where_it_is(tmp_path: Path) -> None:
    write_map(tmp_path, "old")
    target = results_folder(str(tmp_path), str(tmp_path), keep_previous=True)
    assert target == writing_folder(target) == str(tmp_path / "map")
    write_map(Path(target), "newer")
    assert results_folder(str(tmp_path), target, keep_previous=True) == str(tmp_path / "map_2")
    assert results_folder(str(tmp_path), target, keep_previous=False) == target


def test_a_map_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    write_map(tmp_path, "not shown in this project")
    assert results_folder(str(tmp_path), "", keep_previous=False) == str(tmp_path / "map")


def test_maps_are_never_mixed_when_one_file_cannot_be_replaced(tmp_path: Path) -> None:
    write_map(tmp_path, "old")
    write_map(tmp_path / "incoming", "new")
    (tmp_path / "incoming" / "replaced" / "ood.tif").mkdir(parents=True)  # the way aside is blocked, as a lock would
    assert move_results(str(tmp_path / "incoming"), str(tmp_path)) == str(tmp_path / "incoming")
    assert words_in(tmp_path) == {"old"}
    assert words_in(tmp_path / "incoming") == {"new"}


def test_a_map_that_cannot_be_put_in_place_leaves_the_earlier_one(tmp_path: Path, monkeypatch) -> None:
    write_map(tmp_path, "old")
    incoming = tmp_path / "incoming"
    write_map(incoming, "new")
    replace = os.replace

    def held(source: object, destination: object) -> None:
        if Path(source) == incoming / "ood.tif" and Path(destination).parent == tmp_path:
            raise PermissionError("another program reads it")
        replace(source, destination)

    monkeypatch.setattr(os, "replace", held)
    assert move_results(str(incoming), str(tmp_path)) == str(incoming)
    assert words_in(tmp_path) == {"old"}
    assert words_in(incoming) == {"new"}
