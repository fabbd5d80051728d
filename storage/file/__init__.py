"""The SQLite file itself: how it is opened, made, brought up to date, written, copied and kept well, and who may collect."""
