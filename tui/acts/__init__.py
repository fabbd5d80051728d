"""What keys do: the operator's hand on the file and on the screen."""
