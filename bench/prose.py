"""Feeds of our own prose, the size of real ones: the same numbers give the same words in every run."""

import random
from email.utils import formatdate
from html import escape

_WHO = (
    "the defence ministry", "a border guard commander", "the foreign minister", "two western officials", "the mayor",
    "the general staff", "a spokesman for the observer mission", "the regional governor", "railway workers",
    "the deputy prime minister", "a naval attaché", "the interior ministry", "opposition lawmakers", "a relief agency",
    "the presidential office", "three diplomats", "the chief of the southern command", "residents", "the port authority",
    "a military analyst in Lisova",
)  # fmt: skip
_DID = (
    "said its units had begun loading for the journey back to their garrisons",
    "denied that any battalion had left its positions",
    "warned of strikes should the convoy move",
    "called the rail movements a rotation and not a pull-back",
    "opened a new bridge in front of a small crowd",
    "said talks on the grain corridor would resume on Tuesday",
    "reported a quiet night along the river",
    "published figures on the harvest",
    "asked the council for another month to count the dead",
    "saw no sign of the promised withdrawal",
    "counted forty tank transporters heading north",
    "announced the closure of the western crossing until further notice",
    "promised fuel and flour before the first snow",
    "rejected the report as a fairy tale for foreign ears",
    "described artillery fire that lasted until dawn",
    "raised the readiness of its air defence",
    "offered to exchange prisoners by the end of the month",
    "expected the last engineers to leave by Friday",
    "recorded two overflights by unmanned aircraft",
    "inspected the pumping station after the flood",
    "put the price of bread under supervision",
    "welcomed the return of the first field hospital",
)  # fmt: skip
_WHAT = (
    "A column of lorries", "The night train", "Repair crews", "The last ferry", "Field kitchens", "Two cranes",
    "School buses", "A row of tents", "The old grain elevator", "Power lines", "A convoy of white vans", "Market stalls",
    "Pontoon sections", "Fuel wagons", "Survey drones", "The relay mast", "Sandbags", "A water main", "Snow ploughs",
    "The weekly mail truck",
)  # fmt: skip
_STOOD = (
    "stood idle for most of the day", "moved at walking pace past the checkpoint", "went out of use until the thaw",
    "lined the road as far as the quarry", "blocked the only paved lane", "came back into service after two weeks",
    "drew a crowd of onlookers", "lay under a thin layer of ash", "passed without being stopped", "broke down twice",
    "filled the square in front of the town hall", "disappeared behind the tree line", "arrived three hours late",
    "burned through the evening", "waited for spare parts", "glittered in the low sun", "sank into the mud of the shoulder",
    "formed the front of a long queue", "changed hands for the second time", "ran on a single track",
)  # fmt: skip
_WHERE = (
    "Ostmark", "the Varna gap", "Lisova", "the northern bank", "Port Hale", "Cape Dorn", "the Sula valley", "Brenkov",
    "the salt flats", "Old Mirna", "the Tavor ridge", "Keld", "the twin lakes", "Radomir junction", "Stavna", "Halvik",
    "the airfield at Orsk", "Pellin", "the Grey Marsh", "Dubra", "Senj market", "the Kora dam", "Velka", "Fort Anselm",
    "the eastern suburbs", "Morava bridge", "Tarn", "the customs post at Ilz", "Zelen", "the Amber coast",
)  # fmt: skip
_WHEN = (
    "on Monday", "overnight", "for the third time this month", "before noon", "late on Thursday", "this week", "today",
)  # fmt: skip
_WIRE_EVERY, _WIRE_FEEDS = 7, 20
"""One item in so many is a wire story, which so many feeds carry word for word."""
_BETWEEN_S = 600
_PUBLISHABLE = 10
"""So many items can be published before a feed runs ahead of the clock."""


def feed(n: int, items: int, published: int, began_s: int) -> bytes:
    """RSS 2.0 of feed `n`: the newest `items` items once `published` more have come, newest first."""
    newest = items + published - 1
    entries = "".join(
        _item(n, k, began_s - (items + _PUBLISHABLE - k) * _BETWEEN_S) for k in range(newest, newest - items, -1)
    )
    head = f"<title>Feed {n}</title><link>http://feed{n}.example/</link><description>News of district {n}</description>"
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>{head}{entries}</channel></rss>'.encode()
    )


def _item(n: int, k: int, at_s: int) -> str:
    wire = k % _WIRE_EVERY == 0
    chance = random.Random(f"wire {n // _WIRE_FEEDS} {k}" if wire else f"{n} {k}")
    title, lead = news(chance), news(chance)
    scenes = " ".join(f"{scene(chance)}." for _ in range(4))
    count = chance.randrange(10, 90_000_000)
    quote = f"“We have counted {count} vehicles and no more,” said Colonel Anna Brandt of the observer mission."
    return (
        f'<item><title>{escape(title)}, report {count}</title><guid isPermaLink="false">{n}-{k}</guid>'
        f"<link>http://feed{n}.example/{k}</link><pubDate>{formatdate(at_s)}</pubDate>"
        f"<description>{escape(f'{lead}. {scenes} {quote}')}</description></item>\n"
    )


def news(chance: random.Random) -> str:
    """Who did what, where and when."""
    who, did = chance.choice(_WHO), chance.choice(_DID)
    return f"{who[0].upper()}{who[1:]} {did} near {chance.choice(_WHERE)} {chance.choice(_WHEN)}"


def scene(chance: random.Random) -> str:
    """What stood or moved, where and when."""
    return f"{chance.choice(_WHAT)} {chance.choice(_STOOD)} near {chance.choice(_WHERE)} {chance.choice(_WHEN)}"
