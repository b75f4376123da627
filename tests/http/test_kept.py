# SPDX-License-Identifier: Apache-2.0
"""Kept pages: who gets which, when one is rendered anew, who sees what was written, and what comes while the database is away."""

import concurrent.futures
import contextlib
import functools

import lxml.html
import pytest
import requests

import harness
from community import form, seed, seed_votes
from harness import wait_until
from rounds import House

KEPT = {'CocreateCache': 'on', 'CocreateServerTiming': 'on'}
LIST, ONE = '/ideas.fragment', '/ideas/1.fragment'


@pytest.fixture(scope='module')
def cluster(test_dir):
    """One of its own, which may be stopped."""
    cluster = harness.SteadyCluster(test_dir / 'kept-cluster')
    yield cluster
    cluster.stop()


@pytest.fixture(scope='module')
def database(cluster):
    database = harness.Database(cluster)
    database.install()
    yield database
    database.close()


@pytest.fixture
def site(database):
    """A site for each test: what one has kept is none of another's business."""
    return database.add_site()


@pytest.fixture
def start(httpd, database, site):
    """start(options, **more): a server that ends with its test: an outage would be told in the log of each that runs."""
    servers = []

    def start(options=None, **more):
        servers.append(httpd(database=database, site=site, options={**KEPT, **(options or {})}, **more))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def server(start, database, site):
    seed(database, site, 3)
    return start()


def how(reply):
    """Where the reply came from: hit, miss, stale, late, off."""
    return reply.headers['Server-Timing'].split('desc=')[1]


def ask(server, path, **options):
    return server.get(server.base + path, **options)


def tally(reply, number):
    tree = lxml.html.fromstring(reply.content)
    form, = tree.xpath('//form[contains(@action, "/%d/vote")]' % number)
    return ''.join(form.xpath('.//*[@class="cc-tally"]/text()')).strip()


# --- one body for everybody ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize('path', ['/', '/ideas', LIST, ONE, '/ideas/1', '/ideas.xml', '/ideas.atom', '/rounds', '/promises',
                                  '/promises.ics'])
def test_the_second_visitor_gets_what_was_kept(server, path):
    first, second = ask(server, path), ask(server, path)
    assert (how(first), how(second)) == ('miss', 'hit')
    assert first.status_code == second.status_code == 200 and first.content == second.content
    assert first.headers['ETag'] == second.headers['ETag'] and 'Age' not in second.headers
    again = ask(server, path, headers={'If-None-Match': first.headers['ETag']})
    assert again.status_code == 304 and how(again) == 'hit'


def test_a_member_and_a_visitor_share_the_body_and_nothing_else(server):
    server.vote(2, user='ada')
    member = ask(server, LIST, user='ada')
    visitor = ask(server, LIST)
    other = ask(server, LIST, user='ben')
    assert (how(member), how(visitor), how(other)) == ('miss', 'hit', 'hit')
    assert b'aria-pressed="true"' in member.content
    assert b'aria-pressed' not in visitor.content
    assert b'aria-pressed="true"' not in other.content and b'aria-pressed="false"' in other.content
    for reply in (member, other):
        assert reply.headers['Cache-Control'] == 'private, no-store' and 'ETag' not in reply.headers
    assert visitor.headers['Cache-Control'] == 'no-cache' and 'ETag' in visitor.headers


def test_what_makes_one_reply_differ_from_another(server):
    paths = [LIST, '/ideas', '/ideas.xml', '/ideas.atom', '/ideas.fragment?sort=new', '/ideas.fragment?limit=2',
             '/ideas.fragment?kind=new', '/ideas.fragment?stage=use', ONE, '/ideas/2.fragment']
    replies = [ask(server, path) for path in paths]
    assert [how(r) for r in replies] == ['miss'] * len(paths)
    assert len({r.content for r in replies}) == len(paths)
    assert [ask(server, path).content for path in paths] == [r.content for r in replies]
    same = ['/ideas.fragment?sort=trending', '/ideas.fragment?utm_source=letter', '/ideas.fragment?after=']
    assert [how(ask(server, path)) for path in same[:2]] == ['hit', 'hit'], 'what says the same is the same'


