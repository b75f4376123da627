# SPDX-License-Identifier: Apache-2.0
"""What machines read: every XML reply is valid by the grammar, every feed is one, every export is whole."""

import csv
import io

import feedparser
import pytest

from community import count_ideas, form, seed, seed_votes
from harness import document

CELLS = {  # title: what a spreadsheet is given
    '=1+1 is a formula': "'=1+1 is a formula",
    '+HYPERLINK("http://e.org/")': '\'+HYPERLINK("http://e.org/")',
    '-2+3+cmd|x': "'-2+3+cmd|x",
    '@SUM(A1:A9)': "'@SUM(A1:A9)",
    '-12345': '-12345',
    'Commas, "quotes" and\u00a0more': 'Commas, "quotes" and\u00a0more',
    'Ünïcode → 日本語 🫖': 'Ünïcode → 日本語 🫖',
}
BODY = '=cmd|x\r\n"quoted", and\nlines & <tags>'


@pytest.fixture(scope='module')
def server(httpd, database, site):
    server = httpd()
    for title in CELLS:
        server.propose(title=title, body=BODY)
    seed(database, site, 3)
    seed_votes(database, site, {1: 3})
    reply = server.post(f'{server.base}/ideas/1/edit', form(title='Edited & <changed>', kind='new', stage='buy', version='1'),
                        user='ada')
    assert reply.status_code == 303
    return server


# --- XML ------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize('login', [False, True])
@pytest.mark.parametrize('user', [None, 'ada', 'mod'])
def test_pages_are_valid(server, httpd, user, login, with_login):
    server = with_login if login else server
    for path in ('/overview', '/ideas', '/ideas?sort=top&kind=new&stage=buy&limit=3&done=voted', '/ideas/1',
                 '/ideas/1?done=edited',
                 '/ideas/2', '/ideas/new', '/ideas/1/edit', '/ideas/2/edit', '/ideas/99', '/ideas/99/edit', '/ideas?limit=x'):
        path, _, query = path.partition('?')
        root = document(server.get(f'{server.base}{path}.xml?{query}', user=user))
        assert (root.find('login') is not None) == login
        assert root.get('representation') == 'xml'


@pytest.fixture(scope='module')
def with_login(httpd):
    return httpd(options={'CocreateLogin': '"/sign-in?return="'})


POSTS = [  # path, fields, who, status, keys of the refusals
    ('/ideas', form(title='', kind='', stage=None), 'ada', 422, {'title': 'missing', 'kind': 'missing', 'stage': 'missing'}),
    ('/ideas', form(title='abcd', body='x' * 10001, kind='nix', stage='nix', token='short'), 'ada', 422,
     {'title': 'too-short', 'body': 'too-long', 'kind': 'unknown', 'stage': 'unknown', 'token': 'characters'}),
    ('/ideas', form(title='x' * 121, body='\ufffe', token=None), 'ada', 422,
     {'title': 'too-long', 'body': 'characters', 'token': 'missing'}),
    ('/ideas', form(title='two\nlines'), 'ada', 422, {'title': 'one-line'}),
    ('/ideas', [*form().items(), ('title', 'Again'), ('kind', 'new')], 'ada', 422, {'title': 'repeated', 'kind': 'repeated'}),
    ('/ideas', form(), None, 401, {None: 'sign-in'}),
    ('/ideas/1/edit', form(title='', version='2'), 'ada', 422, {'title': 'missing'}),
    ('/ideas/1/edit', form(version='1'), 'ada', 409, {None: 'changed'}),
    ('/ideas/1/edit', form(version=None), 'ada', 422, {'version': 'missing'}),
    ('/ideas/1/edit', form(version='2'), None, 401, {None: 'sign-in'}),
]


@pytest.mark.parametrize('path, fields, user, status, refusals', POSTS)
def test_refused_forms_are_valid(server, path, fields, user, status, refusals):
    reply = server.post(f'{server.base}{path}.xml', fields, user=user)
    assert reply.status_code == status
    root = document(reply)
    assert {r.get('field'): r.get('key') for r in root.findall('refusals/refusal')} == refusals
    sent = dict(reversed(fields)) if isinstance(fields, list) else fields
    kept = {f.get('name'): f.text or '' for f in root.findall('typed/field')}
    assert kept == {k: v.replace('\ufffe', '\ufffd') for k, v in sent.items() if k != 'token'}


