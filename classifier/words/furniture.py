"""A page's furniture (menus, credits, links, consent) is blanked before anything reads a text: it says nothing of the event.

Furniture is a whole line, or runs from its first word to the end of its line, so that it never tears a quotation.
"""

import re

from classifier.words.fold import fold
from classifier.words.passage import MAX_CHARS

_MENU_WORDS = 4
"""A line this short, without an end mark, in a text of several lines is a menu entry."""
_HEADLINE_WORDS = 16
_LIST_LINES = 3
"""So many headlines one below the other are a list of related articles, or navigation."""
_SOURCE_CHARS = 80
_LINE_ENDS = (".", "!", "?", "…", '"', "'", ":", ";", ",", ")")
_BULLETS = ("•", "·", "▪", "►", "▶", "|", "*", "- ", "– ", "→", "↓")

# Words addressed to the reader. At the start of a sentence nobody else is spoken to, so all that follows is furniture.
_CALLS = """
    read more|read also|also read|read the full|read full|read next|read our|read on|see also|see more|more on this|learn more
    click here|tap here|continue reading|keep reading|view original|view the full|watch live|watch more|watch the video
    listen to the podcast|follow us|follow our|follow live|follow the latest|follow @|sign up|subscribe to|subscribe now
    join our newsletter|join our channel|join us on|get our app|get our newsletter|get the latest|download our app
    share this|share on|share via|jump to|back to top|show key events
    skip to content|leave a comment|story continues below|article continues|support our journalism
    reporting by|writing by|editing by|additional reporting by|photo by|photos by|copyright ©|copyright 20|(c) 20
    читайте также|читать далее|читать дальше|читать полностью|подробнее читайте|смотрите также|подписывайтесь|подпишитесь
    следите за нами|поделиться в|присоединяйтесь к|фото автора|все права защищены
    читайте також|читати далі|читати повністю|дивіться також|підписуйтесь|підпишіться|стежте за нами|приєднуйтесь до
    усі права захищені|всі права захищені
    lesen sie auch|lesen sie mehr|lesen sie hier|weiterlesen|hier weiterlesen|jetzt abonnieren
    abonnieren sie|folgen sie uns|zum newsletter|alle rechte vorbehalten|melden sie sich
    lire aussi|a lire aussi|lire la suite|lire egalement|a lire egalement|voir aussi|en savoir plus|abonnez-vous|suivez-nous
    inscrivez-vous|partager sur|tous droits reserves
    lea tambien|lee tambien|leer tambien|leer mas|lea mas|seguir leyendo|sigue leyendo|vea tambien|le puede interesar
    te puede interesar|mas informacion|suscribete|suscribase|siganos|siguenos|compartir en|todos los derechos reservados
"""
# Words that label what stands behind their colon, or stand alone on a line.
_LABELS = """
    related|related articles|related stories|related news|related topics|more on|more from|recommended|recommended for you
    most read|trending|tags|topics|filed under|share|advertisement|watch|listen|photo|photos|photograph|image|picture|caption
    image caption|image credit|photo credit|file photo|video|credit|live updates|key events|newsletter|comments|follow
    по теме|еще по теме|теги|темы|поделиться|реклама|фото|видео|по материалам|подробнее|подпись к фото|автор фото
    за темою|теми|поширити|відео|за матеріалами|докладніше|підпис до фото|автор фото
    mehr dazu|mehr zum thema|themen|anzeige|teilen|bild|foto|bildunterschrift|video|siehe auch
    sur le meme sujet|publicite|partager|legende|credit photo|a voir
    noticias relacionadas|relacionado|temas|etiquetas|publicidad|compartir|imagen|pie de foto
"""
_SOURCES = "source|sources|via|quelle|quellen|fuente|fuentes|источник|источники|джерело|джерела"
# Words that no report uses of its event: their sentence is a credit, a consent or a newsletter notice.
_NOTICE_TABLE = """
    ©|getty images|afp photo|ap photo|mandatory credit|restricted to editorial use|advertising campaigns|all rights reserved
    appeared first on|first appeared on|this live blog|this live page|your sign-up|your inbox|unsubscribe
    our newsletter|privacy policy|privacy notice
    terms of use|cookie policy|cookie settings|use cookies|uses cookies|accept cookies|accept all cookies|cookies to
    файлы cookie|файлов cookie|файли cookie|файлів cookie|политика конфиденциальности|політика конфіденційності
    verwenden cookies|verwendet cookies|cookies akzeptieren|datenschutzerklarung
    utilise des cookies|utilisons des cookies|politique de confidentialite|utiliza cookies|utilizamos cookies|politica de privacidad
"""


