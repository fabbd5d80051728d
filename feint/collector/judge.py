"""The classifier's verdicts about pairs, in the form in which storage asks for them."""

from collections.abc import Callable, Mapping

from classifier.records import Match


class ClassifierJudge:
    """storage.grouping.stories.Judge, answered by the classifier; what matches loads (15 ms) when there is something to judge."""

    def weights(self, held: Callable[[str], tuple[int, int]]) -> Mapping[str, float]:
        """What words tell, by how many items of how many hold them."""
        from classifier.matching.samestory import Weights

        return Weights(held)

    def same_story(
        self, a: tuple[str, str], b: tuple[str, str], hours_apart: float, weights: Mapping[str, float], *, closely: bool
    ) -> Match:
        """Are two (title, summary) about one event?"""
        from classifier.matching.samestory import Weights, match_stories
        from classifier.matching.storytext import StoryText

        assert isinstance(weights, Weights), "as `weights` has given them"
        return match_stories(StoryText(*a), StoryText(*b), hours_apart, weights, closely=closely)

    def same_quote(self, a: tuple[str, str | None], b: tuple[str, str | None]) -> Match:
        """Are two (text, speaker) one statement?"""
        from classifier.matching.samequote import QuoteText, match_quotes

        return match_quotes(QuoteText(*a), QuoteText(*b))

    def quote_grams(self, text: str) -> tuple[int, ...]:
        """Digests of neighbouring words, by which a statement is looked up."""
        from classifier.matching.fingerprint import quote_grams

        return quote_grams(text)
