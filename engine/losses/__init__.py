"""Supervised and auxiliary losses, one file each."""
