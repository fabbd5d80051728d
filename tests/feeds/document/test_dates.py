from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.document.dates import Moment, parse_date, zone_of


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int:
    return round(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp() * 1000)


def read(raw: str, home: str = "") -> int | None:
    moment = parse_date(raw, zone_of(home))
    return moment.ms if moment else None


@pytest.mark.parametrize(
    "raw",
    [
        "Tue, 15 Feb 2022 10:00:00 GMT",
        "Tue, 15 Feb 2022 10:00:00 +0000",
        "15 Feb 2022 10:00:00 UT",
        "15 Feb 22 10:00 Z",
        "Tue, 15 February 2022 10:00:00 -0000",
        "Tue,15 Feb 2022 10:00:00 GMT",
        "Tuesday, February 15, 2022 10:00:00 AM GMT",
        "Tue, Feb 15 2022 10:00:00 AM",
        "Feb. 15, 2022 10:00 a.m. UTC",
        "Tue Feb 15 10:00:00 2022",
        "Tue Feb 15 10:00:00 UTC 2022",
        "15-Feb-2022 10:00:00",
        "Tue, 15 Feb 2022 13:00:00 MSK",
        "Tue, 15 Feb 2022 13:00:00 +03:00",
        "Tue, 15 Feb 2022 13:00:00 +03",
        "Tue, 15 Feb 2022 13:00:00 GMT+0300",
        "Tue, 15 Feb 2022 12:00:00 EET",
        "Tue, 15 Feb 2022 13:00:00 EEST",
        "Tue, 15 Feb 2022 11:00:00 CET",
        "Tue, 15 Feb 2022 12:00:00 CEST",
        "Tue, 15 Feb 2022 11:00:00 BST",
        "Tue, 15 Feb 2022 11:00:00 WEST",
        "Tue, 15 Feb 2022 10:00:00 WET",
        "Tue, 15 Feb 2022 13:00:00 TRT",
        "Tue, 15 Feb 2022 15:30:00 IST",
        "Tue, 15 Feb 2022 19:00:00 KST",
        "Tue, 15 Feb 2022 19:00:00 JST",
        "Tue, 15 Feb 2022 20:00:00 AEST",
        "Tue, 15 Feb 2022 05:00:00 EST",
        "Tue, 15 Feb 2022 02:00:00 PST",
        "2022-02-15T10:00:00Z",
        "2022-02-15t10:00:00z",
        "2022-02-15T13:00:00+03:00",
        "2022-02-15T13:00:00+0300",
        "2022-02-15T13:00:00.123456+03",
        "2022-02-15T10:00:00",
        "2022-02-15 10:00",
        "2022-02-15 10:00:00 +00:00",
        "2022-02-15 10:00:00 UTC",
        "20220215T100000",
        "20220215100000",
        "1644919200",
        "1644919200000",
        "15.02.2022 10:00",
        "15/02/2022 10:00",
        "15.02.2022, 10:00:00",
        "2022/02/15 10:00:00",
        "2022/2/15 10:00",
        "2/15/2022 10:00:00 AM",
        "10:00 15.02.2022",
        "2022年2月15日 10:00",
        "2022年2月15日 10時00分",
        "2022년 2월 15일 10:00",
        "Вт, 15 фев 2022 13:00:00 +0300",
        "15 февраля 2022, 13:00 МСК",
        "Вівторок, 15 лютого 2022 10:00",
        "mar., 15 févr. 2022 10:00",
        "Di, 15 Feb 2022 11:00:00 +0100",
        "martes, 15 de febrero de 2022 10:00",
        "mar, 15 feb 2022 11:00:00 +0100",
        "Ter, 15 Fev 2022 07:00:00 -0300",
        "wt., 15 lut 2022 10:00",
        "15 Şubat 2022 10:00",
        "Tue, 15th February 2022 10:00",
        "15/02/2022 17:00 (GMT+7)",
        "Tue, 15 Feb 2022 10:00:00 +0000 (UTC)",
        "Tue, 15 Feb 2022 05:00:00 -5",
        "2022-02-15T10:00:00.000+0000",
        "2022-february-15T05:00-05:00",
        "2022年2月15日 上午10:00",
        "2022-02-15 오전 10:00:00",
        "Τρι, 15 Φεβ 2022 12:00:00 EET",
        "15 فبراير 2022 10:00",
        "١٥ فبراير ٢٠٢٢ 10:00",
        "di, 15 feb. 2022 11:00:00 +0100",
        "15 февруари 2022 10:00",
    ],
)
def test_one_moment_in_many_hands(raw: str) -> None:
    assert read(raw) == utc(2022, 2, 15, 10)


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("Tue, 15 Feb 2022 24:00:00 GMT", utc(2022, 2, 16)),
        ("2016-12-31T23:59:60Z", utc(2016, 12, 31, 23, 59, 59)),
        ("Sat, Dec 16 2023 02:02:33 PM", utc(2023, 12, 16, 14, 2, 33)),
        ("12 Oct 2023 12:05 am", utc(2023, 10, 12, 0, 5)),
        ("mer, 16 nov 2022 00:38:15 +0100", utc(2022, 11, 15, 23, 38, 15)),
        ("Seg, 24 Set 2018 19:42:40 -0300", utc(2018, 9, 24, 22, 42, 40)),
        ("5 августа 2023", utc(2023, 8, 5)),
        ("2022-02-15", utc(2022, 2, 15)),
        ("3. März 2024", utc(2024, 3, 3)),
        ("14 août 2024 à 08:15", utc(2024, 8, 14, 8, 15)),
        ("7 paź 2021 09:30", utc(2021, 10, 7, 9, 30)),
        ("1 Ağustos 2020", utc(2020, 8, 1)),
        ("21 травня 2022", utc(2022, 5, 21)),
        ("Mon, 02 Jan 95 08:00:00 GMT", utc(1995, 1, 2, 8)),
        ("04/11/2024 14:00", utc(2024, 11, 4, 14)),
        ("2022. 2. 15. 오후 3:30", utc(2022, 2, 15, 15, 30)),
        ("04/11/2024 2:00 PM", utc(2024, 4, 11, 14)),
    ],
)
def test_particular_habits(raw: str, moment: int) -> None:
    assert read(raw) == moment


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "yesterday",
        "Tue, 30 Feb 2022 10:00:00 GMT",
        "0001-01-01T00:00:00Z",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "2099-01-01",
        "9999-12-31T23:59:59Z",
        "2022-13-01",
        "2022-02-15T25:00:00Z",
        "0",
        "12345",
        "99999999999999999999",
        "١٥ فبراير",
    ],
)
def test_nonsense_and_absurd_years_are_no_date(raw: str) -> None:
    assert parse_date(raw) is None