def _phrases(table: str) -> list[str]:
    """The phrases of a table, the longest first, since a pattern takes the first that fits."""
    return sorted(
        {phrase.strip() for phrase in table.replace("\n", "|").split("|")} - {""},
        key=lambda phrase: (-len(phrase), phrase),
    )


def _any(phrases: list[str]) -> str:
    return "|".join(map(re.escape, phrases))


_NOTICES = _phrases(_NOTICE_TABLE)
_OPENING = re.compile(
    rf"(?:{_any(_phrases(_CALLS))})(?!\w)"
    rf"|(?:{_any(_phrases(_LABELS))})\s?(?::|$)"
    rf"|(?P<source>{_any(_phrases(_SOURCES))})\s?:"
)
_HEADS = frozenset(phrase[:3] for table in (_CALLS, _LABELS, _SOURCES) for phrase in _phrases(table))
"""How an opening begins: most sentences need no closer look."""
_LIVE_TAG = re.compile(
    r"\[(?:live|map|vote|video|photos?|analysis|insight|reveal|revealed|latest|pictures|comment)\]\s*$"
)
_BEGINNING = re.compile(r"[(\[|>→.!?…)\]\"](?:(?<=[(\[|>→])\s*|\s+)")
"""What a sentence, a bracket or a link begins behind: a call straight behind a quotation mark is somebody's words."""


def bare(text: str) -> str:
    """The text with its furniture blanked out; as long as the text itself, so that offsets hold."""
    if not text:
        return text
    folded = fold(text[:MAX_CHARS])
    notices = [phrase for phrase in _NOTICES if phrase in folded]
    if "\n" not in folded:
        cut = _furniture_at(text, 0, folded, notices)
        return text if cut == len(folded) else text[:cut] + " " * (len(folded) - cut) + text[len(folded) :]
    lines = folded.split("\n")
    listed = _listed(lines)
    kept: list[str] = []
    first = 0
    for number, line in enumerate(lines):
        cut = 0 if number in listed else _furniture_at(text, first, line, notices)
        kept.append(text[first : first + cut] + " " * (len(line) - cut))
        kept.append(text[first + len(line) : first + len(line) + 1])
        first += len(line) + 1
    return "".join(kept) + text[first:]


def _furniture_at(text: str, first: int, line: str, notices: list[str]) -> int:
    """Where in a folded line, which stands in the text from `first`, its furniture begins."""
    live = _LIVE_TAG.search(line)
    cut = _sentence_start(line, live.start()) if live else len(line)
    for at in (len(line) - len(line.lstrip()), *[beginning.end() for beginning in _BEGINNING.finditer(line)]):
        opening = _OPENING.match(line, at) if line[at : at + 3] in _HEADS else None
        if opening and (not opening["source"] or _names_sources(text, first + opening.end(), first + len(line))):
            cut = min(cut, at)
            break
    if '"' not in line:  # somebody's words about a newsletter are no notice
        cut = min([cut, *(_notice_at(line, line.find(phrase)) for phrase in notices if phrase in line)])
    return cut


def _names_sources(text: str, start: int, end: int) -> bool:
    """Whether only names stand there: `Source: Harbour Radio`, unlike the headline `Sources: ferry to sail`."""
    if end - start > _SOURCE_CHARS:
        return False
    words = text[start:end].replace("/", " ").split()
    return bool(words) and not any(word[0].islower() and "." not in word for word in words)


def _notice_at(line: str, at: int) -> int:
    """Where the sentence around a notice begins; `The post …` is one however many titles stand in it."""
    if line.startswith(("appeared first on", "first appeared on"), at):
        post = line.rfind("the post ", 0, at)
        if post >= 0:
            return post
    return _sentence_start(line, at)


def _sentence_start(line: str, at: int) -> int:
    """Where the sentence that holds `at` begins."""
    end = max(line.rfind(mark, 0, at) for mark in (". ", "! ", "? ", "… "))
    return end + 2 if end >= 0 else 0


def _listed(lines: list[str]) -> frozenset[int]:
    """The numbers of the lines that are menu entries, bullets without a sentence, or one of several headlines in a row."""
    loose = [n for n, line in enumerate(lines) if line.strip() and not line.rstrip().endswith(_LINE_ENDS)]
    several = sum(1 for line in lines if line.strip()) >= _LIST_LINES
    found = {n for n in loose if lines[n].lstrip().startswith(_BULLETS)}
    row: list[int] = []
    for n in loose[1:] if loose[:1] == [0] else loose:
        words = len(lines[n].split())
        if several and words <= _MENU_WORDS:
            found.add(n)
        if row and any(line.strip() for line in lines[row[-1] + 1 : n]):
            row = []
        row = [*row, n][-_LIST_LINES:] if words <= _HEADLINE_WORDS else []
        if len(row) == _LIST_LINES:
            found.update(row)
    return frozenset(found)
