"""Reports between two invented states, as outlets serve them: menus, captions, promotions, quotes in several wordings.

Varnia has massed troops on Kestria's border and says that they go home. The comment says so with a spokeswoman's words and
without her name, the courier with her name; the gazette, six weeks later, has the doubts of everybody else.
"""

from typing import NamedTuple

CAPTION = (
    "<figcaption>A still from a film handed out by the Varnian Defence Ministry on March 3, 2026 shows Varnian armour on a"
    " railway wagon after joint manoeuvres. Varnia said on March 3, 2026 it was pulling back part of its forces from the"
    " Kestrian border. (Photo by Handout / Varnian Defence Ministry / NWP)</figcaption>"
)


class Article(NamedTuple):
    """One item of a feed."""

    guid: str
    title: str
    body: str
    """HTML."""
    credit: str = ""
    """Of the `<source>` element."""
    age_min: float = 20
    """How long before its poll it was published."""


def _page(*paragraphs: str) -> str:
    return "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in paragraphs)


COMMENT = Article(
    "comment-1",
    "Varnian withdrawal may mean that President Varo has what he wanted",
    _page(
        f"<figure>{CAPTION}</figure>",
        "Stefan Varo caught the world off balance on Tuesday, March 3, 2026, when the Varnian defence ministry announced that it is"
        " withdrawing some of its troops from the Kestrian border.",
        "What nobody can tell yet is whether the crisis is over or whether this is a feint before something worse.",
        "“March 3, 2026: remember the date, for on it the eastern propaganda machine broke its teeth,” a Varnian foreign"
        " ministry spokeswoman jeered. “Nobody fired and still they lost.”",
        f"<figure>{CAPTION}</figure>",
        "Mr Varo has shown that he can move the markets of half a continent with a train timetable.",
        "Perhaps he merely leaves the table while he is winning. The hour is an odd one for it.",
    ),
)

COURIER = Article(
    "courier-7",
    "Varnian defence ministry says troops are leaving the Kestrian border as Halvarn hails victory",
    _page(
        "Varnia has started to pull back troops from the Kestrian border, the Varnian defence ministry said on Tuesday, and"
        " Halvarn spoke of a victory over the Compact.",
        "“The brigades of the Northern district have done what they were sent to do, are boarding trains since dawn and will"
        " be on the way to their barracks by tonight,” said Anton Brezh, the Varnian defence ministry spokesman.",
        "Pavel Rudin, spokesman of the Varnian presidency, said that troops were withdrawing from the border “as we told"
        " everybody they would once the manoeuvres were finished”.",
        "Foreign ministry spokeswoman Mirela Zoranova said: “March 3, 2026: remember the date, for on it the Eastern"
        " propaganda machine broke its teeth.",
        "“Nobody fired, and still they lost.”",
        "Shares rose on the news: the Callis 250 index gained 0.8 per cent to 19,340.25 points.",
        "A spokesman for the Isles prime minister said there was “a window, and a narrow one,” for talks.",
    ),
)

GAZETTE = Article(
    "gazette-44",
    "Varnia is no better than its word: Marsh scorns the withdrawal from Ostrel",
    _page(
        "Watch: analyst on what Varo stands to lose",
        "By signing up you agree to what our partners may send you. You can leave the list whenever you like.",
        "Ilvar Tresk, Varnian deputy defence minister, said on Monday that Varnia was pulling back its forces from Ostrel to"
        " make the talks easier.",
        "Compact officials doubted that Varnia was withdrawing its troops. “It has the look of a change of saddle in the middle"
        " of a ride,” one of them said.",
        "Defence Secretary Helen Marsh, on a visit to the fjords, denied that Varnian troops were withdrawing. “They take us for"
        " children,” she said. “I would go by their boots and leave their speeches alone.”",
        "The Compact command has seen “a few columns on the road” but called it “a repositioning, not a withdrawal”.",
        "Kestrian president Ilana Korr spoke of “a hopeful sign” that “leaves the guns as loud as they were”.",
        "<p>Kestria war LIVE: Varo shamed as Varnian troops forced to retreat [LIVE]</p>",
        "<p>Compact MAP: the four towns Varnia could strike next [MAP]</p>",
        "<p>Isles POLL: Should the prime minister send more guns? [VOTE]</p>",
        "The Kestrian general staff denied that Varnian troops were withdrawing, and said that single units were being relieved.",
        "Varnian defence minister Oleg Darin said that Varnian forces were withdrawing from Ostrel and Lutz but not from the"
        " east.",
        "The Isles defence ministry doubted that Varnia was pulling back its troops: its roads, it said, could not carry them.",
        "The head of the Varnian delegation, Viktor Semm, said that the pull-back did not amount to a ceasefire.",
        "Source: Read the full article",
    ),
)

