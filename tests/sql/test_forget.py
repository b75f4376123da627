# SPDX-License-Identifier: Apache-2.0
"""Erasing a person: who they were goes everywhere, what others built on it stays; and notices that were seen."""

import pytest

from conftest import WEB
from pages import fetch, query
from rounds import CUSTOMERS, HOST, UNTIL, House


@pytest.fixture
def house(database):
    house = House(database)
    house.open(stones='on')
    return house


def forget(house, who='cara', keep=False, site='grind'):
    said = house.database.value('select member_forget(%s, %s, %s)', site, who, keep)
    house.counted()
    return said


def member(house, who):
    return house.database.value('select id from member where site = %s and subject = %s', house.site, who)


def everything(house):
    """All that the database holds, as one text."""
    tables = house.database.rows("select relname from pg_class where relkind = 'r' and relnamespace = 'cocreate'::regnamespace")
    return '\n'.join(str(house.database.rows(f'select * from {table}')) for table, in tables)


def words(house, phase):
    """Leads the round to a phase; cara has put her own words wherever she could. Answers her card."""
    cards = {who: house.advise(who) for who in [*CUSTOMERS[1:], 'dana', 'sam', 'sia']}
    cards['cara'] = house.advise('cara', body='Unmistakable words.', share='name')
    house.made('advice_save', 'cara', card='', question=2, body='Unmistakable draft.', share='', do='draft')
    house.to_tables(cards)
    table = house.database.value('select "table" from seat where member = %s', member(house, 'cara'))
    given = {'table': table, 'card': '', 'parent': '', 'course': 1, 'source': 'https://unmistakable.org'}
    house.said = house.made('reply_write', 'cara', **given, kind='answer', body='Unmistakable reply.')
    other = house.database.value(
        '''select m.subject from seat s join member m on m.id = s.member
           where s."table" = %s and s.place > 0 and m.subject like 'c%%' and m.subject <> 'cara' limit 1''', table)
    about = {**given, 'card': cards['cara'], 'source': ''}
    house.made('reply_write', other, **about, kind='builds', body='Somebody built on it.')
    house.to_hearing(cards)
    house.do('advice_flag', 'cara', card=cards['carl'], reason='Unmistakable reason.')
    if phase != 'hearing':
        house.to_choosing({**{who: card for who, card in cards.items() if who != 'cara'}, 'cara': cards['cara']})
        house.do('stones_lay', 'cara', first=house.insights[0], second='', third='')
        house.to_acting(cards)
        house.to_reported(cards)
        house.do('trace_contest', 'cara', card=cards['cara'], text='Unmistakable complaint.')
    assert everything(house).count('nmistakable') > 3
    return cards['cara']


@pytest.mark.parametrize('phase', ['hearing', 'reported'])
def test_nothing_of_the_person_is_left(house, phase):
    house.database.run("""insert into invitation select site, number, %s, 'Unmistakable, because you know.', null, clock()
                          from round""", house.database.value("select member_enter('grind', 'cara', 'Cara', 'customer')"))
    card = words(house, phase)
    was = member(house, 'cara')
    assert forget(house) == 'forgotten'
    left = everything(house)
    assert 'nmistakable' not in left
    assert "'cara'" not in left and "'Cara'" not in left
    now = house.card(card)
    assert (now['body'], now['adviser'], now['group'], now['share']) == (None, None, 'customer', 'none') and now['erased_at']
    assert house.database.rows('select subject, name, firm from member where id = %s', was) == [(f'gone:{was}', 'gone', None)]
    assert house.database.rows('select outcome from trace where card = %s', card) == [('withdrawn',)]
    assert house.database.rows('select 1 from insight_advice where card = %s', card) == []
    assert house.database.rows('select 1 from outbox where member = %s', was) == []
    assert 'Somebody built on it.' in left, 'what others said stays'
    assert house.phase() == phase


def test_the_words_may_stay_without_a_name(house):
    card = words(house, 'reported')
    assert forget(house, keep=True) == 'forgotten'
    left = everything(house)
    assert "'cara'" not in left and "'Cara'" not in left and 'Unmistakable draft.' not in left
    now = house.card(card)
    assert (now['body'], now['adviser'], now['share']) == ('Unmistakable words.', None, 'text') and now['erased_at']
    assert house.database.rows('select body, member from reply where reply = %s', house.said) == [('Unmistakable reply.', None)]
    assert house.database.rows('select outcome from trace where card = %s', card) != [('withdrawn',)]
    assert house.database.value('select count(*) from insight_advice where card = %s', card) == 1


def test_seats_replies_and_stones_keep_their_group(house):
    words(house, 'reported')
    seats = house.database.value('select count(*) from seat')
    was = member(house, 'cara')
    forget(house)
    assert house.database.rows('select "group" from seat where member is null') == [('customer',)]
    assert house.database.value('select count(*) from seat') == seats
    assert house.database.rows('select "group", body, link, withdrawn_at is not null from reply where member is null') == [
        ('customer', None, None, True)]
    assert house.database.rows('select "group" from stone where member = %s', was) == [('customer',)]


def test_under_seal(house):
    """Without its text a sealed card is gone; with it, it stays without a name."""
    gone, stays = house.advise('cara'), house.advise('carl')
    draft = house.made('advice_save', 'carl', card='', question=2, body='A draft.', share='', do='draft')
    house.advise('cem')
    assert forget(house) == 'forgotten' and house.card(gone) is None
    assert forget(house, 'carl', keep=True) == 'forgotten'
    assert house.card(stays)['body'] and house.card(stays)['adviser'] is None
    assert house.card(draft) is None, 'nobody else has ever seen it'
    assert (house.row()['cards'], house.row()['advisers']) == (2, 1)


