# SPDX-License-Identifier: Apache-2.0
"""Proposing an idea: what a person does, what goes wrong with it, and what happens when it is sent twice."""

import concurrent.futures
import itertools
import secrets

import pytest

from community import FORM, count_ideas, field_errors, form, typed
from harness import document, page


def propose(server, fields, user='ada', **options):
    return server.post(server.base + '/ideas', fields, user=user, **options)


def test_the_way_of_a_person(server):
    """Form, what it holds, sending it, the confirmation, the idea on every page."""
    empty = typed(page(server.get(server.base + '/ideas/new', user='cleo')))
    assert set(empty) == {'title', 'body', 'token'} and not empty['title'] and not empty['body'].strip()
    reply = propose(server, {**empty, **FORM, 'title': '  The handle gets slippery \t'}, user='cleo')
    assert reply.status_code == 303 and reply.headers['Cache-Control'] == 'private, no-store'
    path, _, done = reply.headers['Location'].partition('?')
    assert path.startswith(server.base + '/ideas/') and done == 'done=proposed'

    tree = page(server.get(f'{path}?{done}', user='cleo'))
    assert tree.xpath('//h1')[0].text_content() == 'The handle gets slippery'
    assert tree.xpath('//*[@role="status"]')[0].text_content().strip()
    assert not page(server.get(path, user='cleo')).xpath('//*[@role="status"]')
    idea = document(server.get(path + '.xml')).find('idea')
    assert (idea.findtext('author'), idea.find('author').get('group'), idea.find('author').get('speaks')) == (
        'Cleo Marchetti', 'staff', 'yes')
    assert (idea.find('kind').get('key'), idea.find('stage').get('key'), idea.get('votes')) == ('better', 'use', '0')
    for place in ('/', '/ideas', '/ideas.xml', '/ideas.atom', '/ideas.csv', '/ideas.fragment'):
        assert 'The handle gets slippery' in server.get(server.base + place).text, place


WRONG = {  # field: [(value, a word of its error)]
    'title': [('', 'title'), (None, 'title'), ('abcd', '5'), ('  abc  ', '5'), ('x' * 121, '120'), ('я' * 121, '120'),
              ('two\nlines', 'line'), ('two\u2028lines', 'line'), ('left \u202e right', 'characters')],
    'body': [('x' * 10001, '10000'), ('\u00e9' * 10001, '10000'), ('bell \x07', 'characters'),
             ('no character \ufffe', 'characters')],
    'kind': [('', 'kind'), (None, 'kind'), ('unheard', 'kind'), ("' or 1=1 --", 'kind')],
    'stage': [('', 'moment'), (None, 'moment'), ('unheard', 'moment')],
}
RIGHT = {
    'title': ['abcde', 'x' * 120, 'я' * 120, '日本語の題', '  ab cd  ', '<b>&amp;"\'', "Robert'); drop table idea; --", '🫖' * 5],
    'body': [None, '', 'x' * 10000, '日' * 10000, ' \n lines\r\n\tand tabs'],
}


@pytest.mark.parametrize('field, value, word', [(f, v, w) for f, all_of in WRONG.items() for v, w in all_of])
def test_one_wrong_field(server, database, field, value, word):
    before = count_ideas(database, server.site)
    fields = form(**{field: value})
    reply = propose(server, fields)
    tree = page(reply)
    assert reply.status_code == 422
    errors = field_errors(tree)
    assert list(errors) == [field] and word in errors[field], errors
    check_everything_is_still_there(fields, typed(tree))
    assert count_ideas(database, server.site) == before


def check_everything_is_still_there(sent, back):
    for name in ('title', 'body'):
        expected = ''.join('\ufffd' if c in '\x07\ufffe' else c for c in sent.get(name) or '')
        if name == 'title':
            expected = expected.replace('\n', '')  # no browser sends one from an <input>, and none keeps one in it
        assert (back[name] or '').replace('\n', '' if name == 'title' else '\n').strip() == expected.strip(), name
    for name in ('kind', 'stage'):
        known = sent.get(name) if sent.get(name) in (FORM['kind'], FORM['stage']) else None
        assert back.get(name) == known, name


def test_every_field_wrong_at_once(server):
    reply = propose(server, form(title='abc', body='x' * 10001, kind='unheard', stage=''))
    tree = page(reply)
    assert reply.status_code == 422
    assert set(field_errors(tree)) == {'title', 'body', 'kind', 'stage'}
    assert len(tree.xpath('//*[@role="alert"]//a')) == 4
    for link in tree.xpath('//*[@role="alert"]//a/@href'):
        assert len(tree.xpath(f'//*[@id="{link[1:]}"]')) == 1, link


@pytest.mark.parametrize('field, value', [(f, v) for f, all_of in RIGHT.items() for v in all_of])
def test_right_fields(server, field, value):
    reply = propose(server, form(**{field: value}))
    assert reply.status_code == 303, field_errors(page(reply))
    stored = typed(page(server.get(reply.headers['Location'].split('?')[0] + '/edit', user='ada')))
    assert stored[field].strip() == (value or '').replace('\r\n', '\n').strip()


