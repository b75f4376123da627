# SPDX-License-Identifier: Apache-2.0
"""Time for running servers, which the clock of a test does not reach: all that happened is moved into the past."""

import pathlib

LATER = (pathlib.Path(__file__).resolve().parents[2] / 'conf/demo/later.sql').read_text()


def travel(database, interval, site=None, round=None):
    """Lets so much time pass ('11 days', '20 minutes'): every moment and date of every row, of one site, of one of its
    rounds, or of all, gets that much earlier. database: anything whose run(sql) runs statements as the superuser."""
    settings = {'later.by': interval, 'later.site': site or '', 'later.round': str(round or '')}
    chosen = ', '.join(f'set_config({quoted(name)}, {quoted(value)}, true)' for name, value in settings.items())
    database.run(f'select {chosen};\n{LATER}')


def quoted(text):
    return "'" + text.replace("'", "''") + "'"
