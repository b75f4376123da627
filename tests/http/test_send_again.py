# SPDX-License-Identifier: Apache-2.0
"""What is sent while the database is away: the page for status 503 has all of it, and a form that sends it again."""

import pathlib
import sys

import pytest

from community import count_ideas, form
from harness import page, wait_until

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / 'faults'))  # for proxy.py alone

from proxy import Proxy  # noqa: E402

TEXT = 'First line\n\n  <b>second</b> & "third" é 漢字'
ROUND = {'title': 'The lid', 'in_our_hands': TEXT, 'leaning': '', 'report': '', 'days': '10', 'ask-keep': 'yes', 'keep': ''}


@pytest.fixture(scope='module')
def proxy(database):
    proxy = Proxy(f'{database.cluster.host}/.s.PGSQL.5432')
    yield proxy
    proxy.stop()


@pytest.fixture(scope='module')
def server(httpd, database, proxy):
    return httpd(conninfo=proxy.conninfo(database))


@pytest.fixture
def away(server, proxy):
    """The database is not there; away() ends it before the test does."""
    proxy.refuse()
    proxy.reset()
    server.expect_log('CC010[14]')
    server.expect_log('CC0108', optional=True)

    def end():
        proxy.accept()
        wait_until('the database is back', lambda: server.get(server.base + '/ideas/new', user='ada').ok)

    yield end
    end()


def again(reply):
    """The address of the form that sends it again, and its fields."""
    form, = page(reply).xpath('//form[@data-again]')
    return form.get('action'), [(field.get('name'), field.get('value')) for field in form.xpath('.//input[@type="hidden"]')]


@pytest.mark.parametrize('path, user, fields', [
    ('/ideas', 'ada', {**form(title='A hook', body=TEXT), 'stage': ''}),
    ('/ideas/1/vote', 'ben', {'value': '1', 'back': '/ideas?sort=new&after=3_4'}),
    ('/rounds/1/cards', 'ada', {'card': '', 'question': '1', 'body': TEXT, 'share': 'none', 'do': 'me', 'token': 'x' * 32}),
    ('/rounds/1/tables/2/replies', 'ada', {'card': '3', 'parent': '', 'kind': 'builds', 'body': TEXT, 'source': 'none'}),
    ('/rounds', 'mod', ROUND),
    ('/rounds/1/links', 'mod', {'guest': 'Anna', 'guest_group': 'customer', 'days': ''})])
def test_everything_comes_back(server, away, path, user, fields):
    reply = server.post(server.base + path, fields, user=user)
    assert reply.status_code == 503 and int(reply.headers['Retry-After']) > 0
    assert reply.headers['Cache-Control'] == 'private, no-store'
    action, sent = again(reply)
    assert action == server.base + path
    made = [] if 'token' in fields else ['token']
    assert sorted(field for field in sent if field[0] not in made) == sorted(fields.items())
    shown = [text.text_content() for text in page(reply).xpath('//p[@class="cc-keep-text"]')]
    for name in ('title', 'body', 'in_our_hands', 'source', 'guest'):
        assert not fields.get(name) or fields[name] in shown, name


def test_what_is_sent_again_is_one_deed(server, database, away):
    fields = form(title='Sent three times')
    replies = [server.post(server.base + '/ideas', fields, user='ada')]
    replies.append(server.post(again(replies[0])[0].removeprefix(server.origin), dict(again(replies[0])[1]), user='ada'))
    assert [reply.status_code for reply in replies] == [503, 503] and again(replies[0]) == again(replies[1])
    before = count_ideas(database, server.site)
    away()
    for _ in range(2):
        reply = server.post(again(replies[1])[0], dict(again(replies[1])[1]), user='ada')
        assert reply.status_code == 303
    assert count_ideas(database, server.site) == before + 1


def test_a_page_that_cannot_be_read_offers_nothing_to_send(server, away):
    reply = server.get(server.base + '/ideas/new', user='ada')
    assert reply.status_code == 503 and not page(reply).xpath('//form[@data-again]')
