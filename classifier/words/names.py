"""Word lists that tell a person from an office, an organisation, a nation and a topic."""

from classifier.words.fold import listed

ROLES = listed(
    """
    president vice premier prime minister foreign defence defense interior finance deputy chief secretary general
    chancellor ambassador envoy governor mayor senator congressman congresswoman representative spokesman spokeswoman
    spokesperson commander colonel captain sergeant major admiral lieutenant marshal brigadier corporal private officer
    director chairman chairwoman chair head leader king queen prince princess pope archbishop bishop imam ayatollah
    sheikh professor doctor analyst columnist editor author interpreter monitor observer diplomat official lawyer
    attorney prosecutor judge justice crown mp mr mrs ms dr sir lord lady dame lt gen col sgt capt maj cmdr adm prof rev
    sen rep gov st former ex retired acting senior aide adviser advisor counsel expert historian economist republican
    democrat democratic tory labour liberal conservative press state home affairs national security candidate nominee
    frontrunner front runner member minority majority speaker whip strategist reporter journalist coordinator negotiator
    mediator manager executive founder ceo cfo resident witness pm superintendent auditor councilman councilwoman
    commissioner treasurer comptroller rapporteur
    """
) | frozenset(
    ("mr.", "mrs.", "ms.", "dr.", "gen.", "lt.", "col.", "sgt.", "capt.", "maj.", "adm.", "sen.", "rep.", "gov.")
)

PERSONS = listed(
    """
    man woman men women people person persons boy girl teenager student teacher farmer fisherman worker owner driver
    mother father parent wife husband brother sister son daughter uncle aunt cousin widow neighbour neighbor friend
    colleague counterpart ally rival opponent successor predecessor aide staffer adviser operative insider donor
    fundraiser supporter backer critic skeptic sceptic voter protester demonstrator activist campaigner advocate
    lawmaker legislator politician statesman businessman businesswoman billionaire millionaire mogul tycoon investor
    banker broker lender trader economist strategist pollster pundit commentator host anchor moderator presenter
    narrator correspondent blogger writer novelist poet singer actor actress comedian musician artist director producer
    designer architect engineer scientist researcher academic scholar geochemist biologist psychologist epidemiologist
    doctor nurse surgeon physician paramedic medic rescuer hawk dove insurer exporter firefighter policeman policewoman
    detective sheriff deputy constable soldier fighter militant rebel insurgent gunman veteran pilot sailor marine
    paratrooper general lieutenant corporal superintendent captain coach skipper manager player striker midfielder
    defender goalkeeper batsman bowler winger referee cyclist swimmer champion defendant accused suspect victim survivor
    plaintiff lawyer barrister solicitor juror magistrate native newcomer incumbent challenger hopeful contender
    candidate councillor councilman councilwoman alderman commissioner trustee delegate elector resident villager local
    inhabitant shopkeeper pharmacist baker miner priest pastor vicar rabbi cleric monk chief boss leader founder author
    editor source informant whistleblower official envoy diplomat cartographer photographer jurist forecaster lobbyist
    treasurer secretary custodian curator historian librarian publisher speechwriter spokesperson spokespeople lineman
    pupil fan spectator passenger marcher commuter shopper customer patient prisoner inmate refugee migrant tenant
    attendee bystander onlooker rancher hunter shepherd organizer organiser congressman congresswoman republican
    democrat conservative liberal independent libertarian socialist tory
    """
)
"""Words for people whom a writer names by trade, party or tie."""

PEOPLES = listed(
    """
    italian brazilian german russian ukrainian american belgian austrian australian argentine argentinian canadian
    mexican norwegian estonian latvian lithuanian hungarian romanian bulgarian serbian croatian nigerian ghanaian kenyan
    egyptian israeli palestinian iraqi iranian indian pakistani chilean colombian peruvian korean swede dane finn pole
    czech slovak greek turk scot spaniard frenchman frenchwoman englishman irishman dutchman welshman texan californian
    floridian
    """
)
"""Words that with `the` are one person of that nation."""

ORGANISATIONS = listed(
    """
    ministry office committee department agency party council commission court union nations house congress parliament
    senate army navy force forces staff command guard times post journal news herald tribune telegraph guardian sun mail
    radio television tv press university institute college school hospital bank company corporation inc group foundation
    association organization organisation federation league club team alliance coalition movement front brigade
    battalion division regiment service bureau administration government cabinet campaign center centre pentagon kremlin
    downing street taliban hamas hezbollah treasury whitehall nato un eu us u.s. uk idf fbi cia moscow kyiv kiev beijing
    washington london paris berlin brussels tehran ankara warsaw jerusalem riyadh seoul tokyo military militia regime
    junta leadership delegation embassy consulate secretariat firm airline outlet newspaper website magazine publication
    broadcaster ngo charity watchdog regulator panel tribunal presidency police authorities authority board network
    channel wire media pac church society fund states kingdom republic emirates
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
    election elections sanctions talks strike strikes football results weather evacuation bombing consequences audit
    study survey cycling tennis rugby golf cricket boxing athletics swimming rowing hockey baseball basketball soccer
    skiing racing exercise exercises drill drills manoeuvres maneuvers operation mission roundup commentary briefing
    insecurity security
    """
)

