"""What Textual sees: widgets on the Line API that send only the cells that changed."""
