"""A small lexicon in our own words, so that a test of the engine is not at the mercy of the packaged one."""

from classifier.engine import Classifier
from classifier.lexicon.document import Layer
from classifier.lexicon.layers import merged

SMALL = """
[[class]]
name = "CLAUSE"
add = ["#break", "but"]
[[class]]
name = "COMMA"
add = [","]
[[class]]
name = "SAY"
add = ["said"]
[[class]]
name = "REPORT"
add = ["said"]
[[class]]
name = "FORCE"
add = ["brigade", "tank crews"]
[[class]]
name = "SPORT"
add = ["league", "yoga"]
[[rule]]
id = "w.retreat"
label = "withdrawal"
kind = "retreat"
phrases = ["retreat(s|ed)?"]
needs = [{ class = ["FORCE", "NAME"], within = 4, side = "left" }]
unless = [{ class = "SPORT", within = 2 }]
weight = 70
[[rule]]
id = "w.exit"
label = "withdrawal"
phrases = ["exit"]
needs = [{ class = "FORCE", scope = "item" }]
[[rule]]
id = "d.calls-off"
label = "deescalation"
phrases = ["call(s|ed) off the attack"]
[[rule]]
id = "e.attack"
label = "escalation"
phrases = ["attack"]
[[idiom]]
id = "i.heart"
phrases = ["heart attack"]
[[cue]]
id = "n.not"
stance = "denied"
phrases = ["not"]
scope = 3
[[cue]]
id = "n.not-only"
stance = ""
phrases = ["not only"]
[[cue]]
id = "q.perhaps"
stance = "doubted"
phrases = ["perhaps", "perhaps not"]
scope = 4
[[cue]]
id = "s.reportedly"
stance = "claimed"
phrases = ["reportedly"]
direction = "both"
scope = 4
[[cue]]
id = "c.threat"
stance = "conditional"
phrases = ["threat of"]
labels = ["escalation"]
[[cue]]
id = "c.maybe"
stance = "conditional"
phrases = ["maybe", "maybe soon"]
unless = [{ class = "SPORT", within = 2 }]
[[cue]]
id = "c.soon"
stance = "conditional"
phrases = ["soon"]
scope = 20
[[cue]]
id = "h.in"
stance = "historical"
phrases = ["in #year"]
direction = "backward"
[[cue]]
id = "c.may"
stance = "conditional"
phrases = ["may"]
needs = [{ class = "NAME", within = 1, side = "left" }]
"""


def small(*layers: str) -> Classifier:
    """The small lexicon under these layers."""
    return Classifier(merged([Layer(f"{number}.toml", text) for number, text in enumerate((SMALL, *layers))]))
