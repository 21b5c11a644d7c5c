"""The header of a query file: lines that start with ``#+`` and hold YAML, as grlc reads them."""

from __future__ import annotations

from innograph.errors import OntologyError


def read_header(text: str, name: str) -> dict[str, object]:
    """The keys of a query file's header.

    Args:
        text: The whole file.
        name: The file's name, for the error.

    Raises:
        OntologyError: The header is not a YAML mapping with a summary.
    """
    import yaml

    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    try:
        header = yaml.load("\n".join(lines), Loader=yaml.BaseLoader)  # noqa: S506  # texts only
    except yaml.YAMLError as error:
        raise OntologyError(f"the header of {name} is not YAML: {error}") from error
    if not isinstance(header, dict) or "summary" not in header:
        raise OntologyError(f"{name} has no header with a summary", "start it with '#+ summary: …'")
    return header
