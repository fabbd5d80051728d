"""The command line: app finds the command, each command lives in a module that loads only the rooms it needs."""
