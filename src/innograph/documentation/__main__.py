"""``python -m innograph.documentation`` writes the pages to ``docs/`` (`make docs`)."""

from __future__ import annotations

from innograph import dataset, facts, ontology, questions, resources
from innograph.cli import cli
from innograph.documentation import commands_page, executed, pages


def main() -> None:
    """Write the pages, and run the notebook."""
    folder = resources.root() / "docs"
    known = ontology.load()
    made = dataset.build(facts.load(resources.facts(), known), known)
    for name, text in pages(known, made, questions.catalogue()).items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "commands.md").write_text(commands_page(cli), encoding="utf-8")
    notebook = folder / "python.ipynb"
    notebook.write_text(executed(notebook.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
