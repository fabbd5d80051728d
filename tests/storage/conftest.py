"""A fresh desk for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.desk import Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "feint.db") as opened:
        yield opened
