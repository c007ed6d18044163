"""The web side: the app, webhook, health, report, demo chat and the staff console."""
