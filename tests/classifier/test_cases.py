from pathlib import Path

from classifier.cases import packaged_cases, run_tests
from classifier.layers import merge, packaged


def test_the_packaged_lexicon_keeps_every_promise_it_states() -> None:
    assert [str(failure) for failure in run_tests(merge(packaged()), packaged_cases())] == []


def test_a_case_that_fails_says_what_was_wanted_and_what_came(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text('[[test]]\ntext = "A truce began."\nexpect = "withdrawal:asserted"', encoding="utf-8")
    failures = run_tests(merge([*packaged(), path]))
    assert [str(failure) for failure in failures] == [
        "site.toml: “A truce began.” should give withdrawal:asserted, but gives deescalation:asserted"
    ]
