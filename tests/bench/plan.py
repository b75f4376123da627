# SPDX-License-Identifier: Apache-2.0
"""What a run of the bench is: which rows, how many rounds, how long, where. From the environment, as `make bench` gives it.

    ROWS="fragment votes"    only these rows
    ROUNDS=5                 how often each figure is taken; what is printed is the median
    DURATION=3               how long each measurement lasts
    SIZES="1000 10000"       how many ideas in the databases of the row `growth`
    QUICK=1                  one short round of everything, to see that it works
    BENCH=build/bench        where databases and the report are kept
"""

import os
import pathlib
import sys

REPO = pathlib.Path(__file__).resolve().parents[2]
sys.path += [str(REPO / 'tests/sql'), str(REPO / 'tests/http')]    # in this order: each has its conftest.py

QUICK = bool(os.environ.get('QUICK'))


def numbers(name, usual):
    return [int(n) for n in (os.environ.get(name) or usual).split()]


ROWS = (os.environ.get('ROWS') or '').split()
ROUNDS, = numbers('ROUNDS', '1' if QUICK else '5')
SECONDS, = numbers('DURATION', '1' if QUICK else '3')
SIZES = numbers('SIZES', '1000 10000' if QUICK else '1000 10000 100000 1000000')
REQUESTS, = numbers('REQUESTS', '60000' if QUICK else '1000000')
FOLDER = pathlib.Path(os.environ.get('BENCH') or REPO / 'build/bench')
SITE = 'grind'
CLIENTS = 16                    # of every row that reads
VOTERS = [1, 16, 64, 200]       # clients of the rows of votes
