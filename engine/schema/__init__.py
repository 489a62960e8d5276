"""What crosses the process border or a file: settings, recipes, protocol, model card, errors. Standard library only."""
