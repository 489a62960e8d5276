"""What an energy-based model says of imagery: likelihoods of images, generated samples, calibration."""
