# SPDX-License-Identifier: Apache-2.0
"""Hearing: insights with cards under them, each card looked at, disagreement or a signature; and the guard behind it."""

import psycopg2
import pytest

from rounds import CHOOSE, HEAR, HOST, TABLES_UNTIL, House, tokens

ANSWERED = ['cara', 'carl', 'cem', 'dana', 'sam']


@pytest.fixture
def house(database):
    house = House(database)
    house.open()
    house.advice = house.to('hearing', ANSWERED)
    return house


def form(house, *who, **given):
    return {'kind': 'remove', 'sentence': 'One form too many.', 'token': next(tokens), **given,
            **{f'card-{house.advice.get(one, one)}': 'yes' for one in who}}


def refused(house, form, who=HOST, insight=''):
    return house.refused('insight_save', who, insight=insight, form=form)


def insights(house):
    return house.database.rows('select insight, kind, sentence, cards, version from insight order by insight')


# ---- insights


def test_an_insight_from_cards(house):
    one = house.made('insight_save', HOST, insight='', form=form(house, 'cara', 'carl'))
    assert insights(house) == [(one, 'remove', 'One form too many.', 2, 1)]
    assert house.database.value('select count(*) from advice where looked_at is not null') == 2
    changed = form(house, 'carl', 'dana', kind='better', sentence='  Two forms ask the same. ', version='1')
    house.made('insight_save', HOST, insight=one, form=changed)
    assert insights(house) == [(one, 'better', 'Two forms ask the same.', 3, 2)], 'it keeps the cards that it has'
    house.counted()


@pytest.mark.parametrize('given, who, fields', [
    ({}, [], {'cards': 'missing'}),
    ({}, [123456789], {'cards': 'unknown'}),
    ({'kind': ''}, ['cara'], {'kind': 'missing'}),
    ({'kind': None}, ['cara'], {'kind': 'missing'}),
    ({'kind': 'praise'}, ['cara'], {'kind': 'unknown'}),
    ({'sentence': ''}, ['cara'], {'sentence': 'missing'}),
    ({'sentence': None}, ['cara'], {'sentence': 'missing'}),
    ({'sentence': 'a\nb'}, ['cara'], {'sentence': 'one-line'}),
    ({'sentence': 'a\u202eb'}, ['cara'], {'sentence': 'characters'}),
    ({'sentence': 'x' * 301}, ['cara'], {'sentence': 'too-long'}),
    ({'token': ''}, ['cara'], {'token': 'missing'}),
    ({'token': None}, ['cara'], {'token': 'missing'}),
    ({'kind': 'x', 'sentence': ' '}, [], {'kind': 'unknown', 'sentence': 'missing', 'cards': 'missing'}),
])
def test_fields(house, given, who, fields):
    assert refused(house, form(house, *who, **given)) == (422, fields)
    assert insights(house) == []


def test_what_can_be_cited(house):
    house.do('advice_withdraw', 'cara', card=house.advice['cara'])
    house.database.run("update advice set hidden_at = clock(), hidden_reason = 'x' where card = %s", house.advice['carl'])
    draft = house.made('advice_save', 'cem', card='', question=1, body='A draft.', share='', do='draft')
    for who in ('cara', 'carl', draft):
        assert refused(house, form(house, who)) == (422, {'cards': 'unknown'})
    late = house.advise('cleo')
    house.made('insight_save', HOST, insight='', form=form(house, late))


def test_cards_of_another_round_are_not_cited(house):
    """The same number may be a card of two rounds; each is its own."""
    first = house.number
    house.open(title='Another matter')
    for who in ANSWERED:
        house.advise(who, body='Elsewhere.')
    house.at(TABLES_UNTIL + 1)
    assert refused(house, form(house, 'cara')) == (422, {'cards': 'unknown'})
    assert first != house.number


def test_versions(house):
    one = house.made('insight_save', HOST, insight='', form=form(house, 'cara'))
    house.made('insight_save', HOST, insight=one, form=form(house, version='1'))
    assert refused(house, form(house, version='1'), insight=one) == (409, 'changed')
    assert refused(house, form(house, version=''), insight=one)[0] in (409, 422)
    assert refused(house, form(house), insight=one) == (422, {'version': 'missing'})
    assert refused(house, form(house, version='2'), insight='99999') == (404, 'not-found')


def test_one_form_sent_twice(house):
    given = form(house, 'cara')
    first = house.act('insight_save', HOST, insight='', form=given)
    assert house.act('insight_save', HOST, insight='', form=given) == first and len(insights(house)) == 1


def test_fifty_insights_at_most(house):
    house.database.run(
        '''insert into insight (site, round, kind, sentence, by, at)
           select site, number, 'keep', 'x', host, clock() from round, generate_series(1, 50)''')
    assert refused(house, form(house, 'cara')) == (422, {'sentence': 'too-many'})


