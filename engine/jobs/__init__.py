"""What the engine can be asked for: one file a command, and the registry that worker and command line read."""
