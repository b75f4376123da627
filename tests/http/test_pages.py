# SPDX-License-Identifier: Apache-2.0
"""Every page and representation of the route table: address, type, title, method, and the parameters of lists."""

import csv
import io
import re

import feedparser
import pytest

from community import seed, seed_votes
from harness import document, page

NESTED = '/shop/eu/community/cocreate'


@pytest.fixture(scope='module')
def server(httpd, database, site):
    server = httpd(base=NESTED, files={'missing.html': '<!DOCTYPE html><title>our own 404</title>'},
                   server='ErrorDocument 404 /missing.html\n')
    seed(database, site, 57)
    seed_votes(database, site, {n: n % 7 for n in range(1, 58)})
    server.own = server.propose(body='Some *words* of **mine**.\n\n- one\n- two')
    return server


def title_of(response):
    return page(response).findtext('.//title')


# --- pages ----------------------------------------------------------------------------------------------------------------

PAGES = [  # path, who, title
    ('/', None, 'Ideas from our community'),
    ('/overview', None, 'Ideas from our community'),
    ('/ideas', None, 'Ideas'),
    ('/ideas?sort=top', None, 'Ideas'),
    ('/ideas/3', None, 'Idea of the row, place 3'),
    ('/ideas/new', 'ada', 'Share an idea'),
    ('/ideas/58/edit', 'ada', 'Change your idea'),
]


@pytest.mark.parametrize('path, user, title', PAGES)
@pytest.mark.parametrize('as_member', [False, True])
def test_page(server, path, user, title, as_member):
    reply = server.get(NESTED + path, user=user or ('ben' if as_member else None))
    assert (reply.status_code, title_of(reply)) == (200, title)
    assert reply.headers['Content-Type'] == 'text/html; charset=utf-8'
    tree = page(reply)
    assert len(tree.xpath('//h1')) == 1
    for link in tree.xpath('//*/@href | //*/@src | //*/@action'):
        assert link.startswith((NESTED + '/', server.origin + NESTED + '/', '#')), link


@pytest.mark.parametrize('path', ['/overview', '/ideas', '/ideas/3', '/ideas/new', '/ideas/58/edit'])
def test_fragment(server, path):
    reply = server.get(f'{NESTED}{path}.fragment', user='ada')
    assert reply.status_code == 200
    assert reply.headers['Content-Type'] == 'text/html; charset=utf-8'
    assert reply.text.startswith('<div class="cocreate"') and '<h1' not in reply.text and '<html' not in reply.text


@pytest.mark.parametrize('path, name', [
    ('/overview', 'overview'), ('/ideas', 'ideas'), ('/ideas/3', 'idea'), ('/ideas/new', 'idea_new'),
    ('/ideas/58/edit', 'idea_edit')])
def test_xml(server, path, name):
    reply = server.get(f'{NESTED}{path}.xml', user='ada')
    assert (reply.status_code, reply.headers['Content-Type']) == (200, 'application/xml; charset=utf-8')
    root = document(reply)
    assert (root.get('page'), root.get('base'), root.get('path')) == (name, NESTED, path)


@pytest.mark.parametrize('path, entries', [('/ideas', 20), ('/ideas/3', 1), ('/ideas?limit=50', 50)])
def test_atom(server, path, entries):
    path, _, query = path.partition('?')
    reply = server.get(f'{NESTED}{path}.atom?{query}')
    assert (reply.status_code, reply.headers['Content-Type']) == (200, 'application/atom+xml; charset=utf-8')
    assert len(feedparser.parse(reply.content).entries) == entries


def test_csv(server):
    reply = server.get(NESTED + '/ideas.csv')
    assert (reply.status_code, reply.headers['Content-Type']) == (200, 'text/csv; charset=utf-8; header=present')
    assert len(list(csv.reader(io.StringIO(reply.text)))) == 59


