"""The catalogue: what a worker's hello offers is what the plugin reads."""
from __future__ import annotations

import json

from engine.jobs.catalogue import catalogue
from engine.losses.registry import AUXILIARY_LOSSES
from engine.models.registry import BACKBONES, MODELS
from engine.schema.catalogue import Catalogue
from engine.schema.decode import decode_record
from engine.schema.loss_terms import AuxiliaryTerm


def test_a_hello_is_read_as_a_catalogue() -> None:
    offered = decode_record(Catalogue, json.loads(json.dumps(catalogue())), "the catalogue")
    assert {entry.name: entry for entry in offered.auxiliary_losses} == {n: c.spec for n, c in AUXILIARY_LOSSES.items()}
    assert [entry.name for entry in offered.networks] == list(MODELS)
    assert [entry.name for entry in offered.backbones] == list(BACKBONES)
    assert next(device for device in offered.devices if device.name == "cpu").available


def test_it_completes_terms_as_training_does() -> None:
    offered = decode_record(Catalogue, catalogue(), "the catalogue")
    assert offered.complete(AuxiliaryTerm("l2"), "castillo2020").weight == 15
    assert offered.complete(AuxiliaryTerm("l2"), "default").weight == AUXILIARY_LOSSES["l2"].spec.default_weight
    assert offered.complete(AuxiliaryTerm("unheard-of"), "default") == AuxiliaryTerm("unheard-of")


def test_it_tells_where_a_probe_can_vote() -> None:
    offered = decode_record(Catalogue, catalogue(), "the catalogue")
    assert offered.can_probe("efficientnet-lite0", has_start=False)
    assert [offered.can_probe("resnet18", has_start) for has_start in (False, True)] == [False, True]
    assert not offered.can_probe("unet", has_start=True)
