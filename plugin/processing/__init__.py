"""The Processing provider: the engine's requests as algorithms for toolbox, models, batches and qgis_process."""
