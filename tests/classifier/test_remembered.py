from classifier.words.remembered import Remembered


def test_a_word_is_asked_about_once() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = Remembered(length)
    assert [lengths[word] for word in ("ferry", "port", "ferry")] == [5, 4, 5]
    assert asked == ["ferry", "port"]


def test_a_hostile_word_is_answered_but_not_kept() -> None:
    lengths = Remembered(len)
    assert lengths["a" * 100_000] == 100_000
    assert not lengths


def test_more_words_than_any_day_has_do_not_fill_the_memory() -> None:
    lengths = Remembered(len)
    for number in range(200_000):
        assert lengths[str(number)] == len(str(number))
    assert 0 < len(lengths) < 100_000
