"""The terminal itself: what comes in, what goes out, how few bytes that takes."""
