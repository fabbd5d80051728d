"""Who doubts it, and who contradicts whom? Claim and doubt side by side, by side and speaker.

A denial in a subordinate clause is shown as what it is, a denial with its holder, and not left out: nothing that rings for claims
finds it.
"""

import pytest

from storage.severity import SEVERITIES
from tests.alerts.situations.articles import CONFIRMED, GAZETTE, REPORTS, Article
from tests.alerts.situations.newsroom import Newsroom

URGENT = SEVERITIES.index("urgent")
CLAIM, ISLES, KESTRIA, COMPACT, ISLES_AGAIN = REPORTS


@pytest.fixture
def press(newsroom: Newsroom) -> list[int]:
    """Six papers that have been watched for a while."""
    return [newsroom.source(f"Paper {n}") for n in range(6)]


def serve(newsroom: Newsroom, press: list[int], *articles: Article) -> None:
    """Each from a paper of its own, two minutes apart."""
    for source, article in zip(press, articles, strict=False):
        newsroom.serve(source, article)


def stances(newsroom: Newsroom, item_id: int, label: str) -> dict[str, set[str]]:
    """Speaker -> the stances of the tags that are theirs."""
    view = newsroom.reader().story(item_id)
    assert view is not None
    found: dict[str, set[str]] = {}
    for tag in view.tags:
        if tag.label == label:
            found.setdefault(tag.holder, set()).add(tag.stance)
    return found


def test_each_speaker_of_one_article_has_his_own_stance(newsroom: Newsroom, press: list[int]) -> None:
    (item_id,) = newsroom.serve(press[0], GAZETTE).new
    assert stances(newsroom, item_id, "withdrawal") == {
        "Ilvar Tresk": {"claimed"},
        "Oleg Darin": {"claimed"},
        "Compact officials": {"doubted"},
        "Helen Marsh": {"denied"},
        "Compact command": {"denied"},
        "Kestria General Staff": {"denied"},
        "Isles defence ministry": {"doubted"},
    }


def test_what_is_called_no_withdrawal_and_no_ceasefire_is_claimed_by_nobody(
    newsroom: Newsroom, press: list[int]
) -> None:
    (item_id,) = newsroom.serve(press[0], GAZETTE).new
    assert stances(newsroom, item_id, "deescalation") == {"Viktor Semm": {"denied"}}
    (compact,) = newsroom.serve(press[1], COMPACT).new
    assert {stance for found in stances(newsroom, compact, "withdrawal").values() for stance in found} == {"denied"}
    assert all(found != compact for found in evidence(newsroom, "withdrawal-claimed"))


def evidence(newsroom: Newsroom, rule: str) -> list[int]:
    """The items that a rule's only alert rests on, in order."""
    view = newsroom.reader().alert(newsroom.alert(rule).id)
    assert view is not None
    return [row.item_id for row in view.evidence]


def test_a_contradiction_rings_once_and_urgently_when_the_second_side_doubts(
    newsroom: Newsroom, press: list[int]
) -> None:
    serve(newsroom, press, CLAIM, ISLES)
    assert newsroom.alerts("contradiction") == []
    serve(newsroom, press[2:], KESTRIA)
    alert = newsroom.alert("contradiction")
    assert (alert.severity, alert.state) == (URGENT, "new")
    assert newsroom.told("contradiction") == ["first"]
    (notice,) = (each for each in newsroom.notices() if each.rule == "contradiction")
    assert all(side in notice.said.replace(",", " ").split() for side in ("va", "ui", "ke"))


def test_who_doubts_it_later_on_a_side_that_has_spoken_only_attaches(newsroom: Newsroom, press: list[int]) -> None:
    serve(newsroom, press, CLAIM, ISLES, KESTRIA)
    newsroom.acts("ana").set_alert_state([newsroom.alert("contradiction").id], "acked")
    serve(newsroom, press[3:], ISLES_AGAIN)
    assert newsroom.alert("contradiction").state == "acked"
    assert newsroom.alert("contradiction").evidence == 4
    assert newsroom.told("contradiction") == ["first"]


def test_a_side_that_had_not_spoken_makes_an_acknowledged_one_ring_again(newsroom: Newsroom, press: list[int]) -> None:
    serve(newsroom, press, CLAIM, ISLES, KESTRIA)
    newsroom.acts("ana").set_alert_state([newsroom.alert("contradiction").id], "acked")
    newsroom.wait(15 * 60_000)
    serve(newsroom, press[3:], COMPACT)
    assert newsroom.alert("contradiction").state == "new"
    assert newsroom.told("contradiction") == ["first", "side"]
    assert "nc" in newsroom.notices()[-1].said


def test_what_a_side_has_said_of_it_is_there_by_side_and_primary_and_in_order(
    newsroom: Newsroom, press: list[int]
) -> None:
    serve(newsroom, press, *REPORTS, CONFIRMED)
    view = newsroom.reader().story(1)
    assert view is not None
    isles = [(claim.stance, claim.primary) for claim in view.claims if claim.side == "ui"]
    assert isles == [("denied", "Isles defence ministry"), ("doubted", "Isles defence ministry")]
    assert evidence(newsroom, "contradiction") == sorted(evidence(newsroom, "contradiction"))
