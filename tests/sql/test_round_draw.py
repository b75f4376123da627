# SPDX-License-Identifier: Apache-2.0
"""The draw of the kitchen tables: who sits where, which rules yield, and that anybody with the key can repeat it."""

import collections
import hashlib
import hmac
import itertools
import os
import random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conftest import WEB
from rounds import CUSTOMERS, DISTRIBUTORS, HOST, STAFF, House

# ---- HMAC-SHA-256

RFC_4231 = [
    ('0b' * 20, '4869205468657265', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'),
    ('4a656665', '7768617420646f2079612077616e7420666f72206e6f7468696e673f',
     '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'),
    ('aa' * 20, 'dd' * 50, '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'),
    ('0102030405060708090a0b0c0d0e0f10111213141516171819', 'cd' * 50,
     '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b'),
    ('aa' * 131, '54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374',
     '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54'),
    ('aa' * 131, '5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d73697a65206b657920616e64'
                 '2061206c6172676572207468616e20626c6f636b2d73697a6520646174612e20546865206b6579206e6565647320746f2062652068'
                 '6173686564206265666f7265206265696e6720757365642062792074686520484d414320616c676f726974686d2e',
     '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2'),
]


@pytest.mark.parametrize('key, message, expected', RFC_4231)
def test_vectors_of_rfc_4231(database, key, message, expected):
    assert database.value("select encode(hmac_sha256(decode(%s, 'hex'), decode(%s, 'hex')), 'hex')", key, message) == expected


@pytest.mark.parametrize('length', [0, 1, 32, 33, 63, 64, 65, 200])
def test_as_pythons_hmac(database, length):
    key, message = os.urandom(length), os.urandom(length * 3)
    ours = database.value('select hmac_sha256(%s, %s)', key, message)
    assert bytes(ours) == hmac.digest(key, message, 'sha256')


# ---- the draw again, in another language, by docs/draw.md

Person = collections.namedtuple('Person', 'member role host firm')      # role: 0 staff, 1 between, 2 customer


def tables_for(people):
    return 1 if people <= 8 else (people + 3) // 6


def share(people, tables):
    """How many come to each table when they are dealt round."""
    return [len(range(table, people, tables)) for table in range(tables)]


def plan(people):
    """(staff with a seat, hosts who sit down with them, tables)"""
    others = sum(p.role > 0 for p in people)
    staff = sum(p.role == 0 and not p.host for p in people)
    hosts = sum(p.host for p in people)
    for seated in range(staff, -1, -1):
        tables = tables_for(others + seated)
        sizes = share(others + seated, tables)
        third = all(s * 3 <= size for s, size in zip(share(seated, tables), sizes))
        if others + seated >= 4 and (third or others + seated == 4):
            return seated, max(0, min(hosts, tables - seated, 8 * tables - others - seated)), tables
    return None


def deal(people, key, number, seated, added, tables):
    """{member: (table, place)}; place 0 reads along."""
    lot = {p.member: hmac.new(key + bytes([number]), str(p.member).encode(), hashlib.sha256).hexdigest() for p in people}
    turn = itertools.count()
    places = {}
    reading = []
    for role, host in ((0, False), (0, True), (1, False), (2, False)):
        mine = [p for p in people if (p.role, p.host) == (role, host)]
        first = collections.defaultdict(lambda: 'z')
        for p in mine:
            kin = p.firm or p.member
            first[kin] = min(first[kin], lot[p.member])
        mine.sort(key=lambda p: (first[p.firm or p.member], lot[p.member]))
        limit = len(mine) if role else added if host else seated
        for p in mine[:limit]:
            n = next(turn)
            places[p.member] = n % tables + 1, n // tables + 1
        reading += [p.member for p in mine[limit:] if not host]
    for n, member in enumerate(reading):
        places[member] = n % tables + 1, 0
    return places


def at_each_table(people, places):
    tables = collections.defaultdict(list)
    for p in people:
        table, place = places.get(p.member, (0, 0))
        if place:
            tables[table].append(p)
    return tables


def colleagues(people):
    firms = collections.Counter(p.firm for p in people if p.firm)
    return sum(count - 1 for count in firms.values())


def repeated(people, pairs):
    members = sorted(p.member for p in people)
    return sum(pair in pairs for pair in itertools.combinations(members, 2))


def best_deal(people, key, pairs):
    def badness(places):
        tables = at_each_table(people, places).values()
        return sum(map(colleagues, tables)), sum(repeated(table, pairs) for table in tables)

    seats = plan(people)
    return min((deal(people, key, number, *seats) for number in range(50)), key=badness)    # the first of the best


def yields(table, pairs):
    roles = [p.role for p in table]
    return [name for name, broken in (
        ('pairs', repeated(table, pairs) > 0),
        ('firms', colleagues(table) > 0),
        ('staff', 0 not in roles),
        ('distributor', 1 not in roles),
        ('third', roles.count(0) * 3 > len(roles))) if broken]


# ---- rounds made by hand, as many people as are wanted

GROUP = ['staff', 'distributor', 'customer']


class Hall:
    """Members, and one round after the other to which some of them gave advice."""

    def __init__(self, database):
        self.database = database
        self.number = 0
        database.run("set session_replication_role = replica; set cocreate.now = '2027-03-20 10:00+00'")
        database.run('''
            insert into member (site, subject, name, "group", joined_at)
            select 'grind', 'p' || n, 'Person ' || n, 'customer', now() from generate_series(1, 510) as n''')
        self.members = [id for id, in database.rows('select id from member order by id')]

    def draw(self, people, tables='auto'):
        """Draws a round of these; answers (key, {member: (table, place)}, {table: yielded})."""
        self.number += 1
        run = self.database.run
        run('delete from round_host')
        run('''update member m set "group" = p."group", firm = p.firm
               from unnest(%s::bigint[], %s::text[], %s::text[]) as p (id, "group", firm) where m.id = p.id''',
            [p.member for p in people], [GROUP[p.role] for p in people], [p.firm for p in people])
        advisers = [p.member for p in people if not p.host]
        run('''insert into round (site, number, host, title, language, stage, newness, in_our_hands, not_in_our_hands, groups,
                   created_at, opens_at, advice_until, tables_until, hear_due, choose_due, report_due, grace, extend_days,
                   min_advice, tables_from, answer_days, learn_days, published_at, published_by, advisers, cards, tick_at, tables)
               values ('grind', %s, 0, 'A round', 'en', 'use', 'usual', 'a', 'b', '{customer}', now(), '2027-03-01',
                   '2027-03-13', '2027-03-29', '2027-04-05', '2027-04-12', '2027-06-01', '15 min', 7, 3, 4, 14, 7,
                   '2027-03-01', 0, %s, %s, '2027-03-13 00:15', %s)''', self.number, len(advisers), len(advisers), tables)
        run("insert into round_secret values ('grind', %s, %s)", self.number, os.urandom(32))
        run('''insert into advice (site, round, card, question, adviser, "group", body, created_at, sent_at)
               select 'grind', %s, 100000000 + m, 1, m, 'customer', 'b', now(), now() from unnest(%s::bigint[]) as m''',
            self.number, advisers)
        for p in people:
            if p.host:
                run("insert into round_host values ('grind', %s, %s)", self.number, p.member)
        assert self.database.value('select tick()') == 1
        key = bytes(self.database.value('select draw_key from round_secret where round = %s', self.number))
        seats = self.database.rows('select member, "table", place from seat where round = %s', self.number)
        yielded = dict(self.database.rows('select "table", yielded from kitchen_table where round = %s', self.number))
        assert len(seats) == len({member for member, *_ in seats}), 'nobody has two seats'
        return key, {member: (table, place) for member, table, place in seats}, yielded

    def pairs(self):
        """Who sat together in the last two rounds before the one that was just drawn."""
        found = set()
        for number in (self.number - 1, self.number - 2):
            tables = collections.defaultdict(list)
            for table, member in self.database.rows(
                    'select "table", member from seat where round = %s and place > 0', number):
                tables[table].append(member)
            for sitting in tables.values():
                found.update(itertools.combinations(sorted(sitting), 2))
        return found


@pytest.fixture
def hall(database):
    return Hall(database)


def crowd(hall, customers, distributors=0, staff=0, hosts=0, firm=lambda n: None):
    """People of these numbers; firm: of the n-th person of the house's outside."""
    members = iter(hall.members)
    people = [Person(next(members), 0, False, None) for _ in range(staff)]
    people += [Person(next(members), 0, True, None) for _ in range(hosts)]
    outside = [1] * distributors + [2] * customers
    return people + [Person(next(members), role, False, firm(n)) for n, role in enumerate(outside)]


def check(hall, people):
    """All that must hold of any draw; answers its tables as lists of people, and what yielded."""
    key, places, yielded = hall.draw(people)
    pairs = hall.pairs()
    assert places == best_deal(people, key, pairs), 'the same key gives the same seats'

    tables = at_each_table(people, places)
    assert set(tables) == set(yielded)
    assert all(4 <= len(table) <= 8 for table in tables.values())
    assert {table: yields(sitting, pairs) for table, sitting in tables.items()} == yielded
    for p in people:
        assert p.member in places or p.host, 'everybody who gave advice sits, or reads along'
        assert places.get(p.member, (1, 1))[1] > 0 or p.role == 0, 'only staff read along'
    count = len(tables)
    for role in (0, 1):
        seated = sum(p.role == role and places.get(p.member, (0, 0))[1] > 0 for p in people)
        with_one = sum(any(p.role == role for p in table) for table in tables.values())
        assert with_one == min(seated, count), f'{GROUP[role]}: at each table as far as there are any'
    if sum(p.role > 0 for p in people) >= 3:
        assert not any('third' in names for names in yielded.values())
    return tables, yielded


@st.composite
def crowds(draw):
    customers = draw(st.integers(0, 440) | st.integers(0, 12))
    distributors = draw(st.integers(0, 50) | st.just(0))
    staff = draw(st.integers(0, 60) | st.integers(0, 2))
    missing = max(0, 4 - customers - distributors - staff)
    staff = max(0, min(staff, 500 - customers - distributors))
    hosts, firms, seed = draw(st.integers(0, 4)), draw(st.integers(1, 300)), draw(st.integers(0, 9999))
    return customers + missing, distributors, staff, hosts, firms, seed


@settings(max_examples=60, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(crowds())
@example((4, 0, 0, 0, 300, 1))
@example((8, 0, 0, 2, 300, 1))
@example((0, 0, 4, 0, 300, 1))
@example((2, 0, 60, 0, 300, 1))
@example((450, 40, 10, 3, 60, 1))
@example((12, 6, 6, 1, 2, 1))
def test_any_crowd(database, crowd_of):
    hall = getattr(database, 'hall', None) or Hall(database)
    database.hall = hall
    customers, distributors, staff, hosts, firms, seed = crowd_of
    dice = random.Random(seed)
    people = crowd(hall, customers, distributors, staff, hosts,
                   lambda n: f'firm {dice.randrange(firms)}' if dice.random() < 0.5 else None)
    tables, yielded = check(hall, people)
    if customers + distributors + staff > 8 and not staff:
        assert len(tables) == (customers + distributors + 3) // 6

    # Whoever has no more colleagues in the round than there are tables sits with none, at least of their own role.
    sizes = collections.Counter((p.role, p.firm) for p in people if p.firm)
    for table in tables.values():
        for (role, firm), here in collections.Counter((p.role, p.firm) for p in table if p.firm).items():
            assert here == 1 or sizes[role, firm] > len(tables)


@pytest.fixture(autouse=True)
def no_hall_of_another_test(shared_database):
    shared_database.__dict__.pop('hall', None)


# ---- what the table of the specification says


@pytest.mark.parametrize('people, tables', [(4, 1), (8, 1), (9, 2), (12, 2), (14, 2), (15, 3), (20, 3), (21, 4), (500, 83)])
def test_how_many_tables(hall, people, tables):
    assert len(check(hall, crowd(hall, people))[0]) == tables


def test_staff_beyond_a_third_read_along(hall):
    people = crowd(hall, customers=4, staff=9)
    key, places, yielded = hall.draw(people)
    assert sum(place > 0 for table, place in places.values()) == 6 and len(places) == 13
    assert yielded == {1: ['distributor']}
    check(hall, people)


def test_up_to_four_people_the_third_yields(hall):
    assert check(hall, crowd(hall, customers=2, staff=9))[1] == {1: ['distributor', 'third']}
    ((names,),) = [check(hall, crowd(hall, customers=0, staff=4))[1].values()]
    assert names[-2:] == ['distributor', 'third']


def test_hosts_sit_down_where_staff_are_too_few(hall):
    tables, yielded = check(hall, crowd(hall, customers=15, distributors=3, staff=1, hosts=4))
    assert len(tables) == 3 and yielded == {1: [], 2: [], 3: []}
    tables, yielded = check(hall, crowd(hall, customers=18, hosts=1))
    assert sorted('staff' in names for names in yielded.values()) == [False, True, True]


def test_no_host_makes_a_table_of_nine(hall):
    assert check(hall, crowd(hall, customers=8, hosts=2))[1] == {1: ['staff', 'distributor']}


def test_colleagues_sit_apart(hall):
    tables, yielded = check(hall, crowd(hall, customers=60, firm=lambda n: f'firm {n // 10}'))
    assert len(tables) == 10 and not any('firms' in names for names in yielded.values())
    tables, yielded = check(hall, crowd(hall, customers=12, firm=lambda n: 'one firm'))
    assert all('firms' in names for names in yielded.values())


def test_a_site_without_anybody_between(hall, database):
    database.run("delete from member_group where key = 'distributor'")
    key, places, yielded = hall.draw(crowd(hall, customers=12, staff=2))
    assert yielded == {1: [], 2: []}


def test_who_sat_together_in_the_last_two_rounds(hall):
    people = crowd(hall, customers=24)
    seen = [check(hall, people)[1] for _ in range(3)]
    assert not any('pairs' in names for names in seen[0].values())
    assert any('pairs' in names for names in seen[2].values())


def test_the_host_of_a_table_is_a_customer_if_there_is_one(hall, database):
    hall.draw(crowd(hall, customers=12, distributors=2, staff=2))
    hosts = 'select "table", "group" from seat where host and round = %s order by 1'
    assert database.rows(hosts, hall.number) == [(1, 'customer'), (2, 'customer'), (3, 'customer')]
    hall.draw(crowd(hall, customers=0, staff=5))
    assert database.rows(hosts, hall.number) == [(1, 'staff')]


def test_fewer_than_four_have_no_table(hall, database):
    hall.draw(crowd(hall, customers=3), tables='on')
    assert database.value('select table_count from round') == 0
    assert database.value('select count(*) from seat') == 0


# ---- in a round


def test_seats_of_a_round_and_its_key(database):
    house = House(database)
    house.open()
    cards = house.to('reported', CUSTOMERS + DISTRIBUTORS + STAFF)
    assert house.row()['table_count'] == 3
    assert database.value('select count(*) from seat') == 17
    assert house.outbox('seated') == sorted(('seated', who) for who in CUSTOMERS + DISTRIBUTORS + STAFF)
    key = 'select round_key(%s, %s)', 'grind', house.number
    assert database.value(*key) is None
    house.to_closed(cards)
    published = bytes(database.value(*key))
    assert len(published) == 32

    role = {'customer': 2, 'distributor': 1, 'staff': 0}
    people = [Person(member, role[group], host, None) for member, group, host in database.rows('''
        select m.id, m."group", h.member is not null
        from member m left join round_host h on h.member = m.id''')]
    seats = database.rows('select member, "table", place from seat')
    assert {member: (table, place) for member, table, place in seats} == best_deal(people, published, set())


def test_late_cards_and_drafts_give_no_seat(database):
    house = House(database)
    house.open(tables='on')
    for who in CUSTOMERS[:4]:
        house.advise(who)
    house.advise('dana', do='draft')
    house.at(12, '20:20')
    house.advise('dirk')
    sitting = {who for who, in database.rows('select m.subject from seat s join member m on m.id = s.member')}
    assert sitting == {*CUSTOMERS[:4], HOST}


def test_the_key_is_nobodys(database):
    House(database).open()
    with pytest.raises(Exception, match='permission denied'):
        database.run('select * from round_secret', user=WEB)
