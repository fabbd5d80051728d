"""bench: what README quotes, measured. `python -m bench` prints it; nothing here reaches beyond loopback."""
