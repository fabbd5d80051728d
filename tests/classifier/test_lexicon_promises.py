"""No word of the packaged lexicon is there on trust: each rule, idiom and cue answers to a case that fails without it."""

import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from classifier.cases import packaged_cases
from classifier.lexicon.entries import Lexicon
from classifier.lexicon.layers import merge, packaged, packaged_tests
from tests.classifier.mutants import SILENT, Jury, cue_mutants


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return merge(packaged())


@pytest.fixture(scope="module")
def jury(lexicon: Lexicon) -> Jury:
    return Jury(lexicon, packaged_cases())


def test_every_rule_fires_in_a_case(lexicon: Lexicon, jury: Jury) -> None:
    fired = {tag.rule for tags in jury.tags.values() for tag in tags}
    complain("no case in which it fires", [rule for rule in lexicon.rules if rule not in fired])


def test_every_rule_with_suppressors_is_silenced_by_them_in_a_case(lexicon: Lexicon, jury: Jury) -> None:
    rules = [rule for rule in lexicon.rules.values() if rule.unless]
    loud = [rule.id for rule in rules if not jury.notices(rule, replace(rule, unless=()))]
    complain("no case in which its `unless` keeps it silent", loud)


def test_every_idiom_keeps_a_rule_from_firing_in_a_case(lexicon: Lexicon, jury: Jury) -> None:
    idle = [idiom.id for idiom in lexicon.idioms.values() if not jury.notices(idiom, SILENT)]
    complain("no case fails without it", idle)


def test_every_cue_sets_the_stance_of_a_case(lexicon: Lexicon, jury: Jury) -> None:
    used = {tag.cue for tags in jury.tags.values() for tag in tags}
    complain(
        "no case whose stance it sets", [cue.id for cue in lexicon.cues.values() if cue.stance and cue.id not in used]
    )


def test_every_false_friend_saves_a_case(lexicon: Lexicon, jury: Jury) -> None:
    friends = [cue for cue in lexicon.cues.values() if not cue.stance]
    complain("no case fails without it", [cue.id for cue in friends if not jury.notices(cue, SILENT)])


def test_every_direction_stop_need_and_reach_of_a_cue_is_held_by_a_case(lexicon: Lexicon, jury: Jury) -> None:
    mutants = [(cue, name, mutant) for cue in lexicon.cues.values() for name, mutant in cue_mutants(cue)]
    unnoticed = [f"{cue.id}: {name}" for cue, name, mutant in mutants if not jury.notices(cue, mutant)]
    complain("no case fails with this change", unnoticed)


def test_every_id_is_given_once() -> None:
    times = Counter(entry for path in packaged() for entry in _ids(path))
    complain("given twice", [entry for entry, count in times.items() if count > 1])


def test_no_id_returns_from_retirement() -> None:
    lines = packaged_tests()[0].with_name("retired.txt").read_text(encoding="utf-8").splitlines()
    retired = {line.split()[0] for line in lines if line and not line.startswith("#")}
    complain("retired", [entry for path in packaged() for entry in _ids(path) if entry in retired])


def complain(what: str, broken: list[str]) -> None:
    """Fail with one line for each entry that breaks a promise, by the file that holds it."""
    homes = {entry: path.name for path in packaged() for entry in _ids(path)}
    lines = sorted(f"{homes[entry.partition(':')[0]]}: {entry}: {what}" for entry in broken)
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


def _ids(path: Path) -> list[str]:
    """The ids that a layer gives, to whatever kind of entry."""
    layer = tomllib.loads(path.read_text(encoding="utf-8"))
    return [entry["id"] for kind in ("rule", "idiom", "cue") for entry in layer.get(kind, ())]
