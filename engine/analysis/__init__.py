"""Evaluation of maps, calibration, and the representativeness of imagery."""
