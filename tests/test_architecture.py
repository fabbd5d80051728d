"""The walls of the house: who may import whom, what stays pure, what a desk may load. docs/architecture.md draws them."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

ROOMS: dict[str, set[str]] = {
    "feint": {"tui", "alerts", "storage", "classifier", "feeds"},
    "tui": {"alerts", "storage"},
    "alerts": {"storage"},
    "storage": {"feeds.records", "classifier.records"},
    "classifier": set(),
    "feeds": set(),
}
"""Room -> what it may import of the others: a whole room, or one module of it."""

FOLDERS: dict[str, tuple[str, ...]] = {
    "alerts": ("delivery", "life", "arriving", "kinds"),
    "classifier": ("words", "lexicon", "quoting", "tagging", "matching"),
    "tui": ("tty", "colours", "asking", "present", "widgets", "acts", "panes", "watch"),
    "storage": ("file", "log", "grouping", "voices", "items", "keeping", "query", "alerting", "reads", "acting"),
}
"""The folders of a room, in the order in which one may import another."""
ABOVE_ALL = {
    "alerts": ("engine", "health", "trial", "backfill"),
    "classifier": ("engine", "cases"),
    "storage": (),
    "tui": ("app", "terminal", "desk", "footer", "over"),
}
"""Modules beside the folders that import them."""

PURE = [
    *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "feeds/manners").glob("*.py")),
    *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "feeds/document").glob("*.py")),
    *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "feeds/lists").glob("*.py")),
    "feeds/fetch/body.py",
    "feeds/fetch/exchange.py",
    "feeds/fetch/hops.py",
    "feeds/fetch/routes.py",
    "alerts/arriving/arrival.py",
    "alerts/arriving/dated.py",
    "alerts/facts.py",
    "alerts/firing.py",
    "alerts/delivery/flood.py",
    "alerts/delivery/hearing.py",
    "alerts/life/lifecycle.py",
    "alerts/delivery/outcomes.py",
    "alerts/rules.py",
    "alerts/delivery/signing.py",
    "alerts/life/timing.py",
    "alerts/weighing.py",
    "storage/query/grammar.py",
    "storage/query/tokens.py",
    "storage/query/fields.py",
    "storage/query/clauses.py",
    "storage/query/values.py",
    "storage/query/highlight.py",
    "storage/log/logbook.py",
    "storage/reads/ranking.py",
    "storage/items/verdicts.py",
    "storage/grouping/window.py",
    "tui/model.py",
    "tui/arrange.py",
    "tui/commands.py",
    "tui/asking/words.py",
]
"""Decisions: no clock, no chance, no network, no file."""

IMPURE = {
    "time",
    "random",
    "socket",
    "asyncio",
    "httpx",
    "subprocess",
    "threading",
    "os",
    "pathlib",
    "sqlite3",
    "textual",
}

HEAVY = (
    "httpx",
    "feedparser",
    "sqlite_utils",
    "selectolax",
    "classifier",
    "click",
    "platformdirs",
    "asyncio.subprocess",
)


def _modules(room: str) -> Iterator[Path]:
    return (path for path in (ROOT / room).rglob("*.py") if "__pycache__" not in path.parts)


def _imports(path: Path, *, for_types: bool = True) -> set[str]:
    """Every module a file names in an import, wherever in the file it stands."""
    found: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = (
        set() if for_types else {id(n) for block in ast.walk(tree) if _is_for_types(block) for n in ast.walk(block)}
    )
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_the_floor_plan_allows(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _modules(room)
        for name in _imports(path)
        if name.partition(".")[0] in ROOMS and not _allowed(room, name)
    ]
    assert not wrong


def _allowed(room: str, name: str) -> bool:
    other = name.partition(".")[0]
    return other == room or any(name == door or name.startswith(door + ".") for door in ROOMS[room])


@pytest.mark.parametrize(("room", "folder"), [(room, folder) for room in FOLDERS for folder in FOLDERS[room]])
def test_a_folder_imports_only_those_before_it(room: str, folder: str) -> None:
    later = FOLDERS[room][FOLDERS[room].index(folder) + 1 :]
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _modules(f"{room}/{folder}")
        for name in _imports(path, for_types=False)
        if name.startswith(tuple(f"{room}.{each}." for each in (*later, *ABOVE_ALL[room])))
    ]
    assert not wrong


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is_for(room: str) -> None:
    said = ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert said.startswith(f"{room}:")


@pytest.mark.parametrize("module", PURE)
def test_a_decision_needs_no_clock_no_network_and_no_file(module: str) -> None:
    loaded = {name.partition(".")[0] for name in _imports(ROOT / module, for_types=False)}
    assert not loaded & IMPURE


def test_only_one_file_speaks_http() -> None:
    speakers = {
        str(p.relative_to(ROOT))
        for room in ROOMS
        for p in _modules(room)
        if "httpx" in {n.partition(".")[0] for n in _imports(p)}
    }
    assert speakers == {"feeds/fetch/transport.py"}


def test_only_storage_speaks_sql() -> None:
    drivers = {"sqlite3", "pysqlite3", "sqlite_utils"}
    speakers = {room for room in ROOMS for p in _modules(room) if {n.partition(".")[0] for n in _imports(p)} & drivers}
    assert speakers == {"storage"}


def _loaded_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("heavy", HEAVY)
def test_a_desk_starts_without_what_only_a_collector_needs(heavy: str) -> None:
    loaded = _loaded_by("import tui.app, storage.reads.reader, storage.acting.acts, storage.query")
    assert heavy not in loaded


def test_help_loads_no_room() -> None:
    loaded = _loaded_by("from feint.cli.app import run; run(['--help'])")
    assert not loaded & {"textual", "rich", "httpx", "feedparser", "msgspec", *(set(ROOMS) - {"feint"})}


def test_a_headless_collector_loads_no_screen() -> None:
    loaded = _loaded_by("import feint.cli.collect, feint.collector.setup")
    assert not loaded & {"textual", "tui"}
