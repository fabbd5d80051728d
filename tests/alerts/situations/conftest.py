"""A newsroom for each test, whose file is whole at the end; operators' acts happen at its clock."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.acting import acts
from tests.alerts.situations.newsroom import Newsroom
from tests.storage.wholeness import faults_of


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    opened = Newsroom(tmp_path / "feint.db")
    monkeypatch.setattr(acts, "_now", lambda: opened.now_ms)
    yield opened
    opened.close()
    assert faults_of(opened.path) == []
