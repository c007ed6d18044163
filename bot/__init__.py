"""The outside world: Flask, the WeChat envelope, Redis, pages, commands, settings."""
