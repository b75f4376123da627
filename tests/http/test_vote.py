# SPDX-License-Identifier: Apache-2.0
"""Votes: one per member, exact under a crowd, and back to where one was, but never to another site."""

import concurrent.futures
import contextlib

import pytest

from community import seed
from harness import document, page


@pytest.fixture(scope='module')
def server(httpd):
    return httpd(users=[f'm{n}' for n in range(40)])


@pytest.fixture
def number(server):
    return server.propose()


def votes(server, number):
    return int(document(server.get(f'{server.base}/ideas/{number}.xml')).find('idea').get('votes'))


def button(server, number, user, path=None):
    tree = page(server.get(f'{server.base}{path or f"/ideas/{number}"}', user=user))
    found, = tree.xpath(f'//form[contains(@action, "/ideas/{number}/vote")]//button')
    return found


def check_counter(database, server, number):
    rows, counter = database.rows('''
        select (select count(*) from cocreate.vote where site = t.site and idea = t.idea), t.votes
        from cocreate.idea_tally t where site = %s and idea = %s''', (server.site, number))[0]
    assert rows == counter
    return rows


def test_vote_and_take_it_back(server, database, number):
    path = f'{server.base}/ideas/{number}'
    assert (button(server, number, 'ben').get('aria-pressed'), button(server, number, 'ben').get('value')) == ('false', '1')
    reply = server.vote(number)
    assert (reply.status_code, reply.headers['Location']) == (303, f'{path}?done=voted')
    assert page(server.get(reply.headers['Location'], user='ben')).xpath('//*[@role="status"]')
    assert (button(server, number, 'ben').get('aria-pressed'), button(server, number, 'ben').get('value')) == ('true', '0')
    assert button(server, number, 'cleo').get('aria-pressed') == 'false'
    assert votes(server, number) == 1
    reply = server.vote(number, 0)
    assert (reply.status_code, reply.headers['Location']) == (303, f'{path}?done=unvoted')
    assert button(server, number, 'ben').get('aria-pressed') == 'false'
    assert votes(server, number) == check_counter(database, server, number) == 0


def test_again_changes_nothing(server, database, number):
    for value, count in ((0, 0), (1, 1), (1, 1), (1, 1), (0, 0), (0, 0)):
        assert server.vote(number, value).status_code == 303
        assert check_counter(database, server, number) == count
    for _ in range(3):
        server.vote(number, user='ada')  # the author's own vote counts, once
    assert check_counter(database, server, number) == 1


def test_the_button_in_lists_knows_the_vote(server, number):
    server.vote(number)
    assert button(server, number, 'ben', '/ideas?sort=new').get('aria-pressed') == 'true'
    assert button(server, number, 'cleo', '/ideas?sort=new').get('aria-pressed') == 'false'


def test_visitors_have_no_button(server, number):
    tree = page(server.get(f'{server.base}/ideas/{number}'))
    assert not tree.xpath('//form') and not tree.xpath('//button')


@pytest.mark.parametrize('data',
                         [{'x': '1'}, {'value': ''}, {'value': '2'}, {'value': 'yes'}, {'value': '1 '}, {'value': ['1', '0']},
                          {'value': "1' --"}])
def test_wrong_value(server, database, number, data):
    reply = server.post(f'{server.base}/ideas/{number}/vote', data, user='ben')
    assert reply.status_code == 422 and check_counter(database, server, number) == 0


def test_unknown_idea(server):
    assert server.vote(999999).status_code == 404
    assert server.vote(0).status_code == 404


def test_signed_out(server, number):
    reply = server.vote(number, user=None)
    assert reply.status_code == 401
    assert page(reply).xpath('//h1')[0].text_content() == 'First, please sign in'


def test_fifty_votes_of_one_member_are_one(server, database, number):
    with concurrent.futures.ThreadPoolExecutor(25) as crowd:
        replies = list(crowd.map(lambda _: server.vote(number), range(50)))
    assert {r.status_code for r in replies} == {303}
    assert check_counter(database, server, number) == 1


def test_a_crowd_counts_exactly(server, database, number):
    """Forty members, each votes, takes back and votes again, all at once."""
    def member(n):
        return [server.vote(number, value, user=f'm{n}').status_code for value in (1, 0, 1, 1)]

    with concurrent.futures.ThreadPoolExecutor(20) as crowd:
        assert all(s == 303 for statuses in crowd.map(member, range(40)) for s in statuses)
    assert check_counter(database, server, number) == votes(server, number) == 40


def test_first_votes_of_new_members_at_once(server, database):
    """The same new member on several ideas at the same moment is one member."""
    numbers = range(1, seed(database, server.site, 6) + 1)
    with concurrent.futures.ThreadPoolExecutor(12) as crowd:
        assert all(r.status_code == 303 for r in crowd.map(lambda n: server.vote(n, user='mod'), numbers))
    assert database.value("select count(*) from cocreate.member where site = %s and subject = 'mod'", (server.site,)) == 1


