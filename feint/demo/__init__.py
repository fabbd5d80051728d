"""demo: a crisis day that never was, served as feeds on the loopback, so that the whole desk can be seen offline.

`day.toml` holds the day, `desk.toml` the desk; `lexicon.toml` what it tags, and `offices.toml` whom it knows, beside what
feint does.
Import from here: day (`load_day`), server (`DemoServer`), desk (`demo_config`).
"""
