"""What makes each kind of rule fire."""
