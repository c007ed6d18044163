"""What a message does: conversation state in, new state and replies out. No I/O."""
