"""One classifier for all tests: it is immutable, and loading it is the slow part."""

import pytest

from classifier.engine import Classifier


@pytest.fixture(scope="session")
def classifier() -> Classifier:
    return Classifier.load()
