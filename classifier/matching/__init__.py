"""A pair of texts: are two items one event, are two quotes one statement?"""
