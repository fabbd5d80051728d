"""Alerts on disk: what was raised and on what it rests, what each knows, its notices, what is to be sent."""
