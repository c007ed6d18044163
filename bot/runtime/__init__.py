"""What a process needs to run: settings, secrets, the server, Redis clients, metrics."""
