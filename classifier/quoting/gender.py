"""What tells `he` from `she`: a given name, an office, a form of address; names given to both are left out."""

from classifier.words.fold import listed

_MALE = listed(
    """
    aaron abdul abdullah abraham adam adrian ahmad ahmed alan albert alejandro aleksandr alexander alexei alfred ali
    allan andrei andrew andrey anthony antonio arthur barack ben benjamin bernard bernie bill bob boris brad brandon
    brendan brett brian bruce bryan carl carlos charles chris christopher chuck claude colin corey craig dan daniel dave
    david dennis dick dmitri dmitry dmytro dominic don donald doug douglas duncan edward emmanuel eric ernest eugene
    ferdinand fernando francis francois frank franz fred frederick gareth gary geoffrey george gerald gerard gordon
    graham greg gregory guy hank hans harold harry harvey hassan hector henry herman hubert hugh hugo hussein ian
    ibrahim igor imran isaac ivan jack jacob jake james jamie jan jared jason javier jean jeff jeffrey jeremy jerome
    jerry jim jimmy joe joel john johnny jonathan jorge jose joseph joshua juan julian justin karl keith ken kenneth
    kevin klaus kyle larry lawrence leo leon leonard leopold louis lucas luis luke mahmoud manuel marc marcus mario mark
    martin marvin matt matthew maurice max mehdi michael miguel mike mikhail mitch mitt mohamed mohammad mohammed moses
    muhammad nathan neil nicholas nick nicolas nigel nikolai noah norman oleg oleksandr oliver omar oscar otto owen
    patrick paul pavel pedro perry peter petr petro phil philip pierre rafael ralph ramon raul ray raymond recep
    reinhard rex ricardo richard rick rob robert roberto robin rod roderick rodrigo roger roland ron ronald roy rudy
    rupert russell ryan salman samuel scott sean sebastian serge sergei sergey serhiy simon stanley stefan stephen steve
    steven stuart ted terry theodore thomas tim timothy toby todd tom tommy tony trevor vadim vasily vernon victor
    viktor sergiy taras bohdan andriy yuriy mykola mykhailo denys kyrylo maksym ruslan arkady gennady leonid anatoly
    yevhen kwame kofi emeka chinedu tunde sanjay rajesh amit rahul vijay arun ravi anil narendra ashok suresh ramesh
    hiroshi kenji takashi shinzo karim khalid yasser mustafa tariq bashar moshe yair naftali itamar petar marko zoran
    piotr tomasz andrzej lars sven henrik arvid nils olof jens mikael jorgen anders giuseppe giacomo matteo luca aurelio
    pablo jesus vincent vitaly vladimir volodymyr wade walter warren wayne wilhelm william winston wolfgang xavier
    yevgeny yuri yusuf zachary
    """
)
_FEMALE = listed(
    """
    abigail adela adele agnes aisha alexandra alice alicia alison amanda amber amelia amina amy ana andrea angela
    angelina anita ann anna anne annette annie antonia april ashley aung audrey barbara beatrice beatriz becky
    bernadette beth betsy betty bianca brenda bridget britney camille candice carly carmen carol carolina caroline
    catherine cathy cecilia charlotte cheryl chloe christina christine cindy claire clara claudia colleen condoleezza
    constance cristina cynthia daisy daniela danielle daria deborah debbie denise diana diane dolores donna doris
    dorothy edith eileen elaine eleanor elena elisabeth elise eliza elizabeth ella ellen elsa emily emma erica erin
    esther eva eve evelyn fatima fiona florence frances francesca gabriela gail gemma geraldine gertrude gina giorgia
    gladys gloria grace greta gwen hannah harriet heather heidi helen helena helga hilary hillary ida ines ingrid irene
    irina isabel isabella ivanka ivana jacinda jackie jane janet janice jasmine jeanne jennifer jenny jessica jill joan
    joanna joanne josephine joyce juanita judith judy julia juliana julie kamala karen karin karina kate katherine
    kathleen kathryn kathy katie katrina kellyanne kimberly kristen kristin kristina laura lauren leila lena leslie lily
    linda lisa liz lois lorraine louise lucia lucy ludmila lydia madeleine maggie malala marcia margaret margarita maria
    mariana marie marina marissa marisol martha mary maryam maureen megan melania melanie melissa mercedes michelle
    mildred miriam moira molly monica nadia nancy naomi natalia natalie natasha nicola nicole nikki nina nora noreen
    olena olga olivia pamela patricia paula pauline peggy penelope penny phyllis priya rachel rebecca regina renee rita
    roberta rosa rosemary rosie roxanne ruth sabrina sally samantha sandra sara sarah sharon sheila shirley silvia
    simone sofia sonia sophia sophie stella stephanie sue susan susanna suzanne svetlana sylvia tamara tanya tatiana
    teresa theresa tiffany tina tove tracey ulrike ursula valentina valerie vanessa vera veronica victoria viola
    virginia viviana wendy yolanda yulia yvette yvonne zainab zoe marta milena katarina petra zuzana oksana iryna halyna
    svitlana tetiana nataliya aminata amal leyla layla zahra priyanka deepa sunita kavita pooja neha rekha ngozi chioma
    abena bettina anneke hedda sunniva delphine eilidh ilse birgit astrid solveig freya ruta rasa daina
    """
)
_HE = listed(
    """
    mr mr. sir lord king prince spokesman chairman congressman councilman businessman salesman husband father uncle man
    boy actor sheikh pope
    """
)
_SHE = listed(
    """
    mrs mrs. ms ms. lady dame queen princess spokeswoman chairwoman congresswoman councilwoman businesswoman wife mother
    aunt widow woman girl actress
    """
)


_EITHER = listed(
    "sasha nikita ilya misha kolya akira kenta isa musa ezra krishna shiva dana luka nikola elisha moussa issa hamza"
    " osama yahya taha zakaria mostafa"
)


def likely_sex(name: str) -> str:
    """`she` for a given name in `-a` that no list knows: likely, not sure."""
    given = name.split()[0].lower() if name else ""
    likely = " " in name and given.endswith("a") and not (given in _MALE or given in _EITHER)
    return "she" if likely else ""


def sex(name: str, offices: set[str]) -> str:
    """`he` or `she` where an office, a form of address or the given name tells it, in that order; else empty."""
    him, her = not _HE.isdisjoint(offices), not _SHE.isdisjoint(offices)
    if him != her:
        return "he" if him else "she"
    given = name.split()[0].lower() if name else ""
    return "he" if given in _MALE else "she" if given in _FEMALE else ""
