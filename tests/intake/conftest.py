from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.intake.world import World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A desk that lives in virtual time."""
    made = World(tmp_path, monkeypatch)
    yield made
    made.close()
