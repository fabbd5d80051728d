"""The syntax tree of the room: foreign text has one way to the screen, and nothing here can go around it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import tui

ROOM = Path(tui.__file__).parent
TEXT = ROOM / "text.py"
MARKUP_SINKS = {
    "Static",
    "Label",
    "Option",
    "notify",
    "add_row",
    "add_option",
    "from_markup",
    "Text",
    "Content",
    "Markdown",
    "Log",
    "RichLog",
}
TITLE_SINKS = {"border_title", "border_subtitle", "tooltip", "sub_title"}


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(ROOM.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def name_of(call: ast.Call) -> str:
    return (
        call.func.attr
        if isinstance(call.func, ast.Attribute)
        else call.func.id
        if isinstance(call.func, ast.Name)
        else ""
    )


def test_no_widget_that_reads_markup_is_used() -> None:
    found = [f"{path.name}:{node.lineno}" for path, tree in trees() for node in ast.walk(tree)
             if isinstance(node, ast.Call) and name_of(node) in MARKUP_SINKS]  # fmt: skip
    assert found == []


def test_no_title_of_a_widget_is_set() -> None:
    found = [f"{path.name}:{node.lineno}" for path, tree in trees() for node in ast.walk(tree)
             if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr in TITLE_SINKS]  # fmt: skip
    assert found == []


def test_our_own_words_are_literals() -> None:
    calls = [
        (path, node)
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node) == "say"
    ]
    assert len(calls) > 50
    assert [f"{path.name}:{call.lineno}" for path, call in calls if not isinstance(call.args[0], ast.Constant)] == []


def test_segments_are_made_of_safe_text_or_of_other_segments() -> None:
    """`Segment(` outside text.py only where a line is put together again from its own segments."""
    found = {path.relative_to(ROOM).as_posix() for path, tree in trees() for node in ast.walk(tree)
             if isinstance(node, ast.Call) and name_of(node) == "Segment" and path != TEXT}  # fmt: skip
    assert found <= {"present/fill.py", "widgets/idlist.py"}


def test_text_is_called_safe_only_where_it_is() -> None:
    """`SafeText(x)` takes a literal, a join or slice of safe text, or what a formatter made; never a row's field."""
    rows_fields = {
        "title",
        "summary",
        "text",
        "source",
        "name",
        "speaker",
        "reason",
        "detail",
        "operator",
        "owner",
        "author",
        "credit",
        "link",
        "primary",
        "origin",
        "because",
        "joined_by",
        "known_by",
        "named_by",
        "surface",
        "role",
        "side",
        "who",
    }
    found = [
        f"{path.name}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node) == "SafeText" and path != TEXT
        for inner in ast.walk(node.args[0])
        if isinstance(inner, ast.Attribute) and inner.attr in rows_fields and not _is_segment_text(inner)
        and not _is_cleaned(node.args[0])
    ]  # fmt: skip
    assert found == []


def _is_segment_text(node: ast.Attribute) -> bool:
    return node.attr == "text" and isinstance(node.value, ast.Name) and node.value.id in ("segment", "s")


def _is_cleaned(node: ast.expr) -> bool:
    return any(isinstance(inner, ast.Call) and name_of(inner) == "safe_text" for inner in ast.walk(node))
