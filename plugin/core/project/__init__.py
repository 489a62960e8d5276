"""What is worked on, and what the project remembers of it."""
