"""What a text is made of: folded words, sentences, names, numbers of nations; and what on a page is furniture."""
