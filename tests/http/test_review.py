# SPDX-License-Identifier: Apache-2.0
"""Faults that a reading of the module's code has found, each kept from coming back."""

import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from community import seed
from harness import Httpd, wait_until

FORM_TYPE = b'Content-Type: application/x-www-form-urlencoded\r\n'
ONE_CONNECTION = 'CocreatePoolSize 1\n'


def many(count, at_once, get):
    """How often which status came."""
    with ThreadPoolExecutor(at_once) as pool:
        answers = [reply.status_code for reply in pool.map(lambda _: get(), range(count))]
    return {status: answers.count(status) for status in set(answers)}


# --- HTTP ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize('headers, length, status', [
    (b'Content-Type: text/plain\r\nSec-Fetch-Site: same-origin\r\n', 100, 415),
    (FORM_TYPE + b'Sec-Fetch-Site: cross-site\r\n', 100, 403),
    (FORM_TYPE + b'Sec-Fetch-Site: same-origin\r\n', 400_000, 413),
])
def test_body_of_refused_form_is_not_the_next_request(server, headers, length, status):
    server.expect_log('CC0003', optional=True)
    base = server.base.encode()
    body = b'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n'.ljust(length, b'x')
    post = b'POST %s/ideas HTTP/1.1\r\nHost: a\r\n%sContent-Length: %d\r\n\r\n' % (base, headers, length) + body
    get = b'GET %s/ideas.fragment HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n' % base
    answers = re.findall(rb'HTTP/1\.1 (\d+)', server.raw(post + get))
    assert answers in ([b'%d' % status], [b'%d' % status, b'200'])


def test_files_of_the_theme_are_only_read(server):
    css = re.search(r'[^"]*/\.theme/cocreate\.[0-9a-f]+\.css', server.get(server.base + '/').text)[0]
    assert server.get(css).status_code == server.request('HEAD', css).status_code == 200
    assert server.post(css).status_code == 404
    assert server.request('DELETE', css).status_code == 404


def test_page_as_error_document_keeps_the_status(httpd):
    server = httpd(server='ErrorDocument 404 @base@/ideas\n')
    reply = server.get('/nowhere')
    assert reply.status_code == 404 and 'cocreate' in reply.text and 'ETag' not in reply.headers


def test_included_export_is_whole(httpd, database):
    site = database.add_site()
    server = httpd(site=site, files={'all.shtml': '<!--#include virtual="@base@/ideas.csv" -->'})
    seed(database, site, 620)  # more than one batch
    assert server.get('/all.shtml').content == server.get(server.base + '/ideas.csv').content


# --- beside other modules -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize('rest_of_the_site', [
    'ProxyPass "/" "http://127.0.0.1:9/"\n',
    '<Location "/">\n    ProxyPass "http://127.0.0.1:9/"\n</Location>\n',
    '<Location "/">\n    SetHandler "proxy:http://127.0.0.1:9"\n</Location>\n',
    'FallbackResource /index.html\n',
    'Redirect /a http://127.0.0.1:9/\n',
])
def test_rest_of_the_site_is_another_servers(httpd, rest_of_the_site):
    server = httpd(modules='proxy proxy_http', server=rest_of_the_site)
    assert server.get(server.base + '/ideas').status_code == 200


def test_cookies_of_the_shell(httpd, php):
    """They lie in the memory of a sub-request, which ends before the headers are sent."""
    server = httpd(modules='proxy proxy_fcgi', location='    CocreateShell /shell.php\n', files={
        'shell.php': '<?php setcookie("a", str_repeat("c", 600)); setcookie("b", str_repeat("d", 600)); ?><!--cocreate:body-->',
    }, server=f'<FilesMatch "\\.php$">\n    SetHandler "proxy:unix:{php.socket}|fcgi://php"\n</FilesMatch>\n')
    for _ in range(10):
        reply = server.get(server.base + '/ideas')
        assert sorted(reply.raw.headers.getlist('Set-Cookie')) == ['a=' + 'c' * 600, 'b=' + 'd' * 600]


@pytest.mark.parametrize('arguments', ['~ "/a/(b|c)"', '"~" "/a/b"', '"/a/*/c"', '"/a/[bc]"'])
def test_location_has_a_plain_path(httpd, arguments):
    with pytest.raises(AssertionError, match='belongs into a <Location> with a plain path'):
        httpd(server=f'<Location {arguments}>\n    CocreateSite x\n</Location>\n')


