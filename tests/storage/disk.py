"""A disk whose power can be cut: what was synced stays, and of what was not, each sector may or may not have been written.

SQLite's writes go to real files and are written down on their way; a disk then lives through them again up to any moment. It
keeps SQLite's one assumption of a disk ("powersafe overwrite": bytes that a write does not name are never changed by it).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import apsw

SECTOR = 512


@dataclass(frozen=True)
class Wrote:
    """Bytes were written into a file."""

    name: str
    at: int
    data: bytes


@dataclass(frozen=True)
class Cut:
    """A file was made so short."""

    name: str
    size: int


@dataclass(frozen=True)
class Synced:
    """All that was written into a file before is on the disk for good."""

    name: str


@dataclass(frozen=True)
class Acknowledged:
    """Somebody was told that a piece of work is committed."""

    n: int


Happening = Wrote | Cut | Synced | Acknowledged


class Recorder(apsw.VFS):
    """A file system for apsw's SQLite that writes down what is done to each file."""

    def __init__(self, name: str) -> None:
        self.happened: list[Happening] = []
        super().__init__(name, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> "_File":
        """Open a file of which each write is written down."""
        return _File(name, flags, self.happened)


class _File(apsw.VFSFile):
    def __init__(self, name: str | apsw.URIFilename | None, flags: list[int], happened: list[Happening]) -> None:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name or ""
        self._name, self._happened = Path(path).name, happened
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self._happened.append(Wrote(self._name, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        super().xTruncate(newsize)
        self._happened.append(Cut(self._name, newsize))

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._happened.append(Synced(self._name))


@dataclass
class _Held:
    """One file: what is safe, what its processes see, and what each sector was in between."""

    safe: bytes
    seen: bytearray
    sectors: dict[int, list[bytes]] = field(default_factory=dict)
    sizes: list[int] = field(default_factory=list)

    def write(self, at: int, data: bytes) -> None:
        self.seen.extend(bytes(max(0, at - len(self.seen))))
        self.seen[at : at + len(data)] = data
        for sector in range(at // SECTOR, (at + len(data) - 1) // SECTOR + 1):
            self.sectors.setdefault(sector, []).append(_sector(self.seen, sector))
        self.sizes.append(len(self.seen))

    def truncate(self, size: int) -> None:
        del self.seen[size:]
        self.sizes.append(size)

    def sync(self) -> None:
        self.safe = bytes(self.seen)
        self.sectors, self.sizes = {}, []

    def after_cut(self, chance: random.Random) -> bytes:
        """What may be found when the power is back."""
        size = chance.choice([len(self.safe), *self.sizes])
        found = bytearray(self.safe.ljust(size, b"\0"))
        for sector, later in self.sectors.items():
            states = [_sector(self.safe, sector), *later]
            n = chance.randrange(len(states))
            torn = chance.randrange(SECTOR) if n and chance.random() < 0.2 else SECTOR
            at = sector * SECTOR
            found.extend(bytes(max(0, at + SECTOR - len(found))))
            found[at : at + SECTOR] = states[n][:torn] + states[n - 1][torn:]
        return bytes(found[:size])


def _sector(data: bytes | bytearray, n: int) -> bytes:
    return bytes(data[n * SECTOR : (n + 1) * SECTOR]).ljust(SECTOR, b"\0")


class Disk:
    """Lives through what happened, from the files as they were when they were last synced."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = {name: _Held(data, bytearray(data)) for name, data in files.items()}
        self.acknowledged = 0

    def live(self, happened: Sequence[Happening]) -> None:
        """Go on."""
        for each in happened:
            match each:
                case Acknowledged(n):
                    self.acknowledged = n
                case Wrote(name, at, data):
                    self._held(name).write(at, data)
                case Cut(name, size):
                    self._held(name).truncate(size)
                case Synced(name):
                    self._held(name).sync()

    def after_cut(self, chance: random.Random, folder: Path) -> None:
        """Put into `folder` what may be found when the power is cut now."""
        for name, held in self._files.items():
            (folder / name).write_bytes(held.after_cut(chance))

    def _held(self, name: str) -> _Held:
        return self._files.setdefault(name, _Held(b"", bytearray()))