def test_taking_out_and_dropping(house):
    one = house.made('insight_save', HOST, insight='', form=form(house, 'cara', 'carl'))
    assert house.do('insight_card_out', HOST, insight=one, card=house.advice['cara']) == 'card-out'
    assert house.do('insight_card_out', HOST, insight=one, card=house.advice['cara']) == 'card-out'
    assert insights(house)[0][3:] == (1, 2)
    assert house.refused('insight_card_out', HOST, insight=99999, card=1) == (404, 'not-found')
    assert house.do('insight_drop', HOST, insight=one) == 'insight-dropped'
    assert house.refused('insight_drop', HOST, insight=one) == (404, 'not-found')
    assert insights(house) == [] and house.database.rows('select 1 from insight_advice') == []
    house.counted()


# ---- who and when


HOSTS_ACTS = [
    ('insight_save', {'insight': '', 'form': {}}), ('insight_drop', {'insight': 1}),
    ('insight_card_out', {'insight': 1, 'card': 1}), ('advice_look', {'form': {}}),
    ('round_agreed', {'value': 'sign'}), ('round_hear', {}),
]


@pytest.mark.parametrize('action, given', HOSTS_ACTS, ids=[action for action, _ in HOSTS_ACTS])
def test_hosts_alone(house, action, given):
    for who, said in ((None, (401, 'sign-in')), ('cara', (403, 'hosts-only')), ('sam', (403, 'hosts-only')),
                      ('mia', (403, 'hosts-only')), ('link:1.5', (401, 'sign-in'))):
        assert house.refused(action, who, **given) == said
    assert house.refused(action, HOST, **{**given, 'number': '77'}) == (404, 'not-found')


def test_a_cohost_is_a_host(database):
    house = House(database)
    database.run("select member_enter('grind', 'sia', 'Sia', 'staff')")
    house.open(hosts='sia')
    house.advice = house.to('hearing', ANSWERED)
    house.made('insight_save', 'sia', insight='', form=form(house, *ANSWERED, kind='disagreement'))
    assert house.do('round_hear', 'sia') == 'heard'


@pytest.mark.parametrize('action, given', HOSTS_ACTS, ids=[action for action, _ in HOSTS_ACTS])
@pytest.mark.parametrize('phase', ['advice', 'table', 'choosing', 'acting', 'reported', 'closed'])
def test_wrong_phases(database, phase, action, given):
    house = House(database)
    house.open()
    house.to(phase)
    if 'insight' in given and phase not in ('advice', 'table'):
        given = {**given, 'insight': house.insights[0] if action != 'insight_save' else ''}
    said = house.refused(action, HOST, **given)
    if phase in ('advice', 'table'):
        assert said == (409, 'not-open-yet')
    elif phase == 'choosing':
        assert said == (409, 'already-heard')
    elif phase == 'closed':
        assert said == (409, 'closed')
    else:
        assert said[0] == 409 and said[1] in ('moved-on', 'already-chosen')


def test_a_cancelled_round(house):
    house.do('round_cancel', HOST, reason='The law has changed.')
    for action, given in HOSTS_ACTS:
        assert house.refused(action, HOST, **given) == (409, 'cancelled')


# ---- saying what was heard


def test_what_is_missing_in_turn(house):
    hear = lambda: house.refused('round_hear', HOST)
    assert hear() == (409, 'no-insight')
    one = house.made('insight_save', HOST, insight='', form=form(house, 'cara', 'carl'))
    two = house.made('insight_save', HOST, insight='', form=form(house, 'cem'))
    house.do('insight_card_out', HOST, insight=two, card=house.advice['cem'])
    assert hear() == (409, 'insight-without-cards')
    house.do('insight_drop', HOST, insight=two)
    assert hear() == (409, 'cards-unlooked')
    assert house.refused('advice_look', HOST, form={}) == (422, {'cards': 'missing'})
    assert house.do('advice_look', HOST, form={f"card-{house.advice['dana']}": 'yes'}) == 'looked'
    assert hear() == (409, 'cards-unlooked')
    house.do('advice_look', HOST, form={f"card-{house.advice['sam']}": 'yes', 'card-5': 'yes', f'card-{one}': 'no'})
    assert hear() == (409, 'disagreement-missing')
    assert house.refused('round_agreed', HOST, value='') == (422, {'value': 'missing'})
    assert house.do('round_agreed', HOST, value='sign') == 'signed'
    assert house.do('round_agreed', HOST, value='unsign') == 'unsigned'
    assert hear() == (409, 'disagreement-missing')
    house.do('round_agreed', HOST, value='sign')
    late = house.advise('cleo')
    assert hear() == (409, 'cards-unlooked'), 'a late card is looked at like any other'
    house.do('advice_look', HOST, form={f'card-{late}': 'yes'})
    assert house.do('round_hear', HOST) == 'heard'
    assert house.phase() == 'choosing'
    assert house.database.value('select m.subject from round r join member m on m.id = r.agreed_by') == HOST
    assert house.do('round_hear', HOST) == 'heard', 'the same form once more'
    house.at(HEAR + 2)
    assert hear() == (409, 'already-heard')


def test_a_disagreement_is_enough_and_hidden_cards_need_no_look(house):
    house.database.run("update advice set hidden_at = clock(), hidden_reason = 'x' where card = %s", house.advice['sam'])
    house.made('insight_save', HOST, insight='', form=form(house, *ANSWERED[:4], kind='disagreement'))
    assert house.do('round_hear', HOST) == 'heard'


