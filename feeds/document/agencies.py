"""News agencies, and the names under which papers credit them."""

import re

_TABLE = """
AFP: afp, Agence France-Presse, Agence France Presse, France-Presse, АФП
AP: ap, apnews, Associated Press, АП
Reuters: Thomson Reuters, Reuter, rtr, Рейтер, Рейтерс, Ройтерс
Thomson Reuters Foundation:
Bloomberg: Bloomberg News, Блумберг
UPI: United Press International
PA Media: Press Association, PA
Canadian Press: La Presse Canadienne, CP
AAP: Australian Associated Press
dpa: Deutsche Presse-Agentur, dpa-AFX, dpa-infocom, ДПА
KNA: Katholische Nachrichten-Agentur
epd: Evangelischer Pressedienst
SID: sid, Sport-Informations-Dienst
APA: apa, Austria Presse Agentur, Austria Presse-Agentur
Keystone-SDA: SDA, sda, ATS, ats, Keystone-ATS, sda-ats, Schweizerische Depeschenagentur, Agence télégraphique suisse
ANP: Algemeen Nederlands Persbureau
Belga: Agence Belga, Belga News Agency
EFE: efe, Agencia EFE, ЭФЭ
Europa Press:
ANSA: Agenzia ANSA, АНСА
AGI: Agenzia Italia
Adnkronos:
askanews:
LaPresse:
Lusa: Agência Lusa
Ritzau:
NTB: Norsk Telegrambyrå
TT: TT Nyhetsbyrån, Tidningarnas Telegrambyrå
STT: STT-Lehtikuva
BNS: Baltic News Service
LETA:
ELTA:
PAP: Polska Agencja Prasowa, ПАП
ČTK: CTK, Česká tisková kancelář, Czech News Agency
TASR:
MTI: Magyar Távirati Iroda
Agerpres:
BTA: Bulgarian News Agency, БТА
HINA:
Tanjug: Танјуг
FoNet:
Beta: Beta News Agency
SRNA:
ANA-MPA: Athens-Macedonian News Agency
Anadolu: Anadolu Agency, Anadolu Ajansı, AA, Анадолу
DHA: Demirören Haber Ajansı
İHA: IHA, İhlas Haber Ajansı
TASS: ITAR-TASS, ТАСС, ИТАР-ТАСС
RIA Novosti: RIA, РИА Новости, РИА, РІА Новости
Sputnik: Спутник
Interfax: Интерфакс, Интерфакс-Россия, Інтерфакс, INTERFAX.RU
Interfax-Ukraine: Интерфакс-Украина, Інтерфакс-Україна
Ukrinform: Укринформ, Укрінформ
UNIAN: УНИАН, УНІАН
UNN: УНН, Ukrainian National News, Українські Національні Новини
RBC-Ukraine: РБК-Украина, РБК-Україна
BelTA: БЕЛТА, БелТА
Interfax-West: Интерфакс-Запад
Moldpres: Молдпрес
Armenpress: Арменпресс
Azertac: AZERTAC, АЗЕРТАДЖ
Kazinform: Казинформ
Xinhua: Xinhua News Agency, Синьхуа, 新华社, 新華社
Kyodo: Kyodo News, 共同
Jiji: Jiji Press, 時事
Yonhap: Yonhap News, Yonhap News Agency, 연합뉴스
KCNA: ЦТАК
PTI: Press Trust of India
ANI: Asian News International
IANS: Indo-Asian News Service
UNI: United News of India
APP: Associated Press of Pakistan
BSS: Bangladesh Sangbad Sangstha
Bernama:
Antara:
VNA: Vietnam News Agency
QNA: Qatar News Agency
SPA: Saudi Press Agency
WAM: Emirates News Agency
KUNA: Kuwait News Agency
PETRA: Petra News Agency, Jordan News Agency
SANA: Syrian Arab News Agency, САНА
MENA: Middle East News Agency
NNA: National News Agency
WAFA:
IRNA: Islamic Republic News Agency
ISNA: Iranian Students News Agency
Tasnim: Tasnim News Agency, Тасним
Fars: Fars News Agency, Фарс
NAN: News Agency of Nigeria
Télam: Telam
Agência Brasil:
Prensa Latina:
Notimex:
"""
"""Canonical name: its other names. A short one is known only in its own letters or in capitals: Ria and Ana are people."""

_SHORT = 6
_AGENCIES = {
    canonical: (canonical, *(name.strip() for name in names.split(",") if name.strip()))
    for canonical, _, names in (line.partition(":") for line in _TABLE.strip().splitlines())
}
NAMES: dict[str, str] = {name: canonical for canonical, names in _AGENCIES.items() for name in names}
"""Every name, and the canonical one of its agency."""
_LONG = {name.casefold(): canonical for name, canonical in NAMES.items() if len(name) > _SHORT}
_SPELLED = NAMES | {name.upper(): canonical for name, canonical in NAMES.items()}

_BEFORE = re.compile(
    r"^(?:©|\(c\)|the\b|l['’]|die\b|der\b|agency\b|agencia\b|agence\b|agenzia\b|agentur\b|nachrichtenagentur\b|корр\."
    r"|агентств\w*|информагентств\w*|інформагентств\w*|иа\b|іа\b)\s*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r",?\s+(?:(?:russian )?news ?agency|staff|(?:\w+ ){0,3}(?:writers?|correspondents?|reporters?)|editorial|newsroom"
    r"|newswires?|wire|news|english|international|world(?: service)?|top|redaktion)$",
    re.IGNORECASE,
)
_SITE = re.compile(r"(?:www\.)?([\w-]+)\.(?:com|de|fr|es|ru|ua|org|net|by|com\.ua)", re.IGNORECASE)
_AND = re.compile(r"\s*[/,;&+|]\s*|\s+(?:and|und|et|y|e|и|і|та)\s+")
_INITIALS = re.compile(r"[a-zäöü]{2,4}")
"""Of an editor or a desk, as German agencies sign: `dpa/tmn`."""


def agency_of(name: str) -> str:
    """Return the canonical name of the agency that a name is, with what is said around it (`AP News`), or nothing."""
    name = name.strip(" «»„“”\"'.:")
    if site := _SITE.fullmatch(name):
        name = site[1].upper()
    for _ in range(3):
        if found := _SPELLED.get(name) or _LONG.get(name.casefold()):
            return found
        name = _AFTER.sub("", _BEFORE.sub("", name)).strip(" «»„“”\"'")
    return ""


def first_agency(names: str) -> str:
    """Return the first of several agencies (`Reuters/AFP`), or nothing where anybody else stands among them."""
    first, *others = _AND.split(names)
    known = all(agency_of(other) or _INITIALS.fullmatch(other) for other in others)
    return agency_of(first) if known else ""
