"""Bytes of ours to the terminal, in step with Textual's: changed cells, bell, title, clipboard."""

from textual.app import App


def write(app: App[object], sequence: str) -> None:
    """Into the driver's queue, behind every frame that has been written; nowhere when there is no terminal."""
    driver = app._driver
    if driver is not None and not app.is_headless:
        driver.write(sequence)