def test_from_nothing_nothing_is_made(house):
    """All take their cards back: no insight, and no way on but to cancel."""
    for who, card in house.advice.items():
        house.do('advice_withdraw', who, card=card)
    assert refused(house, form(house, 'cara')) == (422, {'cards': 'unknown'})
    assert house.refused('round_hear', HOST) == (409, 'no-insight')
    house.do('round_cancel', HOST, reason='Nothing is left.')


def test_what_hearing_does(house):
    late = house.advise('cleo')
    house.made('insight_save', HOST, insight='', form=form(house, *ANSWERED, late, kind='disagreement'))
    house.at(HEAR)
    house.do('round_hear', HOST)
    assert house.outbox('heard') == [('heard', who) for who in sorted([*ANSWERED, 'cleo'])]
    assert house.database.rows(
        '''select p.kind, n.ended, promise_state(p.first_due, n.due, n.ended, n.ended_at, clock())
           from promise p join promise_now n using (site, promise) order by p.promise''') == [
               ('hear', 'kept', 'kept'), ('choose', None, 'open'), ('report', None, 'open')]
    assert house.database.value("select count(*) from round_event where kind = 'heard'") == 1
    house.counted()


def test_heard_late(house):
    house.made('insight_save', HOST, insight='', form=form(house, *ANSWERED, kind='disagreement'))
    house.at(CHOOSE + 20)
    assert house.phase() == 'hearing', 'it waits for staff'
    house.do('round_hear', HOST)
    assert house.database.value(
        '''select promise_state(p.first_due, n.due, n.ended, n.ended_at, clock())
           from promise p join promise_now n using (site, promise) where kind = 'hear' ''') == 'late'


# ---- after the hearing


def heard(house):
    one = house.made('insight_save', HOST, insight='', form=form(house, 'cara'))
    two = house.made('insight_save', HOST, insight='', form=form(house, *ANSWERED[1:], kind='disagreement'))
    house.do('round_hear', HOST)
    return one, two


def test_an_insight_whose_advisers_all_went_is_dropped_later(house):
    house.database.run("update round set stones = 'on'")
    one, two = heard(house)
    house.do('stones_lay', 'carl', first=one, second=one, third=two)
    assert house.refused('insight_drop', HOST, insight=one) == (409, 'already-heard')
    house.do('advice_withdraw', 'cara', card=house.advice['cara'])
    assert house.outbox('insight-empty') == [('insight-empty', HOST)]
    assert house.do('insight_drop', HOST, insight=one) == 'insight-dropped'
    assert [row[0] for row in insights(house)] == [two]
    assert house.database.rows('select stone, insight from stone') == [(3, two)]
    house.do('stones_lay', 'carl', first=two, second=two, third=two)


def test_not_while_an_action_comes_from_it(house):
    one, _ = heard(house)
    house.made('action_save', HOST, action='', title='Join them', insight=one, size='small', people='We', keeper='',
               due=house.day(30))
    house.do('advice_withdraw', 'cara', card=house.advice['cara'])
    assert house.refused('insight_drop', HOST, insight=one) == (409, 'insight-in-use')


# ---- the guard, for whoever writes by another way


def test_the_guard_before_its_phase(database):
    house = House(database)
    house.open()
    house.to('advice')
    with pytest.raises(psycopg2.Error) as raised:
        database.run('update round set heard_at = clock()')
    assert raised.value.pgcode == 'CC409' and 'not-open-yet' in raised.value.diag.message_primary


def test_the_guard(house):
    def write(sql="update round set heard_at = clock()"):
        with pytest.raises(psycopg2.Error) as raised:
            house.database.run(sql)
        assert raised.value.pgcode == 'CC409'
        return raised.value.diag.message_primary.removeprefix('cocreate: ')

    assert write() == 'no-insight'
    one = house.made('insight_save', HOST, insight='', form=form(house, 'cara'))
    house.database.run('delete from insight_advice')
    assert write() == 'insight-without-cards', 'whatever the counter says'
    house.made('insight_save', HOST, insight=one, form=form(house, 'cara', version='1'))
    assert write() == 'cards-unlooked'
    house.database.run('update advice set looked_at = clock()')
    assert write() == 'disagreement-missing'
    assert write('update round set heard_at = clock(), chosen_at = clock()') == 'disagreement-missing'
    house.database.run("update insight set kind = 'disagreement'")
    assert write('update round set heard_at = clock(), chosen_at = clock()') == 'not-open-yet', 'one act after the other'
    house.database.run('update round set heard_at = clock()')
    assert write("update round set heard_at = clock() + interval '1 day'") == 'already-heard'
    assert write('update round set heard_at = null') == 'already-heard'


def test_no_round_begins_with_acts(house):
    with pytest.raises(psycopg2.Error) as raised:
        house.database.run(
            '''insert into round select (jsonb_populate_record(r, '{"number": 9, "heard_at": "2027-03-03T00:00:00Z",
               "published_at": null, "published_by": null, "drawn_at": null, "table_count": null}')).* from round r''')
    assert raised.value.pgcode == 'CC409'
