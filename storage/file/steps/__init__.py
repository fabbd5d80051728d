"""What made the tables what they are, a file a step. A step that has been released is never edited."""
