"""A loopback feed server, and a desk of files with its processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.feint.desk import Desk
from tests.feint.loopback import Loopback


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.kill_all()
