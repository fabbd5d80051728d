"""Who said what: speakers, statements that several papers print, whose word a story rests on."""
