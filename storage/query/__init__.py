"""The language in which all is asked for, how it is run over a file, and where in a text its words stand.

`grammar` reads a query, with `values`, `fields` and `clauses` for its parts; `finding` runs it; `highlight` marks.
"""

from storage.query.grammar import FIELDS, Query, QueryError, parse

__all__ = ["FIELDS", "Query", "QueryError", "parse"]
