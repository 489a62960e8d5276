"""Evaluation of maps, calibration, and how representative and how likely imagery is."""
