"""Checking a map by eye: points that the analyst answers, and what they say of the map."""