def test_a_date_without_a_zone_is_in_the_source_s_own() -> None:
    assert read("15.02.2022 13:00", "Europe/Moscow") == utc(2022, 2, 15, 10)
    assert read("2022-02-15T13:00:00", "Europe/Moscow") == utc(2022, 2, 15, 10)
    assert read("2022-02-15T13:00:00Z", "Europe/Moscow") == utc(2022, 2, 15, 13)
    assert read("Tue, 15 Feb 2022 13:00:00 CET", "Europe/Moscow") == utc(2022, 2, 15, 12)


def test_the_source_s_own_zone_keeps_its_summer_time() -> None:
    assert read("15.02.2022 12:00", "Europe/Kyiv") == utc(2022, 2, 15, 10)
    assert read("15.07.2022 13:00", "Europe/Kyiv") == utc(2022, 7, 15, 10)


def test_a_zone_name_of_several_meanings_is_the_source_s_own() -> None:
    assert read("Tue, 15 Feb 2022 12:00:00 IST", "Asia/Jerusalem") == utc(2022, 2, 15, 10)
    assert read("Tue, 15 Feb 2022 18:00:00 CST", "Asia/Shanghai") == utc(2022, 2, 15, 10)
    assert read("Tue, 15 Feb 2022 04:00:00 CST", "Europe/Moscow") == utc(2022, 2, 15, 10)


@pytest.mark.parametrize("name", ["", "Nowhere/Land", "../../etc/passwd", "Europe", "/", "\0"])
def test_a_zone_that_does_not_exist_is_utc(name: str) -> None:
    assert read("2022-02-15T10:00:00", name) == utc(2022, 2, 15, 10)


@pytest.mark.parametrize(
    ("raw", "basis"),
    [
        ("Tue, 15 Feb 2022 10:00:00 GMT", "offset"),
        ("Tue, 15 Feb 2022 10:00:00 +0300", "offset"),
        ("2022-02-15T10:00:00Z", "offset"),
        ("1644919200", "offset"),
        ("15.02.2022 10:00 UTC+3", "offset"),
        ("Tue, 15 Feb 2022 10:00:00 MSK", "zone"),
        ("15 февраля 2022, 13:00 (МСК)", "zone"),
        ("Tue, 15 Feb 2022 10:00:00 XYZ", "assumed"),
        ("2022-02-15T10:00:00", "assumed"),
        ("2022-02-15", "assumed"),
    ],
)
def test_a_moment_says_what_it_rests_on(raw: str, basis: str) -> None:
    moment = parse_date(raw)
    assert moment is not None
    assert moment.basis == basis


MOMENTS = st.datetimes(
    datetime(1995, 1, 2),
    datetime(2035, 12, 30),
    timezones=st.integers(-12, 14).map(lambda h: timezone(timedelta(hours=h))),
).map(lambda moment: moment.replace(microsecond=0))


@given(MOMENTS)
def test_every_standard_form_of_a_moment_is_that_moment(moment: datetime) -> None:
    expected = Moment(round(moment.timestamp() * 1000), "offset")
    assert parse_date(format_datetime(moment)) == expected
    assert parse_date(moment.isoformat()) == expected
    assert parse_date(moment.isoformat(" ")) == expected


@given(
    st.text(max_size=200) | st.text("0123456789:/.-+ tzapm年月日上午", max_size=60),
    st.sampled_from(["", "Asia/Kathmandu", "America/Los_Angeles"]),
)
def test_no_text_breaks_it(raw: str, home: str) -> None:
    moment = read(raw, home)
    assert moment is None or utc(1994, 12, 31) <= moment <= utc(2036, 1, 2)
