# SPDX-License-Identifier: Apache-2.0
"""Fragments in pages of the site: who they are for, what they never do, and that trouble in them stays small."""

import re

import pytest

from community import count_ideas, form
from harness import page

TOP = '<!--#include virtual="@base@/ideas.fragment?limit=3" -->'
NEW = '<!--#include virtual="@base@/ideas/new.fragment" -->'
BASIC = 'AuthType Basic\nAuthName test\nAuthBasicProvider file\nAuthUserFile "@root@/users"\n'
PAGES = {
    'plain/top.shtml': TOP, 'plain/new.shtml': NEW,                        # says nothing about persons
    'personal/top.shtml': TOP, 'personal/new.shtml': NEW,                  # CocreatePersonal on, and signs nobody in
    'members/top.shtml': TOP, 'members/new.shtml': NEW,                    # the same, and the page itself signs people in
    'closed/new.shtml': NEW,                                               # signs people in, but says nothing about persons
    'odd/all.shtml': ''.join(f'<!--#include virtual="@base@{path}" -->|' for path in (
        '/ideas/999.fragment', '/ideas.fragment?limit=x', '/ideas/new.fragment', '/ideas/1/vote.fragment',
        '/ideas.fragment?limit=3')),
    'odd/xml.shtml': '<!--#include virtual="@base@/overview.xml" -->',
    'odd/bare.shtml': '<!--#include virtual="@base@/ideas?limit=3" -->',
    'odd/nothing.shtml': '<!--#include virtual="@base@/nothing" -->',
    'odd/reply.shtml': '<!--#include virtual="@base@/.reply" -->',
}
SERVER = f'''
<Location "/personal">
    CocreatePersonal on
</Location>
<Location "/members">
    CocreatePersonal on
    CocreateOptionalLogin on
    {BASIC}
</Location>
<Location "/closed">
    {BASIC}
    Require valid-user
</Location>
<Location "/post">
    KeptBodySize 65536
    CocreatePersonal on
    CocreateOptionalLogin on
    {BASIC}
</Location>
'''


@pytest.fixture(scope='module')
def server(httpd):
    posted = ''.join(f'<!--#include virtual="@base@{path}" -->|' for path in (
        '/ideas.fragment', '/ideas', '/ideas/1/vote', '/ideas/1/vote.fragment', '/ideas/1/edit', '/ideas/new.fragment'))
    server = httpd(modules='request', server=SERVER, files={**PAGES, 'post/all.shtml': posted})
    server.propose(title='Something to include')
    return server


def name_in(reply):
    """Whom the form in the page is for."""
    assert reply.status_code == 200
    found = re.search(r'class="cc-name">([^<]+)<', reply.text)
    return found and found[1]


def test_fragment_is_in_the_page(server):
    reply = server.get('/plain/top.shtml')
    assert 'Something to include' in reply.text and 'Cache-Control' not in reply.headers
    assert reply.text.count('<div class="cocreate"') == 1 and '<html' not in reply.text


@pytest.mark.parametrize('folder, user, name, cache', [
    ('plain', None, None, None),
    ('plain', 'ada', None, None),               # its reply may be kept by anybody: so it is everybody's
    ('closed', 'ada', None, None),
    ('personal', None, None, 'private, no-store'),
    ('personal', 'ada', 'Ada Lindqvist', 'private, no-store'),   # the fragment's own login counts
    ('members', None, None, 'private, no-store'),
    ('members', 'ben', 'Ben Okafor', 'private, no-store'),
])
def test_whom_a_fragment_is_for(server, folder, user, name, cache):
    reply = server.get(f'/{folder}/new.shtml', user=user)
    assert name_in(reply) == name
    assert reply.headers.get('Cache-Control') == cache
    if folder != 'closed':
        reply = server.get(f'/{folder}/top.shtml', user=user)
        assert ('cc-vote-form' in reply.text) == (name is not None)


def test_the_pages_login_is_enough(httpd):
    """The community asks nobody to sign in: the page's member is the fragment's, where the page says that it is personal."""
    nothing = dict.fromkeys(('AuthType', 'AuthName', 'AuthBasicProvider', 'AuthUserFile', 'Require'))
    server = httpd(modules='request', server=SERVER, files=PAGES, options={**nothing, 'CocreateOptionalLogin': 'off'})
    for folder, user, name in (('members', 'ben', 'Ben Okafor'), ('members', None, None), ('closed', 'ada', None),
                               ('plain', 'ada', None), ('personal', 'ada', None)):
        assert name_in(server.get(f'/{folder}/new.shtml', user=user)) == name


def test_trouble_in_a_fragment_stays_in_it(server):
    parts = server.get('/odd/all.shtml').text.split('|')
    assert 'There is nothing at this address' in parts[0]
    assert 'We do not understand this address' in parts[1]
    assert 'First, please sign in' in parts[2]
    assert 'This does not work here' in parts[3]
    assert 'Something to include' in parts[4]
    assert 'error occurred' not in ''.join(parts)


def test_a_fragment_has_no_chrome(server):
    text = server.get('/odd/bare.shtml').text
    assert text.startswith('<div class="cocreate"') and '<html' not in text


def test_what_is_not_ours_is_httpds_own_affair(server):
    for path in ('nothing', 'reply'):
        server.expect_log('AH01372|unable to include', optional=True)
        assert 'error occurred' in server.get(f'/odd/{path}.shtml').text


def test_a_fragment_never_changes_state(server, database):
    """With KeptBodySize the includes of a page that was POSTed are POSTs with its body."""
    before = count_ideas(database, server.site)
    for fields in (form(title='Sneaked in by an include'), {'value': '1'}, form(version='1', title='Edited by an include')):
        reply = server.post('/post/all.shtml', fields, user='ada')
        assert reply.status_code == 200 and 'Something to include' in reply.text
    assert count_ideas(database, server.site) == before
    assert database.value('select sum(votes) from cocreate.idea_tally where site = %s', (server.site,)) == 0
    assert database.value('select max(version) from cocreate.idea where site = %s', (server.site,)) == 1


def test_headers_of_the_page_are_its_own(server):
    reply = server.get('/plain/top.shtml')
    assert 'ETag' not in reply.headers and 'Vary' not in reply.headers and 'Content-Security-Policy' not in reply.headers
    assert server.get('/plain/top.shtml', headers={'If-None-Match': '*'}).status_code == 200


def test_head_of_a_page_with_fragments(server):
    assert server.request('HEAD', '/plain/top.shtml').status_code == 200


def test_twelve_fragments_take_one_connection_at_a_time(httpd, database):
    """A pool of one serves a page of twelve fragments, beside another such page."""
    server = httpd(server='CocreatePoolSize 1\n', files={'many.shtml': TOP * 12})
    server.propose(title='Twelve times')
    for _ in range(3):
        tree = page(server.get('/many.shtml'))
        assert len(tree.xpath('//li[@class="cc-item"]')) == 12 * 2  # both ideas of this site
