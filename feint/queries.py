"""The queries of the config, read before anything is opened. Apart from feint.wiring, which loads the rooms of the collector."""

from feint.config_tables import Config
from storage.query import QueryError, parse


def check_queries(config: Config) -> list[str]:
    """Every query of the config that cannot be read, one line each."""
    wrong = []
    for place, query in config.queries():
        try:
            parse(query)
        except QueryError as error:
            wrong.append(f"{place}: {error}")
    return wrong
