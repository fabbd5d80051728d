"""What is asked on the message line: prompts, completion, the palette's offers, the words of the command line."""
