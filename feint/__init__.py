"""feint: the program. Command line, config and the collector process; it wires the rooms together and is imported by none."""