# --- many at once: votes that come at the same time are cast together ------------------------------------------------------

VOTERS = [f'v{n}' for n in range(200)]

# Two hundred may wait for their votes at the same time.
MANY_THREADS = '''
StartServers 2
ServerLimit 2
ThreadLimit 100
ThreadsPerChild 100
MaxRequestWorkers 200
MaxSpareThreads 200
'''


@pytest.fixture(scope='module')
def crowded(httpd):
    return httpd(users=VOTERS, server=MANY_THREADS)


@pytest.fixture
def idea(crowded):
    return crowded.propose()


@pytest.fixture
def slow_disk(database):
    """Each transaction that casts votes takes as long as on a bad day: so there is always somebody to wait with."""
    database.run('''
        create function cocreate.wait() returns trigger language plpgsql as $$ begin perform pg_sleep(0.02); return null; end $$;
        create trigger wait after insert on cocreate.vote for each statement execute function cocreate.wait()''')
    yield
    database.run('drop trigger wait on cocreate.vote; drop function cocreate.wait()')


@pytest.fixture
def poison(database):
    """A vote of v7 is refused by the database itself, as nobody foresaw."""
    database.run('''
        create function cocreate.refuse() returns trigger language plpgsql as $$ begin
            if (select m.subject from cocreate.member m where m.site = new.site and m.id = new.member) = 'v7' then
                raise exception 'nobody foresaw this';
            end if;
            return new;
        end $$;
        create trigger refuse before insert on cocreate.vote for each row execute function cocreate.refuse()''')
    yield
    database.run('drop trigger refuse on cocreate.vote; drop function cocreate.refuse()')


def everybody(server, wish):
    """What each voter was told who sent wish(voter) = (number, value): the status, and what was done."""
    def send(voter):
        reply = server.vote(*wish(voter), user=voter)
        return reply.status_code, reply.headers.get('Location', '').rpartition('done=')[2]

    with concurrent.futures.ThreadPoolExecutor(len(VOTERS)) as crowd:
        return dict(zip(VOTERS, crowd.map(send, VOTERS)))


def voters(database, server, number):
    return {subject for subject, in database.rows('''
        select m.subject from cocreate.vote v join cocreate.member m on m.site = v.site and m.id = v.member
        where v.site = %s and v.idea = %s''', (server.site, number))}


def test_two_hundred_votes_at_once(crowded, database, idea, slow_disk):
    assert set(everybody(crowded, lambda voter: (idea, 1)).values()) == {(303, 'voted')}
    assert check_counter(database, crowded, idea) == 200
    transactions = database.value('select count(distinct xmin::text) from cocreate.vote where site = %s and idea = %s',
                                  (crowded.site, idea))
    assert transactions < 200, 'some were cast together'
    assert set(everybody(crowded, lambda voter: (idea, 0)).values()) == {(303, 'unvoted')}
    assert check_counter(database, crowded, idea) == 0


def test_each_is_told_what_became_of_their_own_vote(crowded, database, idea, slow_disk):
    """Whatever is sent at the same time: votes, their taking back, what is no vote, votes for what does not exist."""
    other = crowded.propose()
    wishes = [(idea, 1), (other, 1), (idea, 0), (idea, 'x'), (999999, 1)]
    told = [(303, 'voted'), (303, 'voted'), (303, 'unvoted'), (422, ''), (404, '')]
    said = everybody(crowded, lambda voter: wishes[int(voter[1:]) % 5])
    assert said == {voter: told[int(voter[1:]) % 5] for voter in VOTERS}
    assert voters(database, crowded, idea) == set(VOTERS[0::5]) and voters(database, crowded, other) == set(VOTERS[1::5])
    assert check_counter(database, crowded, idea) == check_counter(database, crowded, other) == 40


def test_a_vote_that_fails_takes_no_other_with_it(crowded, database, idea, poison, slow_disk):
    crowded.expect_log('CC0105.*nobody foresaw this')
    said = everybody(crowded, lambda voter: (idea, 1))
    assert {voter for voter, told in said.items() if told != (303, 'voted')} == {'v7'} and said['v7'][0] == 503
    assert voters(database, crowded, idea) == set(VOTERS) - {'v7'}
    assert check_counter(database, crowded, idea) == 199


def test_an_idea_that_is_held_holds_up_no_other(crowded, database, idea):
    """Somebody holds one idea. Votes for others are cast meanwhile, also those that came together with votes for it."""
    other = crowded.propose()
    crowded.expect_log('lock timeout', optional=True)
    gate = database.connect()
    gate.autocommit = False
    gate.cursor().execute('select from cocreate.idea_tally where site = %s and idea = %s for update', (crowded.site, idea))
    with concurrent.futures.ThreadPoolExecutor(40) as crowd:
        held = [crowd.submit(crowded.vote, idea, 1, voter) for voter in VOTERS[:2]]
        free = [crowd.submit(crowded.vote, other, 1, voter) for voter in VOTERS[2:40]]
        said = [reply.result().status_code for reply in free]
        gate.rollback()
        gate.close()
        assert said == [303] * 38 and check_counter(database, crowded, other) == 38
        done = [reply.result().status_code for reply in held]
    assert set(done) <= {303, 503} and check_counter(database, crowded, idea) == done.count(303)