def test_vote_button_goes_back_to_its_list(server):
    tree = page(server.get(NESTED + '/ideas?sort=new&kind=keep', user='ben'))
    backs = set(tree.xpath('//form[contains(@action, "/vote")]/input[@name="back"]/@value'))
    assert backs == {'/ideas?sort=new&kind=keep'}


def test_invitation_preselects_its_kind(server):
    tree = page(server.get(NESTED + '/', user='ada'))
    link, = tree.xpath('//a[contains(@href, "kind=hurts")]/@href')
    checked = page(server.get(link, user='ada')).xpath('//input[@name="kind"][@checked]/@value')
    assert checked == ['hurts']


# --- what is not there ----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize('path', [
    '/nothing', '/ideas/x', '/ideas/0', '/ideas/-1', '/ideas/01', '/ideas/+1', '/ideas/1x', '/ideas/1/nothing',
    '/ideas/9999999999', '/ideas.json', '/ideas/new.atom', '/overview.csv', '/overview.atom', '/ideas/1.csv', '/ideas/1/vote.xml',
    '/ideas.', '/.fragment', '/.xml', '/.reply', '/.theme/', '/.theme/html.xsl', '/.theme/words/en.txt', '/.theme/../html.xsl',
    '/ideas/1/edit.csv', '/IDEAS', '/ideas/%31/x', '/ideas;x'])
def test_unknown_path_is_the_sites_own_404(server, path):
    reply = server.get(NESTED + path)
    assert (reply.status_code, title_of(reply)) == (404, 'our own 404')


def test_unknown_idea_is_our_404(server):
    for path in ('/ideas/999', '/ideas/999999999'):
        reply = server.get(NESTED + path)
        assert (reply.status_code, title_of(reply)) == (404, 'There is nothing at this address')
        error = document(server.get(f'{NESTED}{path}.xml')).find('error')
        assert (error.get('status'), error.get('key')) == ('404', 'not-found')
    assert server.get(NESTED + '/ideas/999/edit', user='ada').status_code == 404


@pytest.mark.parametrize('path, to', [
    ('', '/'), ('/ideas/', '/ideas'), ('/ideas/3/', '/ideas/3'), ('/ideas/new/', '/ideas/new'), ('/overview/', '/overview')])
def test_slash(server, path, to):
    reply = server.get(NESTED + path)
    assert (reply.status_code, reply.headers['Location']) == (301, NESTED + to)


def test_neighbours_are_not_ours(server):
    """/cocreate-shop is no part of /cocreate, and what lies above is the site's."""
    server.write_files({NESTED[1:] + '-shop/index.html': '<!DOCTYPE html><title>shop</title>'})
    assert title_of(server.get(NESTED + '-shop/index.html')) == 'shop'
    assert title_of(server.get('/shop/eu/community/other')) == 'our own 404'


# --- methods --------------------------------------------------------------------------------------------------------------

ALLOWED = [
    ('/', 'GET, HEAD, OPTIONS'), ('/ideas', 'GET, HEAD, POST, OPTIONS'), ('/ideas/new', 'GET, HEAD, OPTIONS'),
    ('/ideas/3', 'GET, HEAD, OPTIONS'), ('/ideas/3/edit', 'GET, HEAD, POST, OPTIONS'), ('/ideas/3/vote', 'POST, OPTIONS')]