def test_what_is_recorded_is_not_undone(house):
    for who in ('cara', 'carl', 'cem'):
        house.advise(who)
    house.at(UNTIL, '20:16')
    forget(house)
    assert house.phase() == 'hearing', 'three gave advice in time; that one is gone now does not make the round empty'
    assert house.row()['drawn_at'] and house.row()['advisers'] == 2


def test_a_report_does_not_wait_for_somebody_who_is_gone(house):
    cards = house.to('acting', ['cara', 'carl', 'cem', 'dana', 'sam'])
    forget(house)
    house.to_reported(cards)
    assert house.outbox('report') == [('report', who) for who in ('carl', 'cem', 'dana', 'sam')]


def test_ideas_and_votes_stay_by_somebody_who_is_gone(database):
    house = House(database)
    number = database.propose(subject='cara', name='Cara', title='A quieter hopper')
    database.act('vote_cast', subject='cara', name='Cara', number=str(number))
    database.run('delete from change')
    assert forget(house) == 'forgotten'
    assert database.rows('select i.title, m.name from idea i join member m on m.id = i.author') == [('A quieter hopper', 'gone')]
    assert database.value('select votes from idea_tally') == 1
    assert {('ideas',), (f'idea {number}',)} <= set(database.rows('select topic from change')), 'caches hear of it'


def test_two_who_are_gone_and_one_who_comes_back(house):
    for who in ('cara', 'carl'):
        house.advise(who)
        forget(house, who)
    assert len(house.database.rows("select 1 from member where name = 'gone'")) == 2
    house.advise('cara')
    assert house.database.value("select name from member where subject = 'cara'") == 'Cara', 'the same login is somebody new'


def test_nobody_signs_in_as_one_who_is_gone(house):
    house.advise('cara')
    was = member(house, 'cara')
    forget(house)
    fields = {'card': '', 'question': 1, 'body': 'x', 'share': '', 'do': 'send'}
    assert house.refused('advice_save', f'gone:{was}', **fields) == (401, 'sign-in')
    assert house.database.act('vote_cast', subject=f'gone:{was}') == [{'status': 401, 'key': 'sign-in'}]


def test_a_guest(house):
    gesa = house.guest()
    house.advise(gesa)
    assert forget(house, gesa) == 'forgotten'
    assert 'Gesa' not in everything(house) and gesa not in everything(house)
    fields = {'card': '', 'question': 1, 'body': 'x', 'share': '', 'do': 'send'}
    assert house.refused('advice_save', gesa, **fields) == (410, 'link-gone')


def test_the_ledger_keeps_the_names_of_the_house(house):
    forget(house, HOST)
    assert set(house.database.rows('select keeper_name from promise')) == {('Hana',)}


@pytest.mark.parametrize('site, who', [('grind', 'nobody'), ('other', 'cara'), ('nowhere', 'cara'), ('grind', None)])
def test_nobody_there(house, site, who):
    house.advise('cara')
    assert house.database.value('select member_forget(%s, %s, false)', site, who) == 'unknown'
    assert member(house, 'cara')


def test_both_sites_by_themselves(house):
    house.advise('cara')
    other = House(house.database, 'other')
    other.open()
    other.advise('cara')
    forget(house)
    assert house.database.rows("select site, subject from member where subject = 'cara'") == [('other', 'cara')]


# ---- notices


def test_notices_are_seen(house):
    house.to('choosing', ['cara', 'carl', 'cem'])
    unseen = lambda: house.database.rows(
        'select m.subject from outbox o join member m on m.id = o.member where o.seen_at is null order by 1')
    assert unseen() == [('cara',), ('carl',), ('cem',)]
    assert house.act('notices_seen', 'cara') == [{'status': 303, 'location': '/me', 'done': 'seen'}]
    assert unseen() == [('carl',), ('cem',)]
    assert house.do('notices_seen', 'nobody-yet') == 'seen'
    for who in (None, '', f'link:{house.number}.1'):
        assert house.refused('notices_seen', who) == (401, 'sign-in')
    assert house.database.rows("select 1 from member where subject = 'nobody-yet'") == []


def test_why_a_card_was_hidden_is_told_to_its_writer_and_to_whoever_reported_it(house):
    cards = house.to('hearing', ['cara', 'carl', 'cem', 'dana'])
    house.do('advice_flag', 'carl', card=cards['cara'], reason='It names somebody.')
    house.do('advice_flag', 'carl', card=cards['cem'], reason='Rude.')
    house.do('flag_dismiss', 'mia', card=cards['cem'])
    house.do('advice_hide', 'mia', card=cards['cara'], reason='A neighbour is named.')
    notices = lambda who: {(row['@kind'], row['@card']): row.get('reason') for row in fetch(
        house.database.session(WEB), query('me', 'notices/notice'), site='grind', subject=who) if '@card' in row}
    assert notices('cara') == {('hidden', cards['cara']): 'A neighbour is named.'}
    assert notices('carl') == {('flag-answered', cards['cara']): 'A neighbour is named.', ('flag-answered', cards['cem']): None}
    assert notices('dana') == {}
