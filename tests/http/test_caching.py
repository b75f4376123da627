# SPDX-License-Identifier: Apache-2.0
"""What may be kept, by whom, and how it is asked about again; also through mod_deflate."""

import re

import pytest

from community import form
from harness import page, wait_until

SHARED = ['/', '/ideas', '/ideas?sort=top', '/ideas/1', '/ideas.fragment', '/ideas/1.xml', '/ideas.atom', '/overview.fragment']


@pytest.fixture(scope='module')
def server(httpd):
    types = 'text/html text/css text/javascript application/xml application/atom+xml'
    server = httpd(location=f'AddOutputFilterByType DEFLATE {types}\n')
    server.propose()
    return server


def get(server, path, gzip=False, **options):
    headers = {'Accept-Encoding': 'gzip' if gzip else 'identity', **options.pop('headers', {})}
    return server.get(server.base + path, headers=headers, **options)


@pytest.mark.parametrize('gzip', [False, True])
@pytest.mark.parametrize('path', SHARED)
def test_not_modified(server, path, gzip):
    first = get(server, path, gzip)
    assert (first.headers.get('Content-Encoding') == 'gzip') == gzip
    tag = first.headers['ETag']
    for sent in (tag, f'"other", {tag}', 'W/' + tag, f'{tag}, "other-gzip"', f'"other-gzip", {tag}',
                 f'"other",{tag},"other-gzip"'):
        again = get(server, path, gzip, headers={'If-None-Match': sent})
        assert (again.status_code, again.content) == (304, b''), sent
        assert (again.headers['ETag'], again.headers['Cache-Control']) == (tag, first.headers['Cache-Control'])
        if gzip:
            assert again.headers['Vary'] == first.headers['Vary']
    assert get(server, path, gzip, headers={'If-None-Match': '*'}).status_code == 304
    assert get(server, path, gzip, headers={'If-None-Match': '"other"'}).status_code == 200


def test_a_change_changes_the_tag(server):
    number = server.propose(title='Changes its tag')
    paths = [f'/ideas/{number}', '/ideas?sort=new', '/ideas.atom?sort=new', f'/ideas/{number}.xml', '/']

    def tags():
        return [get(server, path).headers['ETag'] for path in paths]

    before = tags()
    assert tags() == before
    server.vote(number)
    voted = tags()
    assert [a != b for a, b in zip(before, voted)] == [True, True, False, True, True]  # a feed does not count votes
    server.post(f'{server.base}/ideas/{number}/edit', form(version='1'), user='ada')
    assert all(a != b for a, b in zip(voted, tags()))


def test_one_tag_per_representation(server):
    tags = [get(server, path).headers['ETag'] for path in ('/ideas', '/ideas.fragment', '/ideas.xml', '/ideas.atom')]
    assert len(set(tags)) == 4


@pytest.mark.parametrize('user, path, cache, tagged', [
    (None, '/', 'no-cache', True), (None, '/ideas.atom', 'no-cache', True), (None, '/ideas/1.fragment', 'no-cache', True),
    (None, '/ideas.csv', 'private, no-store', False),
    (None, '/ideas/999', 'private, no-store', False), (None, '/ideas?limit=x', 'private, no-store', False),
    (None, '/ideas/new', 'private, no-store', False),
    ('ada', '/', 'private, no-store', False), ('ada', '/ideas.xml', 'private, no-store', False),
    ('ada', '/ideas.atom', 'private, no-store', False),
    ('ada', '/ideas/new', 'private, no-store', False), ('ada', '/ideas/1/edit', 'private, no-store', False),
    ('ada', '/ideas.fragment', 'private, no-store', False)])
def test_cache_control(server, user, path, cache, tagged):
    reply = get(server, path, user=user)
    assert reply.headers['Cache-Control'] == cache
    assert ('ETag' in reply.headers) == tagged and 'Last-Modified' not in reply.headers and 'Expires' not in reply.headers


def test_a_members_page_is_never_not_modified(server):
    """The tag of the visitors' page does not fit the member's."""
    tag = get(server, '/ideas').headers['ETag']
    for sent in (tag, '*'):
        reply = get(server, '/ideas', user='ben', headers={'If-None-Match': sent})
        assert reply.status_code == 200 and 'cc-vote-form' in reply.text


