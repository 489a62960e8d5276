"""Backbones and the networks that put two heads on them."""