@pytest.mark.parametrize('fields', [
    [('title', 'One title here'), ('title', 'Another title')], [('kind', 'new'), ('kind', 'keep')],
    [('token', 'a' * 20), ('token', 'b' * 20)]])
def test_repeated_field(server, database, fields):
    before = count_ideas(database, server.site)
    name = fields[0][0]
    reply = propose(server, [(k, v) for k, v in form().items() if k != name] + fields)
    assert reply.status_code == 422 and count_ideas(database, server.site) == before
    if name != 'token':
        assert list(field_errors(page(reply))) == [name]


def test_the_refused_form_can_be_sent_again(server, database):
    before = count_ideas(database, server.site)
    back = typed(page(propose(server, form(title='abc'))))
    assert propose(server, {**back, 'title': 'Now it is long enough'}).status_code == 303
    assert count_ideas(database, server.site) == before + 1


@pytest.mark.parametrize('token', ['', 'short', 'x' * 65, 'has blanks in it, many', "'; drop table idea; --", None])
def test_bad_token_gives_a_good_one(server, database, token):
    before = count_ideas(database, server.site)
    reply = propose(server, form(token=token))
    back = typed(page(reply))
    assert reply.status_code == 422 and back['token'] != token and count_ideas(database, server.site) == before
    assert propose(server, back).status_code == 303


def test_tokens_are_never_the_same(server):
    tokens = {typed(page(server.get(server.base + '/ideas/new', user='ada')))['token'] for _ in range(5)}
    assert len(tokens) == 5


def test_sent_twice_is_one_idea(server, database):
    before = count_ideas(database, server.site)
    fields = form(title='Sent twice in a row')
    first, second = propose(server, fields), propose(server, {**fields, 'title': 'Another title by now'})
    assert first.headers['Location'] == second.headers['Location'] and second.status_code == 303
    assert count_ideas(database, server.site) == before + 1


def test_sent_many_times_at_once_is_one_idea(server, database):
    before = count_ideas(database, server.site)
    fields = form(title='Sent many times at once')
    with concurrent.futures.ThreadPoolExecutor(12) as crowd:
        replies = list(crowd.map(lambda _: propose(server, fields), range(24)))
    assert {(r.status_code, r.headers.get('Location')) for r in replies} == {(303, replies[0].headers['Location'])}
    assert count_ideas(database, server.site) == before + 1


def test_a_token_is_its_members_own(server, database):
    before = count_ideas(database, server.site)
    fields = form(title='The same token, two people')
    places = [propose(server, fields, user=user).headers['Location'] for user in ('ada', 'ben', 'ada', 'ben')]
    assert places[:2] == places[2:] and places[0] != places[1]
    assert count_ideas(database, server.site) == before + 2


def test_many_at_once_are_all_there(server, database):
    before = count_ideas(database, server.site)
    titles = [f'Idea of a crowd, person {n}' for n in range(30)]
    with concurrent.futures.ThreadPoolExecutor(10) as crowd:
        places = list(crowd.map(lambda t: propose(server, form(title=t)).headers['Location'], titles))
    assert len(set(places)) == 30 and count_ideas(database, server.site) == before + 30
    for title, place in zip(titles, places):
        assert document(server.get(place.split('?')[0] + '.xml')).findtext('idea/title') == title


IDENTITY = {'name': 'Somebody Else', 'group': 'staff', 'subject': 'cleo', 'site': 'other', 'moderator': 'yes', 'number': '1',
            'user': 'cleo'}


def test_a_form_never_says_who_somebody_is(server, database):
    reply = propose(server, {**form(title='Who wrote this one'), **IDENTITY})
    idea = document(server.get(reply.headers['Location'].split('?')[0] + '.xml')).find('idea')
    assert (idea.findtext('author'), idea.find('author').get('group')) == ('Ada Lindqvist', 'customer')
    assert not database.rows('select 1 from cocreate.member where site = %s and (subject = %s or name = %s)',
                             (server.site, 'cleo2', 'Somebody Else'))
    for combination in itertools.combinations(IDENTITY, 2):
        assert propose(server, {**{k: IDENTITY[k] for k in combination}, **form()}, user=None).status_code == 401


def test_nor_where_the_login_says_no_group(httpd):
    server = httpd(options={'CocreateMemberName': None, 'CocreateMemberGroup': None})
    reply = propose(server, {**form(), **IDENTITY})
    idea = document(server.get(reply.headers['Location'].split('?')[0] + '.xml')).find('idea')
    assert (idea.findtext('author'), idea.find('author').get('group')) == ('ada', 'customer')


def test_reading_writes_nothing(server, database):
    tables = [t for t, in database.rows("select tablename from pg_tables where schemaname = 'cocreate' order by 1")]

    def state():
        return [database.rows(f'select count(*), max(xmin::text::bigint) from cocreate."{t}"') for t in tables]

    before = state()
    for path in ('/', '/ideas', '/ideas/1', '/ideas/new', '/ideas/1/edit', '/ideas/1/vote', '/ideas.csv'):
        server.get(server.base + path + f'?value=1&title=x&token={secrets.token_hex(16)}', user='admin')
    assert state() == before
