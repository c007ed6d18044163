"""What it is worth: facts in, points with reasons out. Pure; knows nothing of chat."""
