"""Whom the desk knows: the config's speakers and the list of public offices, as what storage goes by."""
