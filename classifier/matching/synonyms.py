"""Words that say the same in another translation, and the forms of verbs that no ending tells."""

from classifier.words.fold import listed
from classifier.words.wording import spelled

_LIKE = """
    attempt attempts attempted try tries tried
    awful horrible terrible
    ban bans banned forbid forbids forbidden prohibit prohibits prohibited
    boat boats ship ships vessel vessels
    brave courageous
    buy buys bought purchase purchases purchased
    close closes closed shut shuts
    conceal conceals concealed hide hides hid hidden
    cry cries cried crying weep weeps wept weeping
    defend defends defended protect protects protected
    enough sufficient
    evidence proof
    freedom liberty
    glad happy
    hurt injured wounded
    ill sick
    jail prison
    ocean sea
    pledge pledges pledged promise promises promised vow vows vowed
    rescue rescues rescued save saves saved
    rock rocks stone stones
    tired weary
    accept accepts accepted agree agrees agreed
    aeroplane airplane
    all everyone everybody
    allow allows let lets permit permits
    anyone anybody
    answer answers reply replies respond response
    because since
    both either
    begin begins began begun start starts started
    border borders frontier frontiers
    big great huge large
    certain sure
    cheque check cheques checks
    child children kid kids
    choose chose chosen pick picked select
    city cities town towns
    cozy cosy
    curb kerb
    destiny fate
    draft draught
    end ends ended finish finishes finished
    entire full whole
    everyone everybody
    falsehood falsehoods lie lies
    fault faults error errors mistake mistakes
    forest forests wood woods
    form from
    fear fears afraid scared
    fight fights fighting struggle struggles battle battles
    fire fires fired shoot shoots shot
    gray grey
    goal goals aim aims objective objectives purpose
    gun guns weapon weapons arms
    halt halts halted cease ceases ceased stop stops stopped
    help helps assist aid assistance
    home homes house houses
    issue issues problem problems
    job jobs task tasks
    keep keeps retain hold holds
    land soil territory
    law laws rule rules
    learned learnt
    burned burnt
    little small
    maneuver manoeuvre
    lorry lorries truck trucks
    manage manages managed succeed succeeds succeeded
    mold mould
    merely just only simply solely
    need needs require requires
    occur occurs occurred happen happens happened
    part parts portion
    peoples nation nations country countries state states people
    plane planes aircraft jet jets
    price prices cost costs
    quick quickly fast rapidly swift swiftly
    quiet silent
    reach reaches reached achieve achieves achieved
    repair repairs repaired restore restores restored rebuild rebuilt
    responsible accountable answer
    road roads route routes way path
    skeptical sceptical
    say says said tell tells told
    shell shells shelling bombardment
    show shows demonstrate demonstrates
    shortly soon
    single 1
    sit sits seat seats
    someone somebody
    speak speaks spoke talk talked
    surrender capitulate
    talks negotiation negotiations
    that which who
    their there
    then than
    though although
    tire tyre tires tyres
    to too
    toward towards
    troop troops soldier soldiers force forces unit units men
    understand understands realise realize
    use uses used employ
    where were
    while whilst
    wait waits await awaits
    want wants wish wishes
    withdraw withdraws withdrew withdrawn withdrawing pull pulled
    """


def _also() -> dict[str, frozenset[int]]:
    """Each word with the numbers of the lines that it stands in."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_LIKE.strip().splitlines()):
        for word in line.split():
            found.setdefault(spelled(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


LIKE = _also()
"""Words that one translator takes for another's: two of one number say the same."""

PAST = {
    "began": "begin", "begun": "begin", "withdrew": "withdraw", "withdrawn": "withdraw", "went": "go", "gone": "go",
    "left": "leave", "came": "come", "fell": "fall", "fallen": "fall", "took": "take", "taken": "take", "gave": "give",
    "given": "give", "said": "say", "told": "tell", "saw": "see", "seen": "see", "did": "do", "done": "do", "made": "make",
    "got": "get", "found": "find", "knew": "know", "known": "know", "kept": "keep", "lost": "lose", "won": "win",
    "held": "hold", "spoke": "speak", "struck": "strike", "shot": "shoot", "fought": "fight", "broke": "break",
    "sent": "send", "built": "build", "bought": "buy", "sold": "sell", "brought": "bring", "thought": "think",
    "met": "meet", "led": "lead", "wrote": "write", "stood": "stand", "understood": "understand", "became": "become",
    "learnt": "learn", "burnt": "burn",
}  # fmt: skip
"""Past forms that no ending tells, with their verbs."""
OF_ANY_TENSE = listed("shut cut put hit set cost hurt let beat read spread split quit shed bet")
"""Verbs whose past is as their present."""