def test_a_vote_is_there_when_it_is_answered(crowded, database, slow_disk):
    """Nobody is answered before their own commit: whoever asks the database at that moment finds the vote."""
    number = crowded.propose()

    def send(voter):
        assert crowded.vote(number, 1, user=voter).status_code == 303
        with contextlib.closing(database.connect()) as connection, connection.cursor() as cursor:
            cursor.execute('''select from cocreate.vote v join cocreate.member m on m.site = v.site and m.id = v.member
                              where v.site = %s and v.idea = %s and m.subject = %s''', (crowded.site, number, voter))
            return cursor.rowcount

    with concurrent.futures.ThreadPoolExecutor(30) as crowd:
        assert list(crowd.map(send, VOTERS[:60])) == [1] * 60


def test_votes_under_prefork(httpd, database):
    """There each process has one thread, and a batch is one vote."""
    server = httpd(mpm='prefork', users=VOTERS[:20])
    number = server.propose()
    with concurrent.futures.ThreadPoolExecutor(8) as crowd:
        assert set(crowd.map(lambda voter: server.vote(number, 1, user=voter).status_code, VOTERS[:20])) == {303}
    assert check_counter(database, server, number) == 20


# --- back -----------------------------------------------------------------------------------------------------------------

def back(server, number, to):
    return server.post(f'{server.base}/ideas/{number}/vote', {'value': '1', 'back': to}, user='ben').headers['Location']


@pytest.mark.parametrize('to', ['/ideas?sort=top', '/ideas?sort=new&kind=keep&after=123_4', '/', '/overview', '/ideas/1'])
def test_back_to_the_list(server, number, to):
    join = '&' if '?' in to else '?'
    assert back(server, number, to) == f'{server.base}{to}{join}done=voted#idea-{number}'


@pytest.mark.parametrize('to', [
    'http://evil.example/', '//evil.example', '/\\evil.example', '///evil.example', 'https:evil.example',
    '/ideas@evil.example', 'javascript:alert(1)',
    '/../../admin', '/ideas/../../admin', '/nothing', '/ideas.xml', '/ideas\r\nSet-Cookie: a=b', '/ideas%0d%0aX: y',
    '/ideas#x', ' /ideas', '', 'ideas',
    '/ideas?next=http://evil.example', '/ideas/1/vote', '.evil.example', '@evil.example', '/ideas?' + 'x' * 600, '/ideas\ufffe'])
def test_back_never_leaves_our_pages(server, number, to):
    location = back(server, number, to)
    assert location == f'{server.base}/ideas/{number}?done=voted'


def test_back_with_repeated_field(server, number):
    location = back(server, number, ['/ideas', '//evil.example'])
    assert location.startswith(server.base + '/ideas')


# --- the fragment ---------------------------------------------------------------------------------------------------------

def test_fragment_is_the_vote_control_alone(server, number):
    def send(value, user='ben'):
        return server.post(f'{server.base}/ideas/{number}/vote.fragment', {'value': value}, user=user,
                           headers={'Accept': 'text/html'})

    for value, pressed, count in (('1', 'true', '1'), ('1', 'true', '1'), ('0', 'false', '0')):
        reply = send(value)
        assert (reply.status_code, reply.headers['Content-Type']) == (200, 'text/html; charset=utf-8')
        assert reply.headers['Cache-Control'] == 'private, no-store' and 'ETag' not in reply.headers
        tree = page(reply)
        found, = tree.xpath('//button')
        assert found.get('aria-pressed') == pressed and found.text_content().endswith(count)
        assert not tree.xpath('//h1 | //h2 | //link')
    assert send('1', user=None).status_code == 401
    assert send('7').status_code == 422
    assert server.get(f'{server.base}/ideas/{number}/vote.fragment', user='ben').status_code == 405


# --- who ------------------------------------------------------------------------------------------------------------------

def test_a_form_never_says_who_votes(server, database, number):
    server.post(f'{server.base}/ideas/{number}/vote',
                {'value': '1', 'subject': 'cleo', 'name': 'Cleo', 'group': 'staff', 'site': 'x', 'number': '1'},
                user='ben')
    voters = database.rows('select m.subject from cocreate.vote v join cocreate.member m on m.site = v.site and m.id = v.member '
                           'where v.site = %s and v.idea = %s', (server.site, number))
    assert voters == [('ben',)]


def test_nobody_reads_who_voted(server, number):
    server.vote(number, user='cleo')
    for path in (f'/ideas/{number}', f'/ideas/{number}.xml', f'/ideas/{number}.atom', '/ideas.csv', '/ideas.xml',
                 '/overview.xml'):
        assert 'Cleo' not in server.get(server.base + path).text and 'Cleo' not in server.get(server.base + path, user='ada').text
