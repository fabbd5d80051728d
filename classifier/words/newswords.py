"""What papers word in several ways: classes of news verbs and nouns, and how common a word is in any news at all."""

from classifier.words.fold import listed

_ALIKE = """
agree agrees agreed agreeing agreement agreements deal deals pact pacts accord accords treaty | aircraft airplane
aeroplane plane planes jet jets airliner airliners | ambassador ambassadors envoy envoys | arrest arrests arrested
detain detains detained detention apprehended nabbed nab nabs | ban bans banned banning bar bars barred prohibit
prohibits prohibited outlaw outlaws outlawed | begin begins began begun beginning start starts started starting launch
launches launched launching commence commences commenced | blaze blazes fire fires wildfire wildfires inferno bushfire
bushfires | bomb bombs bombed bombing bombings bombardment strike strikes struck airstrike airstrikes shell shells
shelled shelling | certify certifies certified certification approve approves approved approval | charge charges
charged indict indicts indicted indictment | comment comments commented remark remarks | company companies firm firms
| crash crashes crashed crashing collide collides collided collision | cut cuts cutting slash slashes slashed |
cyberattack cyberattacks cyber-attack cyber-attacks | destroy destroys destroyed destruction blown demolish demolishes
demolished | earthquake earthquakes quake quakes tremor tremors | election elections vote votes voted voting poll
polls ballot ballots | emergency extraordinary | flood floods flooded flooding floodwaters | halt halts halted halting
freeze freezes froze frozen stop stops stopped stopping suspend suspends suspended suspension pause pauses paused |
hike hikes hiked raise raises raised rise rises rose risen rising increase increases increased jump jumps jumped soar
soars soared surge surges surged | drop drops dropped dropping fall falls fell fallen falling slide slides slid slip
slips slipped plunge plunges plunged tumble tumbles tumbled | hit hits target targets targeted targeting | injure
injures injured injuries injury wound wounds wounded hurt hurts | isis isil daesh | jail jails jailed imprison
imprisoned imprisonment prison prisons jailing | kill kills killed killing dead die dies died dying death deaths fatal
fatally deadly slain perish perished fatalities toll | law laws legislation bill bills | mistake mistakes error errors
| murder murders murdered murdering homicide | oust ousts ousted topple topples toppled remove removes removed sack
sacks sacked dismiss dismisses dismissed | parliament parliamentary lawmaker lawmakers mp mps legislator legislators |
pope pontiff | premier premiers pm | protest protests protested protester protesters protesting demonstration
demonstrations demonstrator demonstrators demonstrate | quit quits resign resigns resigned resignation resigning |
reach reaches reached arrive arrives arrived arriving arrival | reject rejects rejected refuse refuses refused rebuff
rebuffs rebuffed spurn spurns spurned | release releases released free frees freed | rescue rescues rescued rescuers
rescuing | sanction sanctions sanctioned penalty penalties | ship ships vessel vessels boat boats tanker tankers |
shoot shoots shot shooting shootings gunfire gunman gunmen gunned shootout | site sites website websites | small
limited | storm storms cyclone cyclones typhoon typhoons hurricane hurricanes | summit summits meeting meetings meet
meets met | united | talk talks negotiation negotiations negotiate negotiating | troop troops force forces soldier
soldiers unit units | visit visits visited visiting trip trips travel travels travelled travelling | warn warns warned
warning warnings alert alerts | win wins won winning victory victories winner winners triumph triumphs | withdraw
withdraws withdrew withdrawn withdrawing withdrawal withdrawals pullback pullout pullbacks pullouts retreat retreats
retreated leave leaves left leaving repositioning
"""

ALIKE = {word: group.split()[0] for group in _ALIKE.split("|") for word in group.split()}
"""Folded word to the first of its class."""

COMMON = listed(
    """
    accuse ahead aid allow america announce area army attack authority bank big billion black border bring business call
    campaign case century change chief child china city claim close come community concern continue control could country
    court create crisis day decade decision defense demand deputy despite director district do early economy effort end
    energy europe event ever evidence exclusive expect explainer face family far fear federal fight final find first follow
    food force foreign former full further future game general get give global go good government governor group grow head
    health help high history hold home hope hour house human image include india international investigation iran issue
    israel join key know large last late latest lead leader least legal let level life line live local long look lose main
    major make man many mark market may mayor mean measure media medical member military million minister month move
    national near need new night northern number offer office official oil old open operation opposition order
    organization other part party pass past pay peace people percent person place plan play point police policy political
    power pres president press pressure price prime private program project public put question race rate region remain
    report require research respond rest result return right risk road role rule run russia school season seat second
    secretary security see seek send senior serve set several share show side sign since sit situation six social source
    southern spokesman staff stage stand state statement stay step street student study suffer support suspect system take
    target team term test thing think thousand three threat three time top town trade tuesday turn two ukraine under
    university urge use victim video view village voter wait want war watch water way weapon week weekend western
    woman work worker world worry year yesterday young
    kill begin halt agree meet talk bomb win protest election injure shoot reach withdraw hit visit warn troop parliament
    rise fall charge arrest law company quit reject comment ship rescue plane ban sanction
    """
)
"""Stems that a great share of all items hold, whatever happens: they say least of which event it is."""
