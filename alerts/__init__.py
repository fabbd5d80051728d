"""alerts: rules, the life of an alert, and how it makes itself heard.

Decisions (lifecycle, rules) are pure; engine asks storage and writes what they say. Import from here: rules, lifecycle, engine.
This room imports storage.
"""