def test_what_hardly_anybody_asks_for_again_is_not_kept(server):
    for path in ('/ideas.fragment?q=row', '/ideas?done=voted'):
        replies = [ask(server, path) for _ in range(2)]
        assert [how(r) for r in replies] == ['off', 'off'] and replies[0].content == replies[1].content
        assert 'ETag' in replies[0].headers


def test_another_host_has_links_of_its_own(server):
    usual = ask(server, '/ideas.atom')
    other = ask(server, '/ideas.atom', headers={'Host': 'brand.example'})
    assert how(other) == 'miss' and b'http://brand.example/' in other.content
    assert b'brand.example' not in usual.content and b'brand.example' not in ask(server, '/ideas.atom').content


def test_a_page_of_ones_own_is_kept_for_visitors_alone(httpd, database, test_dir):
    house = House(functools.partial(httpd, database=database), database, test_dir, **KEPT)
    house.enter('hana')
    house.open_quickly('hana', title='Sending things back')
    house.to('opens_at')
    server, path = house.server, f'/rounds/{house.number}.fragment'
    try:
        member = ask(server, path, user='cara')
        visitor = ask(server, path)
        assert how(member) == 'off' and how(visitor) == 'miss' and how(ask(server, path)) == 'hit'
        assert b'name="token"' in member.content and b'name="token"' not in visitor.content
        assert how(ask(server, path, user='cara')) == 'off'
        assert 'ETag' not in member.headers and member.headers['Cache-Control'] == 'private, no-store'
        house['cara'].acts('cards', {'question': '1', 'body': 'Less paper in the box.', 'share': 'none', 'do': 'send'})
        assert how(ask(server, path)) == 'miss', 'an act of a member is seen at once'
    finally:
        server.stop()


def test_errors_and_confirmations_are_not_kept(server):
    for _ in range(2):
        missing = ask(server, '/ideas/99')
        assert missing.status_code == 404 and how(missing) == 'miss' and 'ETag' not in missing.headers
    assert b'<p class="cc-done' not in ask(server, '/ideas').content


# --- what is new --------------------------------------------------------------------------------------------------------


def test_ones_own_vote_is_there_at_once(server):
    assert b'aria-pressed="true"' not in ask(server, LIST, user='ada').content
    for value, said in (('1', '1'), ('0', '0'), ('1', '1')):
        assert server.vote(2, value, user='ada').status_code == 303
        for path in (LIST, '/ideas/2.fragment'):
            reply = ask(server, path, user='ada')
            assert tally(reply, 2) == said and (b'aria-pressed="true"' in reply.content) == (value == '1')
        tree = harness.document(ask(server, '/ideas/2.xml', user='ada'))
        assert tree.xpath('string(/cocreate/idea/@votes)') == said, 'without slots too'


def test_ones_own_idea_is_there_at_once_for_everybody(server):
    ask(server, LIST), ask(server, '/'), ask(server, '/ideas.xml')
    server.propose(user='ada', title='Something quite new here')
    for path in (LIST, '/', '/ideas.xml'):
        for user in ('ada', None):
            reply = ask(server, path, user=user)
            assert b'Something quite new here' in reply.content, (path, user)


def test_an_edit_is_there_at_once(server):
    number = server.propose(user='ada', title='Before the edit')
    path = f'/ideas/{number}.fragment'
    assert b'Before the edit' in ask(server, path).content
    done = server.post(f'{server.base}/ideas/{number}/edit', form(title='After the edit', version='1'), user='ada')
    assert done.status_code == 303
    assert b'After the edit' in ask(server, path).content and b'After the edit' in ask(server, LIST).content


