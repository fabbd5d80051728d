"""lists: feeds as other readers list them (OPML, newsboat's urls), and as pages point to them. Pure.

Import from here: opml, urls_file, subscriptions, discover, obstacles.
"""