@pytest.mark.parametrize('method, path, data, headers, user, status, key', [
    ('PUT', '/ideas.xml', None, {}, None, 405, 'method'),
    ('POST', '/ideas.xml', '<a/>', {'Content-Type': 'application/xml'}, 'ada', 415, 'type'),
    ('POST', '/ideas.xml', 'title=' + 'x' * 1_000_000, {}, 'ada', 413, 'too-large'),
    ('POST', '/ideas/1/edit.xml', form(version='1'), {}, 'ben', 403, 'not-yours'),
    ('POST', '/ideas/99/edit.xml', form(version='1'), {}, 'ben', 404, 'not-found'),
    ('GET', '/ideas/1/edit.xml', None, {}, 'ben', 403, 'not-yours'),
    ('GET', '/ideas/new.xml', None, {}, None, 401, 'sign-in'),
    ('GET', '/ideas.atom?sort=x', None, {}, None, 400, 'parameter'),
])
def test_errors_are_valid(server, method, path, data, headers, user, status, key):
    reply = server.request(method, server.base + path, data=data, headers=headers, user=user)
    assert reply.status_code == status
    error = document(reply).find('error')
    assert (error.get('status'), error.get('key')) == (str(status), key)


def test_cross_site_error_is_valid(server):
    server.expect_log('CC0003')
    reply = server.post(server.base + '/ideas.xml', form(), user='ada', headers={'Sec-Fetch-Site': 'cross-site'})
    assert reply.status_code == 403
    assert document(reply).find('error').get('key') == 'cross-site'


def test_change_says_what_went_and_came(server):
    change, = document(server.get(f'{server.base}/ideas/1.xml')).findall('changes/change')
    assert change.get('version') == '2'
    for name in ('title', 'body'):
        assert change.find(name + '/ins').text, name
    for name in ('kind', 'stage'):
        assert change.find(name + '-was').get('key') != change.find(name + '-now').get('key')
    assert document(server.get(f'{server.base}/ideas/1.xml')).find('idea').get('earlier') == '3'
    assert ''.join(change.find('title').itertext('ins')).find('<changed>') >= 0


def test_no_stylesheet_instruction(server):
    for path in ('/ideas.xml', '/ideas.atom'):
        assert b'<?xml-stylesheet' not in server.get(server.base + path).content


# --- Atom -----------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize('path',
                         ['/ideas.atom', '/ideas.atom?sort=new&kind=better', '/ideas.atom?kind=nothing', '/ideas/1.atom',
                          '/ideas/2.atom'])
def test_feeds(server, path):
    reply = server.get(server.base + path)
    feed = feedparser.parse(reply.content, response_headers={'content-type': reply.headers['Content-Type']})
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == 'atom10' and feed.feed.title and feed.feed.updated_parsed
    root = server.origin + server.base
    links = {link.rel: link.href for link in feed.feed.links}
    assert links['self'] == root + path and links['alternate'] == root + path.replace('.atom', '')
    assert feed.feed.id.startswith(root)
    assert len({e.id for e in feed.entries}) == len(feed.entries)
    for entry in feed.entries:
        assert entry.id == entry.link and entry.id.startswith(root + '/ideas/')
        assert entry.title and entry.author and entry.published_parsed and entry.updated_parsed
        assert server.get(entry.link[len(server.origin):]).status_code == 200


def test_feed_has_titles_as_text(server):
    feed = feedparser.parse(server.get(server.base + '/ideas.atom?sort=new').content)
    titles = {e.title_detail.value for e in feed.entries}
    assert set(CELLS) - {'=1+1 is a formula'} <= titles
    assert 'Edited &amp; &lt;changed&gt;' in titles or 'Edited & <changed>' in titles
    assert all(e.title_detail.type == 'text/plain' for e in feed.entries)


# --- CSV ------------------------------------------------------------------------------------------------------------------

HEADER = ['number', 'title', 'kind', 'stage', 'votes', 'author', 'group', 'created', 'edited', 'body']


def rows(reply):
    assert reply.status_code == 200
    return list(csv.reader(io.StringIO(reply.content.decode('utf-8'), newline='')))


def test_cells(server):
    header, *ideas = rows(server.get(server.base + '/ideas.csv'))
    assert header == HEADER
    titles = {row[1] for row in ideas}
    assert titles >= set(list(CELLS.values())[1:])
    # Line ends became LF when the text came in; CR LF is what ends a record.
    assert ideas[1][9] == "'" + BODY.replace('\r\n', '\n')
    assert ideas[0][8] and not ideas[1][8] and ideas[0][4] == '3'
    assert all(len(row) == len(HEADER) for row in ideas)


@pytest.mark.parametrize('count', [0, 1, 499, 500, 501, 1000, 2000])
def test_export_is_whole(server, database, httpd, exporting, count):
    """Batches are of 500: their edges, and what is larger than one buffer of anything."""
    while count_ideas(database, exporting.site) < count:
        seed(database, exporting.site, count - count_ideas(database, exporting.site))
    header, *ideas = rows(exporting.get(exporting.base + '/ideas.csv'))
    assert header == HEADER
    assert [int(row[0]) for row in ideas] == list(range(1, count + 1))


@pytest.fixture(scope='module')
def exporting(httpd, database):
    return httpd(site=database.add_site())