def test_what_another_server_wrote_is_seen(server, database, site):
    """By the look at the change table; how soon, is its interval's business."""
    before = ask(server, LIST).content
    assert how(ask(server, LIST)) == 'hit'
    seed(database, site, 1)
    wait_until('the new idea is on the list', lambda: ask(server, LIST).content != before)
    seed_votes(database, site, {1: 7})
    wait_until('the votes are too', lambda: b'>7<' in ask(server, ONE).content)


def test_two_servers_on_one_database_see_each_other(start, database, site):
    one, two = (start() for _ in range(2))
    assert b'From the first server' not in ask(two, LIST).content
    one.propose(user='ada', title='From the first server')
    wait_until('the second server shows it', lambda: b'From the first server' in ask(two, LIST).content)


def test_children_share_what_was_rendered(start, database, site):
    seed(database, site, 3)
    server = start(mpm='prefork')
    replies = [ask(server, LIST) for _ in range(20)]
    assert [how(r) for r in replies].count('miss') == 1, 'one child rendered it for all'
    assert len({r.content for r in replies}) == 1


def test_one_renders_while_the_others_get_the_old_one(server, database, site):
    old = ask(server, LIST).content
    with contextlib.closing(database.connect()) as holder, concurrent.futures.ThreadPoolExecutor(8) as people:
        holder.autocommit = False
        holder.cursor().execute('lock table cocreate.idea_facet in access exclusive mode')
        seed_note(database, site)
        wait_until('it is no longer good', lambda: any_stale(server, people))
        replies = [people.submit(ask, server, LIST) for _ in range(6)]
        assert all(reply.result().content == old and how(reply.result()) == 'stale' for reply in replies)
        assert all(int(reply.result().headers['Age']) > 0 for reply in replies)
        holder.rollback()


def seed_note(database, site):
    database.run("select cocreate.note_topics(%s, 'ideas')", (site,))


def any_stale(server, people):
    """One request waits for the lock (its turn is over with the lock); the next shows that somebody renders."""
    waiting = people.submit(ask, server, LIST)
    done, _ = concurrent.futures.wait([waiting], timeout=0.2)
    return not done and how(ask(server, LIST)) == 'stale'


# --- away ---------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def away(server, database):
    database.close()
    database.cluster.stop()
    server.expect_log('CC010[14]', optional=True)
    server.expect_log('CC0108', optional=True)
    try:
        yield
    finally:
        database.cluster.start()
        wait_until('it answers again', lambda: how(ask(server, LIST)) in ('hit', 'miss'))


def test_the_last_good_page_is_served_late(server, database):
    server.vote(2, user='ada')
    good = {path: ask(server, path) for path in (LIST, '/ideas', '/ideas.xml')}
    never_asked = '/ideas.fragment?sort=new'
    with away(server, database):
        for path in good:
            wait_until(f'{path} is late', lambda: how(ask(server, path)) == 'late')
            reply = ask(server, path)
            assert reply.status_code == 200 and how(reply) == 'late', path
            assert int(reply.headers['Age']) >= 0 and 'ETag' not in reply.headers
            assert reply.headers['Cache-Control'] == 'no-cache'
        assert b'Idea of the row, place 2' in ask(server, LIST).content
        member = ask(server, LIST, user='ada')
        assert member.status_code == 200 and member.headers['Cache-Control'] == 'private, no-store'
        assert b'aria-pressed' in member.content, 'a member is known without the database'
        assert ask(server, never_asked).status_code == 503
        refused = server.post(f'{server.base}/ideas', form(title='Typed while it was away'), user='ada')
        assert refused.status_code == 503 and 'Retry-After' in refused.headers
        assert b'Typed while it was away' in refused.content
    wait_until('it is as before', lambda: ask(server, LIST).content == good[LIST].content)


def test_how_long_late_pages_are_shown_is_a_setting(start, database, site):
    server = start({'CocreateStaleIfError': 0})
    assert ask(server, LIST).status_code == 200
    with away(server, database):
        wait_until('it is away', lambda: ask(server, LIST).status_code == 503)


# --- settings -----------------------------------------------------------------------------------------------------------


