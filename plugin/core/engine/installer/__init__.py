"""Installs the engine's environment: a Python, PyTorch and the other packages, without a terminal."""
