"""The engine's process: environment, client, jobs."""