def test_freshness_is_for_visitors(start, database, site):
    server = start({'CocreateFreshness': 30})
    for _ in range(2):
        reply = ask(server, LIST)
        assert reply.headers['Cache-Control'] == 'public, max-age=30' and 'Cookie' in reply.headers['Vary']
    assert ask(server, LIST, user='ada').headers['Cache-Control'] == 'private, no-store'
    assert ask(server, '/ideas/99').headers['Cache-Control'] == 'private, no-store'


def test_in_the_sites_own_page_nothing_is_fresh_for_others(start):
    shell = {'shell.shtml': '<title><!--cocreate:title--></title><!--cocreate:body-->'}
    server = start({'CocreateFreshness': 30, 'CocreateShell': '/shell.shtml'}, files=shell)
    assert ask(server, '/ideas').headers['Cache-Control'] == 'no-cache'
    assert ask(server, LIST).headers['Cache-Control'] == 'public, max-age=30', 'a fragment has no shell'
    server = start({'CocreateFreshness': 30, 'CocreateShell': '/shell.shtml'}, files=shell,
                   server='<Location "/shell.shtml">\nHeader set Set-Cookie "basket=1"\n</Location>\n')
    reply = ask(server, '/ideas')
    assert reply.headers['Set-Cookie'] == 'basket=1' and reply.headers['Cache-Control'] == 'private, no-store'


def test_hosts_with_other_databases_never_meet(start, cluster, database, site):
    """Also where one is asked by the other's name."""
    other = harness.Database(cluster, 'other')
    other.install()
    other.run('select cocreate.site_add(%s)', (site,))
    seed(database, site, 1)
    second = harness.free_port()
    server = start(server=f'''
        Listen 127.0.0.1:{second}
        <VirtualHost 127.0.0.1:{second}>
        CocreateDatabase "{other.web_conninfo}"
        DocumentRoot "@docroot@"
        <Location "@base@">
            CocreateSite {site}
            CocreateTheme "@repo@/conf/theme"
            Require all granted
        </Location>
        </VirtualHost>''')
    for path in (LIST, '/ideas.atom'):
        empty = requests.get(f'http://127.0.0.1:{second}{server.base}{path}', headers={'Host': f'127.0.0.1:{server.port}'})
        assert empty.status_code == 200 and b'Idea of the row' not in empty.content
        assert b'Idea of the row' in ask(server, path).content
    other.close()


@pytest.mark.parametrize('options, server_wide', [({'CocreateCache': 'off'}, ''),
                                                  ({'CocreateCache': None}, 'CocreateCache off\n')])
def test_nothing_is_kept_where_it_is_off(start, database, site, options, server_wide):
    server = start(options, server=server_wide)
    replies = [ask(server, LIST) for _ in range(3)]
    assert [how(r) for r in replies] == ['off'] * 3
    assert len({r.headers['ETag'] for r in replies}) == 1


def test_a_cache_too_small_for_anything_serves_all_the_same(start, database, site):
    seed(database, site, 20)
    server = start(server='CocreateCache shmcb:tiny(262144) 1\n')
    server.expect_log('CC0311', optional=True)
    assert all(ask(server, f'/ideas.fragment?limit={n}').status_code == 200 for n in range(1, 21))
    assert how(ask(server, '/ideas.fragment?limit=20')) == 'hit'


def test_the_access_log_may_have_it_too(start, database, site):
    server = start(server='CustomLog "@root@/timing.log" "%{cocreate-cache}n %{cocreate-db}n %{cocreate-render}n"\n')
    log = server.root / 'timing.log'
    for number in (1, 2):   # a line is written when its reply has been sent, so the next one might overtake it
        ask(server, LIST)
        wait_until('it is logged', lambda: log.exists() and log.read_text().count('\n') == number)
    miss, hit = (line.split() for line in log.read_text().splitlines())
    assert miss[0] == 'miss' and float(miss[1]) > 0 and float(miss[2]) > 0
    assert hit == ['hit', '0.000', '0.000']
