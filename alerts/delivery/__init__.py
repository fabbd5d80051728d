"""Notices on their way: what they say, how they are signed, how many go, what an answer means, who hears them."""
