# SPDX-License-Identifier: Apache-2.0
"""The clock of the web server jumps by an hour, forth and back. What is open or late is for the clock of the database."""

import email.utils
import glob
import os
import time

import pytest

from load import Load
from rounds import House, went
from servers import wait_until
from test_stuck import fresh
from verdict import Verdict

HOUR = 3600
CARD = {'question': 1, 'body': 'Send the label with the parcel.', 'do': 'send', 'share': 'text'}


@pytest.fixture(scope='module')
def clock(test_dir):
    """clock.env is for httpd; clock.jump(server, seconds): its clock is wrong by that from now on."""
    library, = glob.glob('/usr/lib/*/faketime/libfaketimeMT.so.1')

    class Clock:
        file = test_dir / 'clock'
        env = {'LD_PRELOAD': library, 'DONT_FAKE_MONOTONIC': '1', 'FAKETIME_TIMESTAMP_FILE': str(test_dir / 'clock'),
               'FAKETIME_NO_CACHE': '1'}

        def set(self, seconds):
            new = self.file.with_suffix('.new')
            new.write_text(f'{seconds:+d}\n')
            new.chmod(0o644)
            os.replace(new, self.file)

        def jump(self, server, seconds):
            self.set(seconds)
            wait_until('its clock jumps', lambda: abs(wrong_by(server) - seconds) < 60)

    clock = Clock()
    clock.set(0)
    return clock


def wrong_by(server):
    """By how many seconds the clock of a web server is wrong; a reply has its date."""
    date = email.utils.parsedate_tz(server.get('/index.html').headers['Date'])
    return email.utils.mktime_tz(date) - time.time()


def test_jumps_under_load(httpd, database, clock):
    server = fresh(httpd, database, env=clock.env)
    with Verdict(server), Load(server, numbers=range(1, 9), rate=40) as crowd:
        for seconds in (0, HOUR, 0, -HOUR, 0):
            clock.jump(server, seconds)
            crowd.go_on(60)
        crowd.stop()
        assert {a.status for a in crowd.answers} == {200, 303}
        assert max(a.seconds for a in crowd.answers) < 5  # nobody waited for a deadline
        crowd.check(database)


def test_what_is_late_is_said_by_the_database(httpd, database, test_dir, clock):
    house = House(lambda **options: httpd(env=clock.env, **options), database, test_dir)
    with Verdict(house.server):
        house.set(min_advice=1)  # or the round goes on by itself
        house.open_quickly('hana')
        house.to('opens_at')
        house.to('advice_until', '-30 minutes')
        clock.jump(house.server, HOUR)
        assert house.visitor.xml('').find('round').get('phase') == 'advice'
        assert 'done=card-sent' in went(house['cara'].posts('cards', CARD))
        clock.jump(house.server, 0)
        house.to('advice_until', '20 minutes')
        clock.jump(house.server, -HOUR)
        assert house.visitor.xml('').find('round').get('phase') != 'advice'
        assert 'done=card-late' in went(house['carl'].posts('cards', CARD))
        clock.jump(house.server, 0)
