"""How an alert lives: raised, grown by evidence, told of, timed, ended."""
