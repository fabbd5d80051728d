"""How a source is reached, as the config writes it: the keys, the addresses, and every mistake in them."""

from pathlib import Path

import pytest

from feint.config import Config, ConfigError, Source, load

WEB = '[[source]]\nurl = "https://post.example/feed"\n'
LOCAL = "[collector]\nallow_local = true\n"


def loaded(folder: Path, text: str) -> Config:
    file = folder / "config.toml"
    file.write_text(text, "utf-8")
    return load(file)


def mistake(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        loaded(folder, text)
    (told,) = caught.value.problems
    return told.removeprefix(f"{folder}/config.toml")


def test_without_any_key_a_source_is_asked_as_usual(tmp_path: Path) -> None:
    (source,) = loaded(tmp_path, WEB).sources
    assert (source.user_agent, source.headers, source.proxy, source.ca_file, source.insecure, source.timezone) == (
        "", {}, "", "", False, "",
    )  # fmt: skip
    collector = Config().collector
    assert (collector.proxy, collector.allow_local, collector.edited) == ("", False, "keep")


def test_every_key_of_a_source_is_read(tmp_path: Path) -> None:
    (source,) = loaded(
        tmp_path,
        WEB + 'user_agent = "desk/1"\nproxy = "socks5h://proxy.example:1080"\nca_file = "/etc/ca.pem"\n'
        'timezone = "Europe/Kyiv"\nheaders = { Authorization = "env:TOKEN", Cookie = "file:/run/cookie" }\n',
    ).sources
    assert source.headers == {"Authorization": "env:TOKEN", "Cookie": "file:/run/cookie"}
    assert (source.user_agent, source.proxy, source.ca_file, source.timezone) == (
        "desk/1", "socks5h://proxy.example:1080", "/etc/ca.pem", "Europe/Kyiv",
    )  # fmt: skip


def test_headers_may_stand_in_a_table_of_their_own(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        f'{WEB}[source.headers]\nX-Token = "env:A"\n{WEB.replace("feed", "2")}[source.headers]\nX-Token = "env:B"',
    )
    assert [source.headers["X-Token"] for source in config.sources] == ["env:A", "env:B"]


@pytest.mark.parametrize(
    "proxy",
    [
        "",
        "none",
        "env:PROXY",
        "file:/run/proxy",
        "http://p.example:3128",
        "https://me@p.example/",
        "socks5://[::1]:1080",
    ],
)
def test_these_are_proxies(tmp_path: Path, proxy: str) -> None:
    config = loaded(tmp_path, f'[collector]\nproxy = "{proxy}"\n{WEB}proxy = "{proxy}"')
    assert (config.collector.proxy, config.sources[0].proxy) == (proxy, proxy)


_LITERAL = 'a secret never stands in the config\'s text; write "env:{}" for a variable that holds it, or "file:/path" for a file'
_PROXY = 'expected http://host:port, https://host:port, socks5://host:port, socks5h://host:port, "env:NAME" or "none"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WEB + 'headers = { X-Api-Key = "s3cret" }', ":3: source[0].headers.X-Api-Key: " + _LITERAL.format("X_API_KEY")),
        (WEB + '[source.headers]\n\nCookie = "s3cret"', ":5: source[0].headers.Cookie: " + _LITERAL.format("COOKIE")),
        (WEB + 'headers = { A = "file:token" }', ":3: source[0].headers.A: " + _LITERAL.format("A")),
        (WEB + 'headers = { A = 3 }', ":3: source[0].headers: expected a string, got a whole number"),
        (WEB + 'headers = { "A b" = "env:A" }', ":3: source[0].headers.A b: no header can have this name"),
        (WEB + 'headers = { Host = "env:A" }', ":3: source[0].headers.Host: is set by feint itself"),
        (WEB + 'headers = { accept-encoding = "env:A" }', ":3: source[0].headers.accept-encoding: is set by feint itself"),
        (WEB + 'headers = { User-Agent = "env:A" }', ":3: source[0].headers.User-Agent: is written as user_agent, beside headers"),
        (WEB + 'headers = { A = "env:A", a = "env:B" }', ":3: source[0].headers.a: is A already: case makes no difference"),
        (WEB + 'user_agent = "Wächter/1"', ":3: source[0].user_agent: expected ASCII: it goes into a header"),
        (WEB + 'proxy = "ftp://p.example"', ":3: source[0].proxy: " + _PROXY),
        (WEB + 'proxy = "p.example:3128"', ":3: source[0].proxy: " + _PROXY),
        ('[collector]\nproxy = "http://p.example/x"', ":2: collector.proxy: " + _PROXY),
        (
            '[collector]\nproxy = "http://me:s3cret@p.example"',
            ":2: collector.proxy: a password never stands in the config's text;"
            ' write "env:NAME" for a variable that holds the address',
        ),
        (WEB + 'ca_file = "ca.pem"', ':3: source[0].ca_file: expected a path from the root, got "ca.pem"'),
        (WEB + 'ca_file = "/ca.pem"\ninsecure = true', ":3: source[0].ca_file: says nothing where insecure = true"),
        (WEB + 'timezone = "Europe/Moskow"', ':3: source[0].timezone: no zone "Europe/Moskow"; did you mean Europe/Moscow?'),
        ('[collector]\nedited = "no"', ":2: collector.edited: expected one of keep, reopen, got 'no'"),
        ('[[source]]\nurl = "file:///srv/x.xml"', ":2: source[0].url: needs allow_local = true under [collector]"),
        ('[[source]]\nurl = "exec:tides"', ":2: source[0].url: needs allow_local = true under [collector]"),
        (
            LOCAL + '[[source]]\nurl = "file:srv/x.xml"',
            ':4: source[0].url: expected file:///path from the root, got "file:srv/x.xml"',
        ),
        (LOCAL + '[[source]]\nurl = "exec: "', ":4: source[0].url: names no command"),
        (
            LOCAL + "[[source]]\nurl = \"exec:echo 'x\"",
            ":4: source[0].url: a command whose words cannot be told apart: No closing quotation",
        ),
        (LOCAL + '[[source]]\nurl = "exec:tides"\nproxy = "none"', ":5: source[0].proxy: says nothing of a file or a command"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_place_and_the_fix_and_never_a_secret(tmp_path: Path, text: str, expected: str) -> None:
    told = mistake(tmp_path, text)
    assert told == expected
    assert "s3cret" not in told


def test_a_password_in_an_address_is_told_where_it_belongs(tmp_path: Path) -> None:
    told = mistake(tmp_path, '[[source]]\nurl = "https://me:s3cret@post.example/"')
    assert 'headers = { Authorization = "env:NAME" }' in told
    assert "s3cret" not in told


def local(folder: Path, *urls: str) -> tuple[Source, ...]:
    return loaded(folder, LOCAL + "".join(f'[[source]]\nurl = "{url}"\n' for url in urls)).sources


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("file:///srv/feeds/tides.xml", "tides.xml"),
        ("exec:/usr/local/bin/tides --north 3", "tides"),
        ("exec:'/opt/my tools/tides'", "tides"),
        ("EXEC:tides", "tides"),
    ],
)
def test_a_file_or_command_goes_by_its_name_and_is_its_own_family(tmp_path: Path, url: str, name: str) -> None:
    (source,) = local(tmp_path, url)
    assert (source.name, source.family) == (name, name)


def test_two_of_one_name_are_told_apart_by_all_they_are(tmp_path: Path) -> None:
    sources = local(tmp_path, "file:///a/x.xml", "file:///b/x.xml", "exec:tides --north", "exec:tides --south")
    assert [source.name for source in sources] == ["/a/x.xml", "/b/x.xml", "tides --north", "tides --south"]


def test_one_command_is_one_source(tmp_path: Path) -> None:
    twice = "".join(f'[[source]]\nurl = "exec:tides"\nname = "{name}"\n' for name in "ab")
    assert mistake(tmp_path, LOCAL + twice) == ':7: source[1].url: "exec:tides" is source[0] already'
