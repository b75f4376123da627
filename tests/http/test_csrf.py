# SPDX-License-Identifier: Apache-2.0
"""Forms of other sites are refused, by Sec-Fetch-Site, and where that is absent by Origin."""

import pytest

from community import count_ideas, form
from harness import page

TRUSTED = 'CocreateTrustedOrigin partner.example https://www.brand.example:8443\nCocreateTrustedOrigin third.example:80\n'


@pytest.fixture(scope='module')
def server(httpd):
    return httpd(location=TRUSTED)


# @own@ is what a browser sees as the origin of the page.
TABLE = [  # Sec-Fetch-Site, Origin, Host, taken?
    ('same-origin', '@own@', None, True),
    ('same-origin', None, None, True),
    ('same-origin', 'null', None, True),          # Referrer-Policy: no-referrer hides the Origin; Fetch Metadata stays
    ('same-site', '@own@', None, False),
    ('same-site', None, None, False),
    ('cross-site', '@own@', None, False),
    ('cross-site', 'http://evil.example', None, False),
    ('none', '@own@', None, False),               # typed addresses do not POST
    ('', '@own@', None, False),
    ('SAME-ORIGIN', None, None, False),
    ('same-origin, cross-site', None, None, False),
    (None, '@own@', None, True),                  # older browsers, and plain http away from localhost
    (None, None, None, False),
    (None, 'null', None, False),
    (None, '', None, False),
    (None, 'http://evil.example', None, False),
    (None, 'http://127.0.0.1', None, False),      # another port is another origin
    (None, 'http://127.0.0.1:1', None, False),
    (None, '@own@.evil.example', None, False),
    (None, 'http://evil.example/127.0.0.1', None, False),
    (None, 'http://brand.example', 'brand.example', True),
    (None, 'http://brand.example:80', 'brand.example', True),
    (None, 'https://brand.example', 'brand.example:443', True),      # TLS ends at a proxy
    (None, 'https://BRAND.example', 'brand.EXAMPLE', True),
    (None, 'http://brand.example:8080', 'brand.example', False),
    (None, 'http://xbrand.example', 'brand.example', False),
    (None, 'https://partner.example', None, True),
    ('cross-site', 'https://partner.example', None, True),
    ('same-site', 'https://www.brand.example:8443', None, True),
    (None, 'https://www.brand.example', None, False),
    (None, 'http://third.example', None, True),
    ('cross-site', 'https://sub.partner.example', None, False),
    ('cross-site', 'https://partner.example.evil.example', None, False),
]


def headers(server, fetch_site, origin, host):
    own = origin.replace('@own@', server.origin) if origin is not None else None
    return {k: v for k, v in {'Sec-Fetch-Site': fetch_site, 'Origin': own, 'Host': host}.items() if v is not None
            or k == 'Sec-Fetch-Site'}


@pytest.mark.parametrize('fetch_site, origin, host, taken', TABLE)
def test_origin(server, database, fetch_site, origin, host, taken):
    before = count_ideas(database, server.site)
    if not taken:
        server.expect_log(r'\[cocreate:warn\].*CC0003: form refused: Sec-Fetch-Site .*, Origin .*, Host .*CocreateTrustedOrigin')
    reply = server.post(server.base + '/ideas', form(), user='ada', headers=headers(server, fetch_site, origin, host))
    assert reply.status_code == (303 if taken else 403)
    assert count_ideas(database, server.site) == before + taken
    if not taken:
        assert reply.headers['Cache-Control'] == 'private, no-store'
        assert 'cc-problem' in page(reply).xpath('//section')[0].get('class')


@pytest.mark.parametrize('path',
                         ['/ideas', '/ideas.xml', '/ideas.fragment', '/ideas/1/edit', '/ideas/1/vote', '/ideas/1/vote.fragment'])
def test_every_action_is_guarded(server, database, path):
    server.propose()
    server.expect_log('CC0003')
    reply = server.post(server.base + path, form(version='1', value='1'), user='ada', headers={'Sec-Fetch-Site': 'cross-site'})
    assert reply.status_code == 403
    assert database.value('select coalesce(sum(votes), 0) from cocreate.idea_tally where site = %s', (server.site,)) == 0


def test_a_log_line_cannot_be_forged(server):
    server.expect_log('CC0003')
    server.raw(f'POST {server.base}/ideas HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: http://x\\n[error] forged\r\n'
               f'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n'.encode())


def test_reading_is_free(server):
    """A link from anywhere opens a page."""
    for value in ('cross-site', 'same-site', 'none'):
        reply = server.get(server.base + '/ideas', headers={'Sec-Fetch-Site': value, 'Origin': 'http://evil.example'})
        assert reply.status_code == 200 and 'Access-Control-Allow-Origin' not in reply.headers


def test_without_trusted_origin(httpd):
    server = httpd()
    server.expect_log('CC0003')
    reply = server.post(server.base + '/ideas', form(), user='ada',
                        headers={'Sec-Fetch-Site': None, 'Origin': 'https://partner.example'})
    assert reply.status_code == 403
