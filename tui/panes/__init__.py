"""The five panes: each reads its rows, paints them in its widget and carries out its commands."""
