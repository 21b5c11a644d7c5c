"""The build steps: the drawing of large views is bundled, and the graph is built into the wheel.

The bundle is made of what javascript/ holds and of packages of npm's registry; it is there in a
checkout, too, once the package is installed. The graph is checked and built so that the first
command of an installed copy need not, and facts with findings make no wheel. An editable install
has none: there the facts are meant to change.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildSteps(BuildHookInterface):  # type: ignore[type-arg]
    """Adds ``innograph/view/bundled``, and ``innograph/data/built``, a store without its index."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the bundle where it belongs, and the graph in a folder for the time being."""
        self.draft = Path(mkdtemp(prefix="innograph-"))
        self._bundle()
        if self.target_name == "wheel" and version != "editable":
            self._write()
            build_data["force_include"][str(self.draft)] = "innograph/data/built"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the folder."""
        del version, build_data, artifact_path  # hatchling gives them to every hook
        rmtree(self.draft)

    def _bundle(self) -> None:
        sys.path.insert(0, str(Path(self.root, "javascript")))
        from bundling import BundlingError, bundle

        try:
            bundle(Path(self.root, "src", "innograph", "view", "bundled"))
        except BundlingError as error:
            self.app.abort(str(error))

    def _write(self) -> None:
        sys.path.insert(0, str(Path(self.root, "src")))
        from innograph import building, resources, store
        from innograph.errors import InnographError

        try:
            folder = resources.facts()
            nquads, manifest = building.contents(folder, store.digest_of(folder), self.app.display_info)
        except InnographError as error:
            self.app.abort("\n".join(error.lines()))
        (self.draft / "dataset.nq").write_bytes(nquads)
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
        (self.draft / "manifest.json").write_text(text + "\n", encoding="utf-8")
