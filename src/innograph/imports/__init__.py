"""Outside data sets → rows of typed facts → stored imports → a store that holds them beside the curated facts.

One direction: a *kind* (`innograph.imports.kinds`) reads a file into `Row` values (`rows`); they are
kept in a folder of their own (`storage`), never in ``graph/``; a build adds what they say to the
curated dataset (`building`).

- `rows.Row` is one row of a file: its number, the name of the person it is about, and its facts,
  each about ``"person"``, ``"case"`` or an event of the case such as ``"crime/1"``.
- `storage.Imports` lists, adds, opens and removes stored imports by name; `storage.Import` gives
  its rows in order, or one by its number.
- `subjects.Subjects` says of whom a row speaks: at first of a person of its own, whose id is
  ``KIND/DIGEST/ROW``; a judgement "same" (a `subjects.Judged` for the pair of an import's digest
  and a row's number) makes it speak of a curated person, or of another import's.
- `building.build` makes the store. Removing an import or a judgement and building again undoes it.

To add a kind, write a module that reads a file into a `rows.Reading`, and name it in `kinds.KINDS`.
"""
