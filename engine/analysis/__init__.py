"""What a map is worth: evaluation and calibration."""
