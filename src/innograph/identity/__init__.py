"""Who is the same person: rows of imports and curated people, judged by rule or by hand.

One direction: a name becomes its `names.Form`; a row or a curated person a `people.Person`; two
people are compared (`evidence`) and two lists matched (`matching`); what comes of it is kept as
judgements that people can read and edit (`judgements`), which a build turns into whom each row
speaks of (`linking`). Nothing is matched at build: without its line, a link is gone.
"""
