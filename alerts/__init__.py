"""alerts: rules, the life of an alert, and what goes out of it.

`engine` holds the rules (`rules`, a file a kind in `kinds`) against what a poll brought (`arriving`); `life` raises, grows, times
and tells alerts; `delivery` decides about notices on their way. This room imports storage.
"""
