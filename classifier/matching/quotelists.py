"""Words that turn the sense of a quote."""

from classifier.words.fold import listed
from classifier.words.wording import DAYS, MONTHS

NEGATIONS = listed(
    """
    not no never nor neither none nobody nothing nowhere without hardly cannot unable fail fails failed failing
    refuse refuses refused decline declines declined deny denies denied lack lacks lacked
    """
)
CONDITIONS = listed("if unless provided whether except")
HEDGES = listed(
    """
    perhaps maybe probably possibly likely unlikely apparently allegedly supposedly reportedly seemingly seem seems appear appears
    think believe suppose guess hope almost nearly about approximately roughly around partly mostly partially
    """
)
QUANTITIES = listed(
    """
    all some most many few every each half several only both either more less least enough always often sometimes majority
    minority part half
    """
)
TIMES = DAYS | MONTHS | listed("today tomorrow yesterday tonight now soon later morning afternoon evening night noon")


def _classes(lines: str) -> dict[str, str]:
    """Each word with the first of its line."""
    return {word: words.split()[0] for words in lines.strip().splitlines() for word in words.split()}


MODALS = _classes(
    """
    will shall
    would
    can
    could
    may might
    must
    should ought
    """
)
INTENTS = listed("want wants wanted try tries tried plan plans planned intend intends intended")
WHEN = _classes(
    """
    when once whenever
    while whilst
    before
    after
    until till
    because
    although though
    despite
    """
)
"""What joins a clause to another."""
WHICH = _classes(
    """
    this these
    next coming following
    last past previous
    """
)
HOW_OFTEN = _classes("once\ntwice\nthrice")
TENSES = {
    "is": "now", "are": "now", "am": "now", "was": "then", "were": "then", "has": "now", "have": "now", "had": "then",
    "do": "now", "does": "now", "did": "then",
}  # fmt: skip
AGREEING = _classes(
    """
    is are am
    was were
    has have
    do does
    """
)
"""Forms of one verb that differ by who acts: a slip of the tongue or of the pen."""
PERSONS = _classes(
    """
    i me my
    we us our ours
    you your
    he him his
    she her
    they them their
    """
)
UNITS = _classes(
    """
    meter meters
    kilometer kilometers km
    mile miles
    second seconds
    minute minutes
    hour hours
    day days
    week weeks
    month months
    year years
    decade decades
    century centuries
    ton tons tonne tonnes
    kilo kilos kilogram kilograms
    liter liters
    degree degrees
    dollar dollars
    euro euros
    pound pounds
    ruble rubles
    % percent
    points
    """
)
COMPASS = _classes(
    """
    north northern northward northwards
    south southern southward southwards
    east eastern eastward eastwards
    west western westward westwards
    northeast northeastern
    northwest northwestern
    southeast southeastern
    southwest southwestern
    """
)

OPPOSITES = tuple(
    (listed(one), listed(other))
    for one, _, other in (
        line.partition(" | ")
        for line in """
    to toward towards into | from off
    in inside within into | out outside off
    in inside within | near around
    forward forwards | back backward backwards
    much many | little few
    most all whole entire full | part half some few little
    on | off
    up above over | down below under beneath
    before until | after since
    with for | without against
    near | far
    left | right
    first | last
    old | new
    always | never
    early earlier | late later
    more most higher larger bigger greater | less least fewer lower smaller
    good better best | bad worse worst
    strong stronger | weak weaker
    possible | impossible
    safe safer | dangerous unsafe
    true | false untrue
    legal lawful | illegal unlawful
    guilty | innocent
    living alive | dead
    same | different
    public | secret private
    war | peace
    friend friends ally allies | enemy enemies foe foes
    everyone everybody everything | someone somebody something
    win won winning | lose lost losing
    enter enters entered entering come comes came arrive arrives arrived | leave leaves left leaving go goes went depart departed
    remain remains stay stays stayed | leave leaves left go goes withdraw withdraws withdrew
    attack attacks attacked attacking | defend defends defended defending
    support supports supported | oppose opposes opposed
    build builds built | destroy destroys destroyed
    buy buys bought | sell sells sold
    give gives gave | take takes took receive receives received
    send sends sent | receive receives received
    remember | forget
    """.strip().splitlines()
    )
)
"""Two of a pair, one in each quote, make them two statements."""