@pytest.mark.parametrize('path, allow', ALLOWED)
def test_methods(server, path, allow):
    reply = server.request('OPTIONS', NESTED + path)
    assert (reply.status_code, reply.headers['Allow'], reply.content) == (204, allow, b'')
    for method in ('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'BREW'):
        if method in allow.split(', '):
            continue
        reply = server.request(method, NESTED + path, user='ada')
        assert (reply.status_code, reply.headers['Allow']) == (405, allow), method
        assert title_of(reply) == 'This does not work here'


@pytest.mark.parametrize('path',
                         ['/', '/ideas', '/ideas/3', '/ideas.xml', '/ideas.atom', '/ideas.csv', '/ideas/999', '/ideas/new'])
def test_head(server, path):
    """HEAD has the status and the headers of GET, and no byte of its body."""
    get, head = server.get(NESTED + path), server.request('HEAD', NESTED + path)
    assert head.status_code == get.status_code and head.content == b''
    skip = ('Date', 'Content-Length', 'Transfer-Encoding', 'Keep-Alive')
    assert [(k, v) for k, v in head.headers.items() if k not in skip] == [(k, v) for k, v in get.headers.items() if k not in skip]
    if 'Content-Length' in get.headers:
        assert head.headers.get('Content-Length', get.headers['Content-Length']) == get.headers['Content-Length']
    raw = server.raw(f'HEAD {NESTED}{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'.encode())
    assert raw.endswith(b'\r\n\r\n') and raw.count(b'\r\n\r\n') == 1


# --- Accept ---------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize('accept, kind', [
    (None, 'text/html'), ('*/*', 'text/html'), ('', 'text/html'),
    ('text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', 'text/html'),
    ('application/xml', 'application/xml'), ('application/xml;q=0.9, text/html;q=0.1', 'application/xml'),
    ('application/atom+xml', 'application/atom+xml'), ('text/csv', 'text/csv'), ('Application/XML', 'application/xml'),
    ('text/*;q=0.5, application/xml;q=0.4', 'text/html'), ('image/png', 'text/html'), (';;,q=', 'text/html'),
    ('text/html;q=0, application/xml', 'application/xml')])
def test_accept(server, accept, kind):
    reply = server.get(NESTED + '/ideas', headers={'Accept': accept})
    assert reply.headers['Content-Type'].split(';')[0] == kind
    assert 'Accept' in reply.headers['Vary']


def test_suffix_wins_over_accept(server):
    reply = server.get(NESTED + '/ideas.atom', headers={'Accept': 'application/xml'})
    assert reply.headers['Content-Type'].startswith('application/atom+xml')
    assert 'Accept' not in reply.headers.get('Vary', '')


def test_accept_chooses_among_what_the_page_has(server):
    reply = server.get(NESTED + '/', headers={'Accept': 'application/atom+xml, application/xml;q=0.5'})
    assert reply.headers['Content-Type'].startswith('application/xml')


# --- parameters -----------------------------------------------------------------------------------------------------------

BAD = ['sort=votes', 'sort=top&sort=top', 'sort=TOP', 'limit=0', 'limit=51', 'limit=-1', 'limit=1x', 'limit=999999999999999',
       'limit=+5',
       'after=x', 'after=1', 'after=1_', 'after=_1', 'after=1_2_3', 'after=9999999999999999999_1', "after=1_1'--",
       'after=1_1&after=1_2',
       'kind=No%20Kind', 'kind=%00', 'kind=%FF', 'kind=keep&kind=new', "kind='or'1", 'kind=' + 'x' * 41, 'stage=%3Cscript%3E',
       'stage=a&stage=b',
       'done=%3Cb%3E', 'sort=top%', 'limit=%EF%BF%BE', 'kind=k%0Aeep']


@pytest.mark.parametrize('query', BAD)
def test_bad_parameter(server, query):
    name = re.match(r'\w+', query)[0]
    reply = server.get(f'{NESTED}/ideas?{query}')
    assert (reply.status_code, title_of(reply)) == (400, 'We do not understand this address')
    assert f'“{name}”' in reply.text
    error = document(server.get(f'{NESTED}/ideas.xml?{query}')).find('error')
    assert (error.get('status'), error.get('key'), error.get('name')) == ('400', 'parameter', name)
    for suffix in ('.atom', '.csv', '.fragment'):
        assert server.get(f'{NESTED}/ideas{suffix}?{query}').status_code == 400


@pytest.mark.parametrize('query',
                         ['', 'utm_source=letter&utm_campaign=%FF%00&fbclid=1&fbclid=2', 'kind=&stage=&sort=', '&&=&=x&%',
                          'Sort=zzz'])
