"""The way out of a damaged file, for the line that tells of it."""

from pathlib import Path


def way_out(database: Path) -> str:
    """What a person can do, with the newest backup that lies beside the file."""
    found = backups(database)
    backup = f"`feint restore {found[-1]}`" if found else "`feint restore BACKUP`; none lies beside it"
    return (
        f"stop every feint, then {backup} (nothing was changed); "
        "`feint export --jsonl` saves what can still be read, `feint doctor --deep` looks at every page"
    )


def backups(database: Path) -> list[Path]:
    """The backups that lie beside a database, the newest last."""
    mine = f"{database.name}."
    try:
        beside = [each for each in database.parent.iterdir() if each.name.startswith(mine) and each.suffix == ".backup"]
        return sorted(beside, key=lambda each: each.stat().st_mtime)
    except OSError:  # out of reach, or gone in this moment
        return []