def test_tilde_in_the_path_is_plain(httpd):
    server = httpd(base='/~brand/cocreate')
    assert server.get(server.base + '/ideas').status_code == 200


# --- the database -------------------------------------------------------------------------------------------------------


def test_statements_prepared_before_a_refused_one(httpd, database):
    """They stay prepared on the server: preparing them again would be refused as long as the connection lives."""
    server = httpd(server=ONE_CONNECTION)
    server.expect_log('CC0105.*position')
    database.run('alter table cocreate.stage rename column position to elsewhere')
    try:
        assert server.get(server.base + '/ideas.fragment').status_code == 503
    finally:
        database.run('alter table cocreate.stage rename column elsewhere to position')
    assert server.get(server.base + '/ideas.fragment').status_code == 200


def test_rule_with_other_columns(httpd, database):
    """An upgrade under a running server: what was prepared before is of no use any more, a new connection is."""
    server = httpd(server=ONE_CONNECTION)
    number = server.propose()
    assert server.vote(number, 1).status_code == 303
    takes = 'site text[], subject text[], name text[], "group" text[], number text[], value text[]'
    database.run(f'''
        alter function cocreate.votes_cast rename to votes_as_before;
        create function cocreate.votes_cast({takes})
            returns table ("@status" int, "@location" text, "@done" text, "@field" text, "@key" text, "@new" text,
                           "@ordinal" bigint)
            language sql security definer set search_path to cocreate, pg_temp as $$
                select "@status", "@location", "@done", "@field", "@key", 'x', "@ordinal"
                from votes_as_before($1, $2, $3, $4, $5, $6) $$;
        grant execute on function cocreate.votes_cast to cocreate_web''')
    try:
        assert server.vote(number, 0).status_code == 303
    finally:
        database.run('''
            drop function cocreate.votes_cast;
            alter function cocreate.votes_as_before rename to votes_cast''')


def refused(database):
    """How many connections PostgreSQL has refused because the role has as many as it may."""
    return (database.cluster.folder / 'pgdata/server.log').read_text(errors='replace').count('too many connections for role')


def test_fewer_connections_than_the_pool_would_take(httpd, database):
    """Who cannot have a connection of his own waits for one that works; nobody is refused, and nothing is to be said of it."""
    one_child = 'ServerLimit 1\nMaxRequestWorkers 24\n'  # a second one would have no connection at all
    server = httpd(server=one_child + 'CocreatePoolSize 4\nCocreatePoolTimeout 30\nCocreateQueryTimeout 30\n')
    path = server.base + '/ideas.fragment'
    assert server.get(path, user='ada').status_code == 200
    taken = database.value("select count(*) from pg_stat_activity where usename = 'cocreate_web'")
    database.run(f'alter role cocreate_web connection limit {taken}')
    for other in Httpd.running:
        if other is not server:  # one of its connections may be renewed just now
            other.expect_log('CC01(10|08)', optional=True)
    before, holder = refused(database), database.connect()
    holder.autocommit = False
    try:
        holder.cursor().execute('lock table cocreate.member in access exclusive mode')  # which every member's reply reads
        with ThreadPoolExecutor(16) as people:
            replies = [people.submit(server.get, path, user='ada') for _ in range(300)]
            wait_until('more are asked for', lambda: refused(database) > before)
            holder.rollback()
            assert {reply.result().status_code for reply in replies} == {200}
    finally:
        holder.close()
        database.run('alter role cocreate_web connection limit -1')


def test_outage_is_told_to_all_who_wait(httpd):
    """A database that takes connections and says nothing: when the first has given up, nobody waits on."""
    with socket.create_server(('127.0.0.1', 0), backlog=100) as mute:
        server = httpd(conninfo=f'host=127.0.0.1 port={mute.getsockname()[1]} dbname=x user=x',
                       server=ONE_CONNECTION + 'CocreateConnectTimeout 1\nCocreatePoolTimeout 30\n')
        server.expect_log('CC0101')
        begun = time.monotonic()
        assert many(12, 12, lambda: server.get(server.base + '/ideas.fragment')) == {503: 12}
        assert time.monotonic() - begun < 15
