"""The classifier's verdicts about pairs, in the form in which storage asks for them."""

from classifier.records import Match


class ClassifierJudge:
    """storage.stories.Judge, answered by classifier.match, which loads (15 ms) when there is something to judge."""

    def same_story(self, a: tuple[str, str], b: tuple[str, str], hours_apart: float) -> Match:
        """Are two (title, summary) about one event?"""
        from classifier.match import StoryText, match_stories

        return match_stories(StoryText(*a), StoryText(*b), hours_apart)

    def same_quote(self, a: tuple[str, str | None], b: tuple[str, str | None]) -> Match:
        """Are two (text, speaker) one statement?"""
        from classifier.match import QuoteText, match_quotes

        return match_quotes(QuoteText(*a), QuoteText(*b))

    def folded_quote(self, text: str) -> str:
        """The form under which one statement in two papers is equal."""
        from classifier.match import quote_norm

        return quote_norm(text)
