"""From a row of storage to the segments of a line: pure functions, no Textual, no clock."""
