"""delivering: notices leave the house, at least once, each under one name, whatever their receivers do.

Read drain first: one a channel, so that a slow one delays none. A sender each for webhook, command, apprise and file says what
came back; alerts.delivery.outcomes says what that means; settling writes it down. emergency goes past the file that cannot be
written.
"""
