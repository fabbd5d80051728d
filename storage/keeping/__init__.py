"""What the file keeps, what goes from it and where to: retention, archives by month, and a file of bounded size."""