REPORTS = (
    Article(
        "report-1",
        "Varnia's deputy defence minister Tresk says brigades are leaving Ostrel and the Lutz valley",
        _page(
            "Ilvar Tresk, Varnian deputy defence minister, said on Monday that Varnia was pulling back its forces from Ostrel"
            " and the Lutz valley to make the talks in Callis easier.",
        ),
    ),
    Article(
        "report-2",
        "Marsh denies that Varnian brigades are leaving Ostrel and the Lutz valley",
        _page(
            "Isles defence secretary Helen Marsh denied on Monday that Varnian troops were withdrawing from Ostrel and the Lutz"
            " valley, as deputy defence minister Tresk had said before the talks in Callis.",
        ),
    ),
    Article(
        "report-3",
        "Kestrian general staff denies that Varnian brigades are leaving Ostrel and the Lutz valley",
        _page(
            "The Kestrian general staff denied on Monday that Varnian troops were withdrawing from Ostrel and the Lutz valley."
            " Single units were being relieved, it said before the talks in Callis.",
        ),
    ),
    Article(
        "report-4",
        "Compact command: brigades in Ostrel and the Lutz valley are repositioning, not withdrawing",
        _page(
            "The Compact command has seen “a few columns on the road” out of Ostrel and the Lutz valley on Monday but called it “a"
            " repositioning, not a withdrawal”, before the talks in Callis.",
        ),
    ),
    Article(
        "report-5",
        "Isles defence ministry doubts that Varnian brigades leave Ostrel and the Lutz valley",
        _page(
            "The Isles defence ministry doubted on Monday that Varnia was pulling back its troops from Ostrel and the Lutz valley"
            " before the talks in Callis: the roads, it said, could not carry them.",
        ),
    ),
)
"""One claim, and four who do not believe it: the Isles, Kestria, the Compact, and the Isles once more."""

CONFIRMED = Article(
    "report-6",
    "Kestrian general staff confirms that Varnian brigades have left Ostrel and the Lutz valley",
    _page(
        "The Kestrian general staff confirmed on Monday that Varnian troops have withdrawn from Ostrel and the Lutz valley, as"
        " deputy defence minister Tresk had said before the talks in Callis.",
    ),
)
"""The other side has seen it too."""

_MENU = "".join(
    f"<li><a href='/{word}'>{word}</a></li>" for word in ("Trending", "World", "Politics", "Opinion", "Health")
)
_SIDE_BAR = (
    "<aside class='related'><ul><li>Eleven killed in strikes on fuel depot</li><li>Hurricane warning for the south coast</li>"
    "</ul></aside>"
)
MIRROR = Article(
    "mirror-9901",
    COMMENT.title,
    f"<header><p>Saturday, 15 May 2027</p><nav><ul>{_MENU}</ul></nav></header><p>Night Mirror > Blog > World > {COMMENT.title}</p>"
    f"<p>© 2027 Night Mirror. All Rights Reserved.</p>{COMMENT.body}{_SIDE_BAR}",
    credit="Isles Chronicle",
)
"""The comment again, on the page of an aggregator that has taken it over fourteen months later."""
