"""Time zones as the config names them."""

from feint.config_reading import nearest


def wrong_zone(zone: str) -> str:
    """Say that there is no such zone, or nothing."""
    from zoneinfo import ZoneInfo, available_timezones

    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return f'no zone "{zone}"{nearest(zone, sorted(available_timezones()))}'
    return ""