def test_other_parameters_are_ignored(server, query):
    plain = page(server.get(NESTED + '/ideas'))
    other = page(server.get(f'{NESTED}/ideas?{query}'))
    assert other.xpath('//li[@class="cc-item"]/@id') == plain.xpath('//li[@class="cc-item"]/@id')
    assert other.xpath('//link[@rel="canonical"]/@href') == [f'{server.origin}{NESTED}/ideas']


def test_canonical_link_keeps_what_matters(server):
    tree = page(server.get(f'{NESTED}/ideas?utm_source=x&sort=top&kind=keep&limit=20'))
    assert tree.xpath('//link[@rel="canonical"]/@href') == [f'{server.origin}{NESTED}/ideas?sort=top&kind=keep']
    tree = page(server.get(f'{NESTED}/ideas/3?utm_source=x&done=voted'))
    assert tree.xpath('//link[@rel="canonical"]/@href') == [f'{server.origin}{NESTED}/ideas/3']


# --- lists ----------------------------------------------------------------------------------------------------------------

def walk(server, sort, limit, extra=''):
    """All ideas of a list by following the cursor, and a check that every page but the last is full."""
    seen, after = [], ''
    while True:
        ideas = document(server.get(f'{NESTED}/ideas.xml?sort={sort}&limit={limit}{extra}{after}')).findall('ideas/idea')
        seen += ideas
        more = bool(ideas) and ideas[-1].get('more') == 'yes'
        assert not any(i.get('more') for i in ideas[:-1])
        if not more:
            return seen
        assert len(ideas) == limit
        after = '&after=' + ideas[-1].get('cursor')


@pytest.mark.parametrize('limit', [1, 7, 29, 50])
@pytest.mark.parametrize('sort', ['trending', 'top', 'new'])
def test_paging_shows_every_idea_once(server, sort, limit):
    ideas = walk(server, sort, limit)
    numbers = [int(i.get('number')) for i in ideas]
    assert sorted(numbers) == list(range(1, 59))
    if sort == 'new':
        assert numbers == sorted(numbers, reverse=True)
    if sort == 'top':
        votes = [int(i.get('votes')) for i in ideas]
        assert votes == sorted(votes, reverse=True) and votes[0] == 6 and votes[-1] == 0


def test_trending_prefers_votes_among_equals_in_age(server):
    """All were proposed in the same seconds, so that votes decide: six of them outweigh minutes."""
    votes = [int(i.get('votes')) for i in walk(server, 'trending', 50) if int(i.get('number')) < 58]
    assert votes == sorted(votes, reverse=True)


@pytest.mark.parametrize('extra, matches', [
    ('&kind=keep', lambda kind, stage: kind == 'keep'),
    ('&stage=buy', lambda kind, stage: stage == 'buy'),
    ('&kind=new&stage=use', lambda kind, stage: (kind, stage) == ('new', 'use')),
    ('&kind=unheard', lambda kind, stage: False)])
def test_filters(server, extra, matches):
    def keys(idea):
        return idea.find('kind').get('key'), idea.find('stage').get('key')

    every = walk(server, 'new', 50)
    some = walk(server, 'new', 3, extra)
    assert [i.get('number') for i in some] == [i.get('number') for i in every if matches(*keys(i))]


def test_pager_of_the_page_leads_through_the_whole_list(server):
    seen, path = [], f'{NESTED}/ideas?sort=top'
    while path:
        tree = page(server.get(path))
        seen += tree.xpath('//li[@class="cc-item"]/@id')
        path = next(iter(tree.xpath('//a[text()="Show more ideas"]/@href')), None)
    assert sorted(seen) == sorted(f'idea-{n}' for n in range(1, 59))


def test_idea_shows_its_text(server):
    tree = page(server.get(f'{NESTED}/ideas/{server.own}'))
    text, = tree.xpath('//div[contains(@class, "cc-text")]')
    assert [e.tag for e in text.iterdescendants()] == ['p', 'em', 'strong', 'ul', 'li', 'li']
    assert text.text_content().startswith('Some words of mine.')
