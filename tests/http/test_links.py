# SPDX-License-Identifier: Apache-2.0
"""Signed links: who has one comes into one round, for a time; and what does not open it. Firms, on the same round."""

import datetime
import hashlib
import hmac
import re
import time

import pytest

from harness import document, page

SECRET = 'a secret of thirty-two bytes, or more'


@pytest.fixture(scope='module')
def server(httpd, test_dir):
    file = test_dir / 'link.secret'
    file.write_text(SECRET + '\n')
    file.chmod(0o600)
    return httpd(options={'CocreateLinkSecret': f'"{file}"', 'CocreateMemberFirm': '"%{req:X-Firm}"'})


@pytest.fixture(scope='module')
def number(server, database):
    """A round in which advice is given today."""
    today = datetime.date.today()
    reply = server.post(server.base + '/rounds', {
        'title': 'Sending things back', 'language': 'en', 'stage': 'return', 'ask-remove': 'yes', 'ask-keep': 'yes',
        'remove': 'What should we remove?', 'keep': 'What needs to stay?', 'in_our_hands': 'The form, the label.',
        'not_in_our_hands': 'The law on refunds.', 'group-customer': 'yes', 'group-distributor': 'yes',
        'report': str(today + datetime.timedelta(days=60)), 'token': 'token-of-the-round-000'}, user='mod')
    assert reply.status_code == 303, page(reply).text_content()
    number = int(re.search(r'/rounds/(\d+)', reply.headers['Location'])[1])
    reply = server.post(f'{server.base}/rounds/{number}/publish', b'', user='mod')
    assert reply.status_code == 303, page(reply).text_content()
    database.run('''set session_replication_role = replica;
        update cocreate.round set opens_at = now() - interval '1 day', published_at = now() - interval '2 days'
        where site = %s and number = %s; set session_replication_role = origin''', (server.site, number))
    return number


@pytest.fixture(scope='module')
def link(server, number):
    """The link that a host has made for a guest, from the hosts' page."""
    place = f'{server.base}/rounds/{number}'
    reply = server.post(place + '/links', {'guest': 'Greta from the shop', 'guest_group': 'distributor', 'days': '7'}, user='mod')
    assert reply.status_code == 303, page(reply).text_content()
    return document(server.get(place + '/host.xml', user='mod')).find('links/link').get('signed')


def signed(site, payload):
    digest = hmac.new(SECRET.encode(), f'link:{site}:{payload}'.encode(), hashlib.sha256).hexdigest()
    return f'{payload}.{digest[:32]}'


def write(server, number, query='', **fields):
    """A card, as its form sends it."""
    form = {'question': '1', 'body': 'The second form.', 'share': 'none', 'do': 'send', 'token': 'token-of-this-card-0', **fields}
    return server.post(f'{server.base}/rounds/{number}/cards{query}', form)


def test_the_hosts_page_has_a_signed_link(server, number, link):
    scope, name, expires, signature = link.split('.')
    assert int(scope) == number and 6 * 86400 < int(expires) - time.time() <= 7 * 86400 + 60
    assert link == signed(server.site, f'{scope}.{name}.{expires}')


def test_a_visitor_with_a_link_is_a_guest(server, number, link):
    path = f'{server.base}/rounds/{number}'
    visitor, guest = server.get(path + '.xml'), server.get(f'{path}.xml?link={link}')
    assert document(visitor).find('viewer') is None and document(visitor).get('link') is None
    root = document(guest)
    assert root.get('link') == link and root.find('viewer').attrib == {'link': 'yes'}
    assert link not in root.get('href') and 'link' not in root.find('request').attrib
    assert guest.headers['Cache-Control'] == 'private, no-store' and 'ETag' not in guest.headers
    for reply in (guest, server.get(f'{path}?link={link}')):
        assert reply.headers['Referrer-Policy'] == 'same-origin'