PLACES = listed(
    """
    afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahrain bangladesh belarus belgium
    benin bolivia bosnia botswana brazil bulgaria faso burundi cambodia cameroon canada chad chile china colombia
    comoros congo rica croatia cuba cyprus denmark djibouti ecuador egypt salvador eritrea estonia eswatini ethiopia
    finland france gabon gambia georgia germany ghana greece guatemala guinea guyana haiti honduras hungary iceland
    india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya korea kosovo kuwait kyrgyzstan
    laos latvia lebanon lesotho liberia libya lithuania madagascar malawi malaysia mali mauritania mexico moldova
    mongolia montenegro morocco mozambique myanmar burma namibia nepal netherlands nicaragua niger nigeria macedonia
    norway oman pakistan palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda arabia
    senegal serbia leone slovakia slovenia somalia somaliland africa spain lanka sudan suriname sweden switzerland syria
    taiwan tajikistan tanzania thailand togo tunisia turkey turkiye turkmenistan uganda ukraine uruguay uzbekistan
    venezuela vietnam yemen zambia zimbabwe europe asia america sahel balkans caucasus donbas donbass crimea gaza darfur
    tigray oromia amhara kashmir ladakh chechnya dagestan abkhazia ossetia transnistria karabakh kurdistan rojava sinai
    golan galilee catatumbo cauca chiapas sinaloa kivu ituri katanga puntland jubaland casamance delgado cachar manipur
    rakhine kachin shan donetsk luhansk kherson zaporizhzhia kharkiv kursk belgorod odesa odessa mariupol bakhmut aleppo
    idlib homs mosul benghazi aden hodeidah jenin nablus rafah island islands sea strait straits gulf river lake valley
    province region district front border strip bank airport coast peninsula desert mountains hills plain plateau canal
    delta oblast north south east west bay cape corridor
    """
)
"""Last words of places: before a colon they say where things happen, and nobody speaks."""

NOT_NAMES = listed(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december the a an this that these those in on at as but and or if when while after before since
    although though however meanwhile also even so for from with by to of his her its their our he she it they we you i
    there here what why how who where yesterday today tomorrow last next no yes not earlier later people officials
    analysts witnesses residents experts critics others lots sources researchers commentators observers rebels troops
    allies diplomats leaders ministers lawmakers protesters activists campaigners scientists doctors speaking asked
    according despite during some many most all both one two three
    """
)

NO_NAMES = ROLES | NATIONS | NOT_NAMES | ORGANISATIONS
"""Words that stand before a person's name, or instead of one."""

NEVER_LAST = ROLES | NATIONS | ORGANISATIONS
"""Words that no person's name ends in."""

GENERIC_BODIES = listed(
    """
    ministry office committee department agency party council commission court government cabinet campaign police army
    navy force parliament senate house bank company union association group administration bureau institute team board
    """
)
"""Organisations by what they are, which an office names with it: `foreign ministry spokeswoman`."""

PORTFOLIOS = listed(
    """
    transport health education energy environment trade agriculture economy economic economics labor housing culture
    sport sports tourism water planning communications science technology veterans commerce budget information social
    welfare immigration development infrastructure industry fisheries mining oil petroleum climate equality youth
    religious parliamentary emergency emergencies civil digital space
    """
)
"""What ministers and secretaries are of."""

DOCUMENTS = listed(
    """
    statement statements letter letters release communique message messages email emails memo memos note readout
    declaration report reports study studies survey poll lawsuit suit complaint indictment affidavit filing ad advert
    post tweet caption sign placard banner book article editorial document documents transcript script
    """
)
"""Things that say something."""

ADDRESSES = listed("mr mr. mrs mrs. ms ms. sir lord lady dame dr dr.")
"""Forms of address, which are no office."""

NAME_ENDINGS = listed("jr jr. sr sr. ii iii iv")

PARTICLES = listed("van von der den de del della da di du la le el al bin ibn ben abu ter ten dos das")

RANKS = listed("general lieutenant colonel major captain sergeant corporal admiral brigadier marshal")

PRONOUNS = listed(
    "he she they it i we you his her their one er sie es wir ich him who il elle ils el ella он она они він вона вони"
)


def holder(word: str) -> bool:
    """Whether a word, also in the plural, says what somebody is."""
    if word in ROLES or word in PERSONS:
        return True
    if word.endswith(("man", "men")):
        return word not in NATIONS and word not in PEOPLES
    return word.endswith("s") and _plural(word)


def several(word: str) -> bool:
    """Whether a word is the plural of what somebody is: `officials`, `women`."""
    return word.endswith(("men", "women", "people")) or (word.endswith("s") and _plural(word))


def _plural(word: str) -> bool:
    single = word[:-1]
    return (
        single in ROLES or single in PERSONS or single in NATIONS or (word.endswith("ies") and word[:-3] + "y" in ROLES)
    )
