"""Several desks on one file while items come in: each act is seen by all, and nobody is told that anything is locked."""

from pathlib import Path

from bench import attached

DESKS, ITEMS, SECONDS = 4, 200, 2.5
LATE_MS = 2_000
"""For a machine that is busy with other tests; `make bench` holds 500."""


def test_every_desk_sees_every_act_and_no_error_reaches_a_person(tmp_path: Path) -> None:
    outcome = attached.run(tmp_path / "feint.db", DESKS, ITEMS, SECONDS)
    assert outcome.errors == []
    assert len(outcome.commits_ms) == DESKS * SECONDS / attached.ACT_EVERY_S
    assert outcome.unseen == set()
    assert max(outcome.seen_ms) < LATE_MS