def test_a_guest_gives_advice(server, database, number, link):
    """The redirect carries the link on, what to confirm and the place in the page behind it in their order."""
    assert write(server, number).status_code == 401
    reply = write(server, number, f'?link={link}')
    assert reply.status_code == 303, page(reply).text_content()
    location = reply.headers['Location']
    assert re.fullmatch(rf'.*/rounds/{number}[^?#]*\?done=[a-z-]+&link={re.escape(link)}(#.*)?', location)
    assert reply.headers['Cache-Control'] == 'private, no-store'
    assert server.get(location.partition('#')[0]).status_code == 200
    name, = database.rows('''select m.name from cocreate.member m join cocreate.advice a on a.site = m.site and a.adviser = m.id
                             where m.site = %s and m.guest''', (server.site,))
    assert name == ('Greta from the shop',)


def test_a_refused_form_of_a_guest_comes_back(server, number, link):
    reply = write(server, number, f'?link={link}', body='', token='token-of-another-card')
    assert reply.status_code == 422 and reply.headers['Cache-Control'] == 'private, no-store'


WRONG = {
    'forged': lambda site, link: link[:-1] + ('0' if link[-1] != '0' else '1'),
    'cut': lambda site, link: link[:-1],
    'longer': lambda site, link: link + '0',
    'upper case': lambda site, link: link.upper() if link.upper() != link else link + 'A',
    'expired': lambda site, link: signed(site, '.'.join([*link.split('.')[:2], str(int(time.time()) - 1)])),
    'another round': lambda site, link: signed(site, '.'.join(['999', *link.split('.')[1:3]])),
    'another site': lambda site, link: signed('another', link.rpartition('.')[0]),
    'no text': lambda site, link: '%FF',
    'twice': lambda site, link: f'{link}&link={link}',
    'words': lambda site, link: 'please',
}


@pytest.mark.parametrize('how', WRONG)
def test_a_wrong_link_is_said(server, number, link, how):
    """Reading and writing; what was typed is kept."""
    wrong = WRONG[how](server.site, link)
    for path in (f'/rounds/{number}', f'/rounds/{number}.xml', f'/rounds/{number}.atom', f'/rounds/{number}.csv'):
        reply = server.get(f'{server.base}{path}?link={wrong}')
        assert reply.status_code == 410 and reply.headers['Cache-Control'] == 'private, no-store', path
    error = document(server.get(f'{server.base}/rounds/{number}.xml?link={wrong}'))
    assert error.find('error').get('key') == 'link-gone' and error.get('link') is None and error.find('viewer') is None
    reply = write(server, number, f'?link={wrong}', body='Words of half an hour')
    assert reply.status_code == 410 and 'Words of half an hour' in reply.text


def test_a_link_that_its_host_ended(server, number):
    """The signature still holds; the rules do not."""
    place = f'{server.base}/rounds/{number}'
    server.post(place + '/links', {'guest': 'Gus', 'guest_group': 'customer', 'days': '7'}, user='mod')
    last = document(server.get(place + '/host.xml', user='mod')).findall('links/link')[-1]
    assert server.get(f'{place}?link={last.get("signed")}').status_code == 200
    assert server.post(f'{place}/links/{last.get("number")}/end', b'', user='mod').status_code == 303
    assert server.get(f'{place}?link={last.get("signed")}').status_code == 410
    assert write(server, number, f'?link={last.get("signed")}').status_code == 410


def test_a_member_stays_who_they_are(server, number, link):
    for query in (link, 'forged'):
        root = document(server.get(f'{server.base}/rounds/{number}.xml?link={query}', user='ada'))
        assert root.find('viewer').get('name') == 'Ada Lindqvist' and root.get('link') is None


def test_an_address_with_a_link_goes_to_no_other_site(server, number, link):
    """Whoever opens it, and whether it still holds."""
    for query, user in ((link, None), (link, 'ada'), (signed(server.site, f'999.1.{int(time.time()) + 60}'), None)):
        for reply in (server.get(f'{server.base}/rounds/{number}.xml?link={query}', user=user),
                      server.post(f'{server.base}/rounds/{number}/cards.xml?link={query}', b'', user=user)):
            assert reply.headers['Referrer-Policy'] == 'same-origin', (query, user, reply.status_code)


def test_a_guest_is_no_member(server, number, link):
    """They have no page of their own."""
    path, own = f'{server.base}/rounds/{number}', f'//a[starts-with(@href, "{server.base}/me")]'
    assert page(server.get(path, user='ada')).xpath(own)
    assert not page(server.get(f'{path}?link={link}')).xpath(own)


