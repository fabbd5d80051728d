"""German marks, in which names and scare words stand as often as speech: which fragments are somebody's words."""

from collections.abc import Iterable

from classifier.words.fold import fold, listed
from classifier.words.passage import Passage

_FUNCTION_WORDS = listed("der die das und den dem nicht ist von mit auf sich ein eine im fur auch wurde")
_ENOUGH = 4
"""Different function words that make a text German: English has `die`, Dutch two or three."""
_SURELY = 5
"""A quotation of as many words is speech, if it is no name."""
_PHRASE = 3
"""Words of a name-like fragment that is speech where the sentence reports another's clause: `an, sie werde „…“`."""
_SIGHT = 8
"""Words around a fragment within which a verb puts it into somebody's mouth."""
_SMALL = listed(
    "der die das des dem den ein eine einer eines einem einen und oder fur von vom zu zum zur im in am an auf mit ohne nach"
    " bei gegen aus uber unter als the of de la du le et and for"
)
"""Words that names are written with in small letters."""
_NAMED = listed(
    "film films zeitung tageszeitung wochenzeitung zeitschrift magazin nachrichtenmagazin nachrichtenmagazins titel namens"
    " name namen sender fernsehsender fernsehsenders nachrichtenagentur agentur song album buch roman lied serie spiel band"
    " firma unternehmen partei schiff typs typ modell operation projekt programm club organisation gruppe verein"
    " internetseite website blatt motto mission festival hotel restaurant diskothek sonde satellit browser ausstellung"
    " sendung tournee tour single stuck gesellschaft stiftung initiative bundnis kurz ubersetzt genannt deutsch"
)
"""Words behind which a name stands in marks."""
_REPORTING = listed(
    "sagt sagte sagten sagen gesagt erklart erklarte erklarten betont betonte betonten bezeichnet bezeichnete bezeichneten"
    " bezeichnen nannte nannten nennt nennen sprach sprachen spricht sprechen gesprochen kritisiert kritisierte kritisierten"
    " forderte forderten fordert fordern warnte warnten warnt gewarnt lobte lobten lobt verurteilte verurteilten verurteilt"
    " bewertete bewertet wertete wertet beurteilte beurteilt meinte meinten meint außerte außerten außert schrieb schrieben"
    " schreibt geschrieben berichtete berichteten berichtet berichten teilte teilten mitteilte mitgeteilt meldete meldet"
    " gemeldet kundigte kundigten kundigt angekundigt behauptete behaupteten behauptet rief riefen gerufen skandiert"
    " skandierten skandierte warf warfen wirft vorwarf vorgeworfen wies wiesen weist zuruckgewiesen verlangte verlangt"
    " verlangten beschrieb beschrieben beschreibt beklagte beklagt bemangelte zitiert zitierte zitierten laut zufolge gemass"
    " angaben aussage aussagen ansicht meinung auffassung worten formulierte formuliert ausdruckte hieß heißt begrundete"
    " begrundet versprach verspricht schlug halt hielt hofft hoffte fugte antwortete antwortet entgegnete verwies bestatigte"
    " bestatigt bestritt dementierte raumte gab gaben rede so riet beschwor prangerten prangerte attestierte attestiert wonach"
    " werfen zeigt zeigte zeigten"
    " demnach befurchtet befurchtete verteidigte rechtfertigte begrusste begrusst wurdigte stufte erwartet sieht"
)
_SUBJUNCTIVE = listed(
    "sei seien habe werde konne musse solle durfe wolle gebe gehe komme stehe bleibe lasse mache sehe handle bestehe"
)
"""The mood of reported speech."""
_NAMING = listed(
    "bezeichnet bezeichnete bezeichneten nannte nannten nennt wertete bewertete beschrieb zuruck kritisierte"
)
_OBJECT_NAMING = listed("nannte nannten nennt nennen")
_SPEAKING = listed("sprach sprachen spricht sprechen gesprochen warnte warnten warnt rede")
_REPROACHING = listed("werfen wirft warf warfen halten halt hielt hielten")
_ARTICLES = listed("ein eine einer eines einem einen der die das den dem")


def is_german(language: str, passages: Iterable[Passage]) -> bool:
    """Whether an item is German: so its feed says, or, where that says nothing, its words do."""
    if language:
        return language[:2].lower() == "de"
    return any(len(_FUNCTION_WORDS.intersection(passage.words)) >= _ENOUGH for passage in passages)


def somebodys(text: str, words: list[str], at: int) -> bool:
    """Whether the quotation at the word `at` of a sentence, `text` in its marks, is speech rather than a name."""
    before = next((word for word in reversed(words[max(0, at - _SIGHT) : at]) if word != '"'), "")
    if before in _NAMED:
        return False
    reported = not _REPORTING.isdisjoint(words)
    if _is_name(text):
        count = len(text.split())
        fewest = _SURELY if _SUBJUNCTIVE.isdisjoint(words) else _PHRASE
        return _called_so(words, at, count) or (reported and count >= fewest)
    return len(text.split()) >= _SURELY or reported or not _SUBJUNCTIVE.isdisjoint(words)


def _is_name(text: str) -> bool:
    """Whether all its longer words are capitalised, as names are, and nouns by themselves."""
    content = [word for word in text.split() if fold(word).strip(".,;:!?()[]") not in _SMALL]
    return not any(word.lstrip("([").islower() or word[:1].islower() for word in content)


def _called_so(words: list[str], at: int, count: int) -> bool:
    """`als „Wortbruch“ bezeichnete`, `nannte das einen „Wortbruch“`, `sprach von einem „Volkskrieg“`."""
    near = words[max(0, at - _SIGHT) : at + _SIGHT]
    if count > 1 and not _OBJECT_NAMING.isdisjoint(near[:_SIGHT]):
        return True
    if words[at + 1 : at + 2] == ["vor"] and not _REPROACHING.isdisjoint(words[max(0, at - _SIGHT) : at]):
        return True
    lead = [word for word in words[max(0, at - _SIGHT) : at] if word not in _ARTICLES][-1:]
    if lead == ["als"]:
        return not _NAMING.isdisjoint(near)
    return lead in (["von"], ["vor"]) and not _SPEAKING.isdisjoint(near)
