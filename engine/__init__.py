"""Berunda's engine: learns from sparse labels and unlabelled imagery, in its own process and environment."""
