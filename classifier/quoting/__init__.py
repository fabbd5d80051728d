"""Who said what: quotations and reported clauses, and the speaker of each."""
