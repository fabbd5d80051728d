"""What operators do, and the way back from it."""
