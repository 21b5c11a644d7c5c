"""The wheel's build step: it checks the facts and puts their graph, built, into the wheel.

So the first command of an installed copy need not, and facts with findings make no wheel. An
editable install is left alone: there the facts are meant to change.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PackagedGraph(BuildHookInterface):  # type: ignore[type-arg]
    """Adds ``innograph/data/built``: a store without its index, see `innograph.store`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the graph into a folder for the time being, and have it included."""
        self.draft = Path(mkdtemp(prefix="innograph-"))
        if version == "editable":
            return
        self._write()
        build_data["force_include"][str(self.draft)] = "innograph/data/built"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the folder."""
        del version, build_data, artifact_path  # hatchling gives them to every hook
        rmtree(self.draft)

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
