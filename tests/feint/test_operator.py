"""Who an operator is, and which names nobody may have."""

import pytest

from feint.config_reading import ConfigError
from feint.operator import operator_name


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FEINT_OPERATOR", raising=False)
    monkeypatch.setattr("getpass.getuser", lambda: "watch")


def test_the_command_line_comes_before_the_environment_before_the_login(monkeypatch: pytest.MonkeyPatch) -> None:
    assert operator_name() == "watch"
    monkeypatch.setenv("FEINT_OPERATOR", "")
    assert operator_name() == "watch"
    monkeypatch.setenv("FEINT_OPERATOR", "ben")
    assert operator_name() == "ben"
    assert operator_name("ana") == "ana"


def test_a_user_without_a_name_goes_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    monkeypatch.setattr("os.getuid", lambda: 4711)
    assert operator_name() == "4711"


@pytest.mark.parametrize("name", ["ana", " ana ", "Анна", "Zoë", "anne marie", "x" * 24])
def test_a_name_is_what_people_are_called(name: str) -> None:
    assert operator_name(name) == name.strip()


def test_two_spellings_of_one_name_are_one_operator() -> None:
    assert operator_name("Zoe\u0308") == operator_name("Zo\u00eb")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "has a name"),
        ("  ", "has a name"),
        ("a\x1b[31m", "no control or invisible characters"),
        ("ana\u202e", "no control or invisible characters"),
        ("a\nb", "no control or invisible characters"),
        ("x" * 25, "at most 24 characters"),
        ("collector", "no name for an operator"),
        ("Collector", "no name for an operator"),
        ("config", "no name for an operator"),
        ("offices", "no name for an operator"),
    ],
)
def test_other_names_are_refused_in_one_clear_line(name: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        operator_name(name)
    assert str(caught.value).startswith("--operator: ")
    assert said in str(caught.value)
    assert str(caught.value).isprintable()


def test_the_line_says_where_the_name_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "collector")
    with pytest.raises(ConfigError, match=r"^your login: "):
        operator_name()
    monkeypatch.setenv("FEINT_OPERATOR", "collector")
    with pytest.raises(ConfigError, match=r"^\$FEINT_OPERATOR: "):
        operator_name()
