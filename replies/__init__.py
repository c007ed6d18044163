"""What is said: canned answers, the router, the wording, pages of at most 2,000 bytes."""
