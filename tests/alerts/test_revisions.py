"""What a rule says is kept each time that it says something else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.alerting import revisions
from storage.alerting.revisions import Revision, digest
from tests.storage.desk import Desk, open_desk

SAYS_A, SAYS_B = '{"id":"claim","query":"a"}', '{"id":"claim","query":"b"}'


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "desk.db") as desk:
        yield desk


def configure(desk: Desk, at_ms: int, **definitions: str) -> dict[str, int]:
    return desk.commit(lambda run: revisions.configure(run, definitions, at_ms))


def test_a_rule_that_says_the_same_keeps_its_revision_and_its_time(desk: Desk) -> None:
    assert configure(desk, 100, claim=SAYS_A) == {"claim": 1}
    assert configure(desk, 200, claim=SAYS_A) == {"claim": 1}
    assert revisions.latest(desk.connection) == {"claim": Revision(1, digest(SAYS_A), 100)}


def test_a_rule_that_says_something_else_has_the_next_one_and_the_former_stays(desk: Desk) -> None:
    configure(desk, 100, claim=SAYS_A)
    assert configure(desk, 200, claim=SAYS_B) == {"claim": 2}
    assert desk.all("SELECT rev, definition, since_ms FROM rule_rev ORDER BY rev") == [
        (1, SAYS_A, 100),
        (2, SAYS_B, 200),
    ]


def test_a_rule_that_is_put_back_as_it_was_has_a_revision_of_its_own(desk: Desk) -> None:
    for at_ms, says in enumerate((SAYS_A, SAYS_B, SAYS_A)):
        configure(desk, at_ms, claim=says)
    assert revisions.latest(desk.connection)["claim"].n == 3


def test_a_rule_that_was_deleted_goes_on_where_it_was_when_it_returns(desk: Desk) -> None:
    configure(desk, 100, claim=SAYS_A, other="{}")
    assert configure(desk, 200, other="{}") == {"other": 1}
    assert configure(desk, 300, claim=SAYS_A, other="{}") == {"claim": 1, "other": 1}
    assert configure(desk, 400, claim=SAYS_B) == {"claim": 2}
