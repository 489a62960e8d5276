"""What the plugin does, without widgets: labels, engine process, result layers."""
