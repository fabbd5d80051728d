"""fetch: one GET, safely. The only folder of this room that does I/O.

Read transport first: hops and routes decide, network and stream connect, body inflates under caps; local reads files and
commands. Import from here: transport, exchange.
"""
