"""Evaluation of maps, and calibration."""
