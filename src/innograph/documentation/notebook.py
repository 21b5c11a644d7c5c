"""The notebook of `docs/`, run anew."""

from __future__ import annotations

import os

from innograph.errors import LibraryError

LANGUAGE = {"name": "python"}
SETTINGS = {"COLUMNS": "100", "INNOGRAPH_IMPORTS": os.devnull}  # whoever runs it, without imports


def executed(text: str) -> str:
    """The notebook with what its cells give now; the same text on every machine.

    Args:
        text: The notebook, in JSON (nbformat 4.5).

    Raises:
        LibraryError: nbclient is not installed.
    """
    try:
        import nbformat
        from nbclient import NotebookClient
    except ImportError as error:
        raise LibraryError("nbclient", "test") from error
    notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(notebook, kernel_name="python3", record_timing=False, timeout=120)
    manager = client.create_kernel_manager()
    manager.transport = "ipc"  # no port is opened
    client.execute(env={**os.environ, **SETTINGS})
    notebook.metadata["language_info"] = LANGUAGE  # without the version
    written: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return written.rstrip() + "\n"
