"""Acts and state in, new state and messages as data out."""
