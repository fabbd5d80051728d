"""Word lists that tell a person from an office, an organisation, a nation and a topic."""

from classifier.fold import listed

ROLES = listed(
    """
    president vice premier prime minister foreign defence defense interior finance deputy chief secretary general
    chancellor ambassador envoy governor mayor senator congressman congresswoman representative spokesman spokeswoman
    spokesperson commander colonel captain sergeant major admiral lieutenant marshal brigadier corporal private officer
    director chairman chairwoman chair head leader king queen prince princess pope archbishop bishop imam ayatollah
    sheikh professor doctor analyst columnist editor author interpreter monitor observer diplomat official lawyer
    attorney prosecutor judge justice crown mp mr mrs ms dr sir lord lady dame lt gen col sgt capt maj cmdr adm prof
    rev sen rep gov st former ex retired acting senior aide adviser advisor counsel expert historian economist
    republican democrat democratic tory labour liberal conservative press state home affairs national security
    candidate nominee frontrunner front runner member minority majority speaker whip strategist reporter journalist
    coordinator negotiator mediator manager executive founder ceo resident witness
    """
) | frozenset(
    ("mr.", "mrs.", "ms.", "dr.", "gen.", "lt.", "col.", "sgt.", "capt.", "maj.", "adm.", "sen.", "rep.", "gov.")
)

ORGANISATIONS = listed(
    """
    ministry office committee department agency party council commission court union nations house congress parliament
    senate army navy force forces staff command guard times post journal news herald tribune telegraph guardian sun
    mail radio television tv press university institute college school hospital bank company corporation inc group
    foundation association organization organisation federation league club team alliance coalition movement front
    brigade battalion division regiment service bureau administration government cabinet campaign center centre
    pentagon kremlin downing street taliban hamas hezbollah parliament treasury whitehall nato un eu us u.s. uk idf fbi cia
    moscow kyiv kiev beijing washington london paris berlin brussels tehran ankara warsaw jerusalem riyadh seoul tokyo
    police authorities authority board network channel wire media pac church society fund states kingdom republic emirates street
    """
)

NATIONS = listed(
    """
    russian ukrainian american british french german polish israeli palestinian iranian iraqi syrian turkish chinese
    taiwanese japanese korean indian pakistani afghan saudi yemeni lebanese egyptian libyan sudanese ethiopian eritrean
    somali kenyan nigerian rwandan congolese malian chadian belarusian estonian latvian lithuanian finnish swedish
    norwegian danish dutch belgian spanish italian greek serbian bosnian croatian armenian azerbaijani georgian
    hungarian czech slovak romanian bulgarian moldovan canadian mexican brazilian colombian venezuelan australian
    filipino indonesian malaysian thai vietnamese western european us u.s. uk u.k. eu u.n. un nato kremlin
    """
)

TOPICS = listed(
    """
    war live live: update updates news crisis latest analysis opinion explainer explained watch video photos pictures
    map exclusive breaking interview review poll comment editorial shelling attack attacks offensive battle battles
    situation region fighting conflict invasion summary information timeline factbox report reports profile q&a sport
    election elections sanctions talks strike strikes football results weather evacuation bombing consequences
    """
)

PLACES = listed(
    """
    afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahrain bangladesh belarus
    belgium benin bolivia bosnia botswana brazil bulgaria faso burundi cambodia cameroon canada chad chile china colombia
    comoros congo rica croatia cuba cyprus denmark djibouti ecuador egypt salvador eritrea estonia eswatini ethiopia
    finland france gabon gambia georgia germany ghana greece guatemala guinea guyana haiti honduras hungary iceland india
    indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya korea kosovo kuwait kyrgyzstan laos
    latvia lebanon lesotho liberia libya lithuania madagascar malawi malaysia mali mauritania mexico moldova mongolia
    montenegro morocco mozambique myanmar burma namibia nepal netherlands nicaragua niger nigeria macedonia norway oman
    pakistan palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda arabia senegal serbia
    leone slovakia slovenia somalia somaliland africa spain lanka sudan suriname sweden switzerland syria taiwan
    tajikistan tanzania thailand togo tunisia turkey turkiye turkmenistan uganda ukraine uruguay uzbekistan venezuela
    vietnam yemen zambia zimbabwe europe asia america sahel balkans caucasus donbas donbass crimea gaza darfur tigray
    oromia amhara kashmir ladakh chechnya dagestan abkhazia ossetia transnistria karabakh kurdistan rojava sinai golan
    galilee catatumbo cauca chiapas sinaloa kivu ituri katanga puntland jubaland casamance delgado cachar manipur rakhine
    kachin shan donetsk luhansk kherson zaporizhzhia kharkiv kursk belgorod odesa odessa mariupol bakhmut aleppo idlib
    homs mosul benghazi aden hodeidah jenin nablus rafah
    island islands sea strait straits gulf river lake valley province region district front border strip bank airport
    coast peninsula desert mountains hills plain plateau canal delta oblast north south east west bay cape corridor
    """
)
"""Last words of places: before a colon they say where things happen, and nobody speaks."""

NOT_NAMES = listed(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december the a an this that these those in on at as but and or if when while after
    before since although though however meanwhile also even so for from with by to of his her its their our he she
    it they we you i there here what why how who where yesterday today tomorrow last next no yes not earlier later
    people officials analysts witnesses residents experts critics others lots sources researchers commentators observers
    rebels troops allies diplomats leaders ministers lawmakers protesters activists campaigners scientists doctors
    speaking asked according despite during some many most all both one two three
    """
)

NO_NAMES = ROLES | NATIONS | NOT_NAMES | ORGANISATIONS
"""Words that stand before a person's name, or instead of one."""

NEVER_LAST = ROLES | NATIONS | ORGANISATIONS
"""Words that no person's name ends in."""

PARTICLES = listed("van von der den de del della da di du la le el al bin ibn ben abu ter ten dos das")

HE = listed("mr mr. sir lord king prince spokesman chairman congressman husband father sheikh pope")
SHE = listed("mrs mrs. ms ms. lady dame queen princess spokeswoman chairwoman congresswoman wife mother")

PRONOUNS = listed(
    "he she they it i we you his her their one er sie es wir ich him who il elle ils el ella он она они він вона вони"
)