def test_errors_and_forms_have_no_tag(server):
    reply = server.post(server.base + '/ideas', form(title='x'), user='ada', headers={'If-None-Match': '*'})
    assert reply.status_code == 422 and 'ETag' not in reply.headers and reply.content
    assert get(server, '/ideas/999', headers={'If-None-Match': '*'}).status_code == 404


def test_a_deed_with_conditions_is_done(server):
    """If-None-Match: * on a POST is not taken for a question about the page."""
    assert server.post(server.base + '/ideas', form(), user='ada',
                       headers={'If-None-Match': '*', 'If-Modified-Since': 'Sat, 21 Nov 2026 00:00:00 GMT'}).status_code == 303


# --- files of the theme ---------------------------------------------------------------------------------------------------

@pytest.mark.parametrize('name, kind', [('css', 'text/css'), ('js', 'text/javascript')])
def test_assets(server, name, kind):
    found = set(re.findall(rf'"({server.base}/\.theme/cocreate\.[0-9a-f]+\.{name})"', server.get(server.base + '/ideas').text))
    assert len(found) == 1
    hashed, plain = found.pop()[len(server.base):], f'/.theme/cocreate.{name}'
    reply = get(server, hashed)
    assert reply.status_code == 200 and reply.headers['Content-Type'].startswith(kind)
    assert reply.headers['X-Content-Type-Options'] == 'nosniff'
    assert reply.headers['Cache-Control'] == 'public, max-age=31536000, immutable'
    assert reply.headers.get('Vary', 'Accept-Encoding') == 'Accept-Encoding'
    assert get(server, plain).headers['Cache-Control'] == 'no-cache' and get(server, plain).content == reply.content
    for path in (hashed, plain):
        for gzip in (False, True):
            tag = get(server, path, gzip).headers['ETag']
            assert get(server, path, gzip, headers={'If-None-Match': tag}).status_code == 304
        assert get(server, path, user='ada').headers['Cache-Control'] == get(server, path).headers['Cache-Control']
        assert server.request('HEAD', server.base + path).status_code == 200
    assert get(server, hashed.replace('/cocreate.', '/cocreate.0')).status_code == 404
    assert get(server, re.sub(r'\.[0-9a-f]{16}\.', '.0123456789abcdef.', hashed)).status_code == 404


def test_an_asset_is_only_read(server):
    for method in ('POST', 'DELETE', 'OPTIONS'):
        assert server.request(method, server.base + '/.theme/cocreate.css', user='ada').status_code == 404, method


def test_a_changed_theme_changes_the_name(httpd, server):
    changed = httpd(options={'CocreateTheme': '"@docroot@/theme" "@repo@/conf/theme"'},
                    files={'theme/cocreate.css': 'body { color: red }\n'})

    def sheet(s):
        return page(s.get(s.base + '/ideas')).xpath('//link[@rel="stylesheet"]/@href')[0]

    assert sheet(changed) != sheet(server)
    assert changed.get(sheet(changed)).text == 'body { color: red }\n'


# --- caches between -------------------------------------------------------------------------------------------------------

def test_a_cache_in_front_keeps_visitors_and_members_apart(httpd):
    """mod_cache answers before anybody is asked to sign in: it must never hold a member's page."""
    server = httpd(modules='cache cache_disk', server='''
CacheRoot "@root@/cache"
CacheQuickHandler on
CacheEnable disk "/"
CacheHeader on
''')
    (server.root / 'cache').mkdir()
    (server.root / 'cache').chmod(0o777)
    server.propose()
    for user in ('ada', None, 'ben', None, 'ada', None):
        reply = server.get(server.base + '/ideas', user=user)
        assert ('cc-vote-form' in reply.text) == (user is not None), user
        assert ('Ada Lindqvist</bdi>' in server.get(server.base + '/ideas/new', user=user).text) == (user == 'ada')
    number = server.propose(title='Seen at once')
    assert 'Seen at once' in server.get(server.base + '/ideas').text
    assert server.vote(number).status_code == 303
    path = re.search(rf'{server.base}/\.theme/[^"]+\.css', server.get(server.base + '/ideas').text)[0]
    wait_until('what may be kept is kept', lambda: 'HIT' in server.get(path).headers['X-Cache'])
