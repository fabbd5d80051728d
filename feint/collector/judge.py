"""The classifier's verdicts about pairs, in the form in which storage asks for them."""

from classifier.match import QuoteText, StoryText, match_quotes, match_stories, quote_norm
from classifier.records import Match


class ClassifierJudge:
    """storage.stories.Judge, answered by classifier.match."""

    def same_story(self, a: tuple[str, str], b: tuple[str, str], hours_apart: float) -> Match:
        """Are two (title, summary) about one event?"""
        return match_stories(StoryText(*a), StoryText(*b), hours_apart)

    def same_quote(self, a: tuple[str, str | None], b: tuple[str, str | None]) -> Match:
        """Are two (text, speaker) one statement?"""
        return match_quotes(QuoteText(*a), QuoteText(*b))

    def folded_quote(self, text: str) -> str:
        """The form under which one statement in two papers is equal."""
        return quote_norm(text)
