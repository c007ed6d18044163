"""Choosing the router's numbers; nothing here is needed to answer."""
