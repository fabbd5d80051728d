"""Payload v1: what a receiver is told, in a fixed shape and a bounded size, whatever feeds say."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from alerts.delivery import payload
from alerts.rules import Channel, Rules
from storage.alerting.outbox import Told
from tests.storage.desk import NOW_MS, Desk, by, entry, quote, tag
from tests.storage.ruling import match, rule, rung

ALWAYS = {"v": int, "notification_reason": str, "severity": str, "said": str, "at": str}
NOTICE = ALWAYS | {
    "alert": {
        "id": int, "seq": int, "rule": str, "rule_rev": int, "severity": str, "state": str, "reason": str, "title": str,
        "owner": str, "first": str, "last": str, "story": int | None, "source": str,
    },
    "counts": {"items": int, "families": int, "origins": int, "primaries": int, "sides": int},
    "primaries": [str],
    "sides": [str],
    "evidence": [{
        "item": int, "title": str, "link": str, "source": str, "family": str, "origin": str, "grade": str,
        "published": str | None, "first_seen": str, "revision": int, "part": str, "flag": str,
        "matched": [{"label": str, "stance": str, "in": str, "words": str}],
        "quotes": [{"text": str, "kind": str, "speaker": str, "role": str, "side": str}],
    }],
}  # fmt: skip
DIGEST = ALWAYS | {
    "notices": int, "rules": {}, "gravest": [{"notice": int, "severity": str, "rule": str, "title": str, "said": str}],
}  # fmt: skip
EMERGENCY = ALWAYS | {"cause": str}
"""The shapes that receivers rely on, as docs/alerts.md has them: a key that goes, or is of another type, is another version."""

HOSTILE = "\x1b]52;c;aGk=\x07\u202egnp.exe\u0000 \r\n<b>&amp;</b>"


def _ring(desk: Desk, *entries: Any) -> list[dict[str, Any]]:
    """Poll these, a source each, with a rule that goes to a webhook; returns what is to be sent."""
    leaving = rule("leaving", match("tag:withdrawal"), "notice", rung("urgent", primaries=2), to=("desk", "duty"))
    channels = {"desk": Channel("desk", "terminal"), "duty": Channel("duty", "webhook")}
    desk.rules = Rules((leaving,), channels=channels, cooldown_ms=0)
    for n, each in enumerate(entries):
        desk.poll(desk.source(f"Paper {n}", grade="B", side="ru" if n % 2 else ""), each, age_ms=60_000)
    return [json.loads(str(text)) for (text,) in desk.all("SELECT payload FROM outbox ORDER BY id")]


def _claim(n: int = 0, title: str = "Units leave the garrison", link: str = "") -> Any:
    said = f"We leave the garrison tonight, all {n} of us"
    return entry(
        title,
        summary=f"{said}, he said",
        guid=str(n),
        link=link or f"https://paper.example/{n}",
        tags=[tag("withdrawal", "claimed", holder=by(f"Ministry {n}", who="organisation"))],
        quotes=[quote(said, f"Ministry {n}", who="organisation", role="spokesman")],
    )


def test_a_payload_tells_the_alert_its_evidence_and_whose_word_it_is(desk: Desk) -> None:
    (told,) = _ring(desk, _claim())
    assert told["v"] == 1
    assert (told["notification_reason"], told["severity"]) == ("first", "notice")
    assert told["said"]
    alert = told["alert"]
    assert (alert["id"], alert["seq"], alert["rule"], alert["severity"]) == (1, 1, "leaving", "notice")
    assert (alert["state"], alert["title"], alert["story"]) == ("new", "Units leave the garrison", 1)
    assert alert["first"] == "2027-01-15T08:00:02.000Z"
    assert told["counts"] == {"items": 1, "families": 1, "origins": 1, "primaries": 1, "sides": 0}
    assert told["primaries"] == ["Ministry 0"]
    (item,) = told["evidence"]
    assert (item["title"], item["link"], item["source"], item["grade"]) == (
        "Units leave the garrison", "https://paper.example/0", "Paper 0", "B",
    )  # fmt: skip
    assert item["matched"] == [{"label": "withdrawal", "stance": "claimed", "in": "title", "words": "Units"}]
    (said,) = item["quotes"]
    assert (said["text"], said["speaker"], said["role"]) == (
        "We leave the garrison tonight, all 0 of us", "Ministry 0", "spokesman",
    )  # fmt: skip


def _has(shape: Any, told: Any) -> bool:
    """Is it of this shape, key for key? `{}` is any names with counts."""
    if shape == {}:
        return all(isinstance(count, int) for count in told.values())
    if isinstance(shape, dict):
        return list(shape) == list(told) and all(_has(shape[key], told[key]) for key in shape)
    if isinstance(shape, list):
        return isinstance(told, list) and all(_has(shape[0], each) for each in told)
    return isinstance(told, shape)


def test_every_payload_is_of_its_shape(desk: Desk) -> None:
    told = _ring(desk, _claim(0), _claim(1))
    assert all(each["evidence"] and each["evidence"][0]["quotes"] and each["evidence"][0]["matched"] for each in told)
    assert all(_has(NOTICE, each) for each in told)
    assert _has(DIGEST, json.loads(payload.digest([Told(1, 3, "leaving", "Units leave", "1 origin")], NOW_MS)))
    assert _has(ALWAYS, json.loads(payload.sample("olena", NOW_MS)))
    assert _has(EMERGENCY, json.loads(payload.emergency("disk", "the disk is full", NOW_MS)))


def test_a_climbed_alert_says_so_and_counts_anew(desk: Desk) -> None:
    _, raised = _ring(desk, _claim(0), _claim(1))
    assert (raised["severity"], raised["alert"]["severity"], raised["alert"]["seq"]) == ("urgent", "urgent", 2)
    assert raised["counts"]["primaries"] == 2
    assert raised["evidence"][0]["source"] == "Paper 1", "what is news comes first"


def test_what_feeds_say_comes_without_controls_and_cut(desk: Desk) -> None:
    long = "leave " * 5_000
    (told,) = _ring(desk, _claim(0, f"Units {HOSTILE} {long}"))
    text = json.dumps(told, ensure_ascii=False)
    assert text.isprintable()
    assert len(told["evidence"][0]["title"]) <= 300
    assert told["alert"]["title"].startswith("Units ]52;c;aGk=gnp.exe <b>")


def test_a_great_alert_makes_a_payload_of_bounded_size(desk: Desk) -> None:
    claims = [_claim(n, f"Units leave the garrison {'much ' * 50}") for n in range(14)]
    told = _ring(desk, *claims)[-1]
    assert told["counts"]["items"] == 14
    assert len(told["evidence"]) == 10
    assert len(json.dumps(told)) < 40_000


def test_a_link_that_would_be_cut_is_left_out(desk: Desk) -> None:
    (told,) = _ring(desk, _claim(link=f"https://paper.example/{'a' * 3_000}"))
    assert told["evidence"][0]["link"] == ""


def test_the_name_of_the_delivery_comes_first_when_it_is_sent() -> None:
    assert payload.named("1:2:duty", '{"v":1}') == '{"delivery":"1:2:duty","v":1}'


@given(st.text(), st.integers(1, 400))
def test_a_clean_line_is_one_line_of_what_can_be_printed(text: str, most: int) -> None:
    line = payload.clean(text, most)
    assert line.isprintable()
    assert len(line) <= most
    assert payload.clean(line, most) == line


@given(st.lists(st.builds(Told, st.integers(1), st.integers(1, 4), st.text(max_size=9), st.text(), st.text())))
def test_a_digest_names_counts_by_rule_and_the_three_gravest(told: list[Told]) -> None:
    gravest_first = sorted(told, key=lambda each: -each.severity)
    read = json.loads(payload.digest(gravest_first, NOW_MS))
    assert read["notices"] == len(told)
    assert len(read["gravest"]) == min(3, len(told))
    assert [each["notice"] for each in read["gravest"]] == [each.notice_id for each in gravest_first[:3]]


def test_an_emergency_says_what_is_wrong() -> None:
    read = json.loads(payload.emergency("disk", "the disk is full", NOW_MS))
    assert (read["notification_reason"], read["cause"], read["said"]) == ("emergency", "disk", "the disk is full")
