"""manners: when a source is asked, and what its answer means for the next time. Pure: clock and chance come in.

Read http_policy first; pace, freshness, moving and health are its parts; schedule and outage see all sources together.
"""
