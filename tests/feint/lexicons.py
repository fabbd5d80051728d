"""Layers of tests' own, as an operator writes them."""

PRISONERS = """[[label]]
name = "prisoner"
short = "POW"
colour = "blue"
help = "captives"

[[rule]]
id = "p.captive"
label = "prisoner"
phrases = ["captive*"]

[[test]]
text = "Nine captives were counted."
expect = "prisoner:asserted"
"""

BROKEN = PRISONERS.replace('expect = "prisoner:asserted"', 'expect = "prisoner:denied"')
"""Breaks its own word, on line 13."""

FERRIES = """[[rule]]
id = "f.ferry"
label = "ferry"
phrases = ["(ferry|ferries)"]
"""