def test_an_error_keeps_the_link(server, number, link):
    reply = server.get(f'{server.base}/rounds/{number}.xml?after=x&link={link}')
    assert reply.status_code == 400 and document(reply).get('link') == link


def test_elsewhere_a_link_is_nothing(server, number, link):
    """Not for other pages, not for what the round's guests do not do, and not for an account of one's own."""
    assert server.get(f'{server.base}/ideas?link=forged').headers['Cache-Control'] == 'no-cache'
    for path in ('/ideas', f'/rounds/{number}/join', f'/rounds/{number}/cancel', f'/rounds/{number}/links'):
        assert server.post(f'{server.base}{path}?link={link}', b'').status_code == 401, path
    assert server.get(f'{server.base}/rounds/{number}/host?link={link}').status_code == 401


def test_a_fragment_in_a_page_of_the_site_takes_no_link(server, number, link):
    """That page may be kept by a cache, for everybody."""
    server.write_files({'front.shtml': f'<!--#include virtual="@base@/rounds/{number}.fragment?link={link}" -->'})
    reply = server.get('/front.shtml')
    assert 'Sending things back' in reply.text and link not in reply.text


def test_without_a_secret_there_are_no_links(httpd, server, number, link):
    plain = httpd(site=server.site)
    assert plain.get(f'{plain.base}/rounds/{number}?link={link}').status_code == 410
    root = document(plain.get(f'{plain.base}/rounds/{number}/host.xml', user='mod'))
    assert root.findall('links/link') and not root.xpath('links/link/@signed')


def test_the_way_to_sign_in_leaves_the_link_behind(httpd, test_dir, server, number, link):
    options = {'CocreateLinkSecret': f'"{test_dir}/link.secret"', 'CocreateLogin': '"/in/?return="'}
    asking = httpd(site=server.site, options=options)
    for query in (f'?link={link}', ''):
        root = document(asking.get(f'{asking.base}/rounds/{number}.xml{query}'))
        assert (root.get('link') is not None) == bool(query)
        assert root.find('login').get('href') == f'/in/?return={asking.base}/rounds/{number}'
    refused = document(asking.post(f'{asking.base}/rounds/{number}/join.xml?link={link}', b''))
    assert link not in refused.find('login').get('href')


def test_the_firm_of_a_member(server, database, number):
    """Stored with what the member does; nobody reads it."""
    form = {'question': '1', 'body': 'The stamp.', 'share': 'none', 'do': 'send', 'token': 'token-of-bens-card-0'}
    reply = server.post(f'{server.base}/rounds/{number}/cards', form, user='ben', headers={'X-Firm': 'Okafor and Daughters'})
    assert reply.status_code == 303, page(reply).text_content()
    firm = database.value("select firm from cocreate.member where site = %s and subject = 'ben'", (server.site,))
    assert firm == 'Okafor and Daughters'
    for user in ('ben', 'mod'):
        assert 'Okafor and' not in server.get(f'{server.base}/rounds/{number}.xml', user=user).text


# --- other representations ------------------------------------------------------------------------------------------------

def test_a_calendar(server, number):
    """Complete lines, none longer than 75 octets."""
    for path in (f'/rounds/{number}.ics', '/promises.ics'):
        reply = server.get(server.base + path)
        assert reply.status_code == 200 and reply.headers['Content-Type'] == 'text/calendar; charset=utf-8'
        assert reply.headers['Cache-Control'] == 'no-cache' and reply.headers['ETag']
        own = server.get(server.base + path, user='ben')
        assert own.headers['Cache-Control'] == 'private, no-store' and 'ETag' not in own.headers
        lines = reply.content.split(b'\r\n')
        assert lines[0] == b'BEGIN:VCALENDAR' and lines[-2:] == [b'END:VCALENDAR', b'']
        assert all(len(line) <= 75 and b'\n' not in line for line in lines)


def test_a_table_for_those_who_may_read_it(server, number):
    """The export of a round is refused as its page is, and is never kept."""
    reply = server.get(f'{server.base}/rounds/{number}.csv', user='mod')
    assert reply.headers['Cache-Control'] == 'private, no-store' and 'second form' not in reply.text
    assert server.get(f'{server.base}/rounds/999.csv').status_code == 404
