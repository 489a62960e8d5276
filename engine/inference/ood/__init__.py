"""Out-of-distribution scores: how unlike the training area a pixel is."""
