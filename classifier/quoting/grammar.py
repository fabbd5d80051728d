"""The closed classes of English, by which a clause is taken apart without a parser."""

from classifier.words.fold import listed

MARKS = frozenset(".,;:!?()[]…–—-/") | {"--", "..", "..."}
DASHES = frozenset(("–", "—", "--", "-"))
PRONOUN_SUBJECTS = listed("he she they it i we you one")
DETERMINERS = listed(
    "the a an his her its their our my this these those another some several two three four both many most all no"
    " every each any whose"
)
OWNERS = listed("his her its their our my your")
DAYS = listed("monday tuesday wednesday thursday friday saturday sunday")
TIMES = DAYS | listed(
    "january february march april may june july august september october november december yesterday today tomorrow"
    " tonight week month year night morning afternoon evening weekend earlier later ago"
)
LINKS = listed("of for to at in on from with and by near inside behind around outside into over about against")
"""Prepositions, and `and`: what ties a noun phrase to the one before it."""
RELATIVES = listed("who which whom that")
AUXILIARIES = listed(
    "is are was were be been being am isn't aren't wasn't weren't has have had having hasn't haven't hadn't does do"
    " did doesn't don't didn't will would could can may might must should shall won't wouldn't couldn't can't mustn't"
    " shouldn't"
)
FORMS_OF_BE = listed("is are was were be been being am isn't aren't wasn't weren't get gets got")
CONJUNCTIONS = listed("and but or nor yet so then")
SUBORDINATORS = listed(
    "that because while although though if whether when where since until unless after before as once what how why"
    " than whenever wherever"
)
ADVERBS = (
    listed(
        "also then later earlier similarly again once further first just only simply recently previously today yesterday"
        " repeatedly himself herself itself themselves still now always never not even reportedly both often sometimes"
        " ever twice afterward afterwards meanwhile instead too soon long however thus already famously quickly"
    )
    | DAYS
)
VERBS = listed(
    "went came took gave made got ran won lost met began kept left held put led sent stood sat fell rose drew threw"
    " drove fought sought thought brought bought caught taught saw knew heard felt found let set cut became spoke"
    " broke chose grew hit hurt paid laid meant dealt struck shot woke wore swore tore rode flew blew shook forgot"
    " sang rang swung stuck clung lit spent built showed shown seen done gone been taken given written driven wants"
    " makes goes takes gives gets comes runs wins meets keeps leads sends needs seems looks tries tells shows has says"
    " thinks knows believes plans hopes wonders worries works helps faces holds puts sets leaves loses turns moves"
    " plays stands sits brings draws pulls pushes refuses remains appears agrees likes loves hates wanted wishes sees"
    " hears feels finds want show make go take give get come run win keep need seem look try think know believe sparks"
    " spark issues prompts"
)
"""Frequent finite verbs that no ending gives away."""
REDUCED = listed(
    "seen obtained released published posted issued written signed provided reviewed shown leaked sent dated read"
    " attended conducted carried made given broadcast aired held compiled shared filed"
)
"""Participles behind a noun that begin a shortened relative clause: `a letter seen by the paper`."""
CLOSE_TO = listed("familiar close briefed privy knowledgeable opposed linked loyal allied")
"""Adjectives behind a noun that need a preposition: `a source close to the talks`."""
STATES = listed(
    "alabama alaska ala ariz arizona ark arkansas calif california colo colorado conn connecticut del delaware fla"
    " florida ga georgia hawaii idaho ill illinois ind indiana iowa kan kansas ky kentucky la louisiana maine md"
    " maryland mass massachusetts mich michigan minn minnesota miss mississippi mo missouri mont montana neb nebraska"
    " nev nevada n.h. n.j. n.m. n.y. n.c. n.d. ohio okla oklahoma ore oregon pa pennsylvania r.i. s.c. s.d. tenn"
    " tennessee tex texas utah vt vermont va virginia wash w.va. wis wisconsin wyo wyoming d.c."
)

NOUNS_IN_ING = listed(
    "ruling meeting building hearing briefing filing posting shooting killing bombing warning reading rating listing"
    " spending housing banking king morning evening spring wing ring string thing something anything nothing"
    " everything offering gathering training polling voting crossing landing opening closing funding lending trading"
    " mining fishing farming parking planning shipping policing engineering marketing nursing teaching setting"
    " beginning"
)
"""Words in `-ing` that are mostly no verbs."""


def finite(word: str) -> bool:
    """Whether a lower-case word is a finite verb, as far as its form tells."""
    return word in AUXILIARIES or word in VERBS or (len(word) > 4 and word.endswith("ed"))


def adverb(word: str) -> bool:
    """Whether a word only says how or when: it stands between a subject and its verb."""
    return word in ADVERBS or (len(word) > 4 and word.endswith("ly"))
