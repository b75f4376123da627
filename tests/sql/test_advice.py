# SPDX-License-Identifier: Apache-2.0
"""Giving advice: who may, when, how much; drafts, changes, taking back; late and kept cards; what does not belong here."""

import pytest

from rounds import CUSTOMERS, HEAR, HOST, OPENS, REPORT, TABLES_UNTIL, UNTIL, House


@pytest.fixture
def house(database):
    house = House(database)
    house.open()
    return house


def send(house, who='cara', **given):
    return {'card': '', 'question': 1, 'body': 'Drop it.', 'share': 'none', 'do': 'send', **given}


def refused(house, who='cara', **given):
    return house.refused('advice_save', who, **send(house, who, **given))


def counters(house):
    return house.row()['cards'], house.row()['advisers']


# ---- who may


@pytest.mark.parametrize('who, given, said', [
    (None, {}, (401, 'sign-in')),
    ('', {}, (401, 'sign-in')),
    (HOST, {}, (403, 'hosts-do-not-advise')),
    ('gone:7', {}, (401, 'sign-in')),
    ('link:1.77', {}, (401, 'sign-in')),
    ('cara', {'number': 'x'}, (404, 'not-found')),
    ('cara', {'number': '7'}, (404, 'not-found')),
    ('cara', {'site': 'other'}, (404, 'not-found')),
    ('cara', {'card': '123456789'}, (404, 'not-found')),
    ('cara', {'card': 'x'}, (404, 'not-found')),
])
def test_who_may_not(house, who, given, said):
    if who == 'link:1.77':
        said = (410, 'link-gone')
    assert refused(house, who, **given) == said
    assert house.database.value('select count(*) from advice') == 0


def test_members_customers_distributors_and_staff_advise(house):
    for who in ('cara', 'dana', 'sam'):
        house.advise(who)
    house.advise('mia')     # a moderator who does not host
    groups = 'select "group" from advice order by created_at, "group"'
    assert {group for group, in house.database.rows(groups)} == {'customer', 'distributor', 'staff'}
    assert counters(house) == (4, 4)


def test_a_group_that_is_not_asked(database):
    house = House(database)
    house.open(**{'group-distributor': ''})
    assert refused(house, 'dana') == (403, 'not-your-group')
    house.advise('cara')
    house.advise('zoe')     # whose login has no group: counts as the first one


def invite(house, who, invited=True, declined=False):
    house.database.run('select member_enter(%s, %s, %s, %s)', house.site, who, who.title(), 'customer')
    house.database.run(
        '''insert into invitation (site, round, member, why, asked_at, invited_at, declined_at)
           select site, %s, id, case when %s then 'You know it.' end, clock(), case when %s then clock() end,
                  case when %s then clock() end
           from member where site = %s and subject = %s''', house.number, invited, invited, declined, house.site, who)


def test_only_the_invited(database):
    house = House(database)
    house.open(invited_only='yes')
    assert refused(house, 'cara') == (403, 'invited-only')
    invite(house, 'carl', invited=False)
    assert refused(house, 'carl') == (403, 'invited-only'), 'asking to join is not being asked'
    invite(house, 'cem', declined=True)
    assert refused(house, 'cem') == (409, 'declined')
    invite(house, 'chen')
    house.advise('chen')


def test_whoever_declined_may_still_answer_what_everybody_is_asked(house):
    invite(house, 'cem', declined=True)
    house.advise('cem')


def test_a_guest_by_a_link(house):
    """The name and the group are those of the link, whatever comes with the request; the group need not be asked."""
    house.database.run("update round set groups = '{customer}'")
    who = house.guest(group='distributor')
    card = house.advise(who, name='Somebody', group='staff')
    assert house.card(card)['group'] == 'distributor'
    assert house.database.rows("select name, \"group\", guest from member where subject like 'link:%%'") == [
        ('Gesa', 'distributor', True)]
    house.do('advice_withdraw', who, card=card)


@pytest.mark.parametrize('given', [{'ended': True}, {'days': -1}])
def test_a_link_that_is_gone(house, given):
    assert refused(house, house.guest(**given)) == (410, 'link-gone')


def test_a_link_of_another_round(house):
    who = house.guest()
    house.open(title='Another matter')
    assert refused(house, who) == (410, 'link-gone')


# ---- phases


def test_when(house):
    """Sealed until the grace is over; late until the hearing; then it may only be kept."""
    house.at(OPENS, '05:59')
    assert refused(house) == (409, 'not-open-yet')
    house.at(OPENS, '06:00')
    for who in ('cara', 'carl', 'cem'):
        house.advise(who)
    house.at(UNTIL, '20:14')
    card = house.advise('chen')
    assert house.phase() == 'advice' and not house.card(card)['late'], 'a form that was open at the end'
    house.at(UNTIL, '20:15')
    late = house.advise('cleo')
    assert house.card(late)['late'] and counters(house) == (5, 4)
    assert house.phase() == 'hearing', 'four are too few for tables'
    house.at(HEAR)
    later = house.advise('coco')
    assert house.card(later)['late'] and counters(house) == (6, 4)
    house.counted()


def test_done_says_what_it_was(house):
    assert house.do('advice_save', 'cara', **send(house)) == 'card-sent'
    assert house.do('advice_save', 'cara', **send(house, do='draft')) == 'card-draft'
    house.to('hearing')
    assert house.do('advice_save', 'cara', **send(house)) == 'card-late'


@pytest.mark.parametrize('phase', ['choosing', 'acting', 'reported', 'closed'])
def test_after_the_hearing_it_is_kept_and_not_lost(house, phase):
    draft = house.made('advice_save', 'cara', **send(house, do='draft'))
    house.to(phase, ['carl', 'cem', 'chen', 'cora'])
    before = counters(house)
    assert refused(house) == (409, 'moved-on')
    assert refused(house, do='draft') == (409, 'moved-on')
    assert refused(house, card=draft) == (409, 'moved-on')
    assert house.do('advice_save', 'cara', **send(house, do='me')) == 'card-me'
    kept = house.made('advice_save', 'cara', **send(house, do='next', card=draft, body='Carry this over.'))
    assert kept == draft
    assert house.card(kept)['kept'] == 'next' and house.card(kept)['body'] == 'Carry this over.'
    assert house.card(kept)['sent_at'] is None
    assert counters(house) == before, 'what is kept is not part of the round'
    house.do('advice_withdraw', 'cara', card=kept)
    assert house.card(kept) is None
    house.counted()


@pytest.mark.parametrize('phase', ['advice', 'table', 'hearing'])
def test_nothing_is_kept_while_it_can_be_sent(house, phase):
    house.to(phase)
    assert refused(house, do='next') == (409, 'not-open-yet')


def test_a_sent_card_stands_once_the_seal_is_lifted(house):
    card = house.advise('cara')
    draft = house.made('advice_save', 'cara', **send(house, do='draft'))
    house.to('table')
    assert refused(house, card=card, body='Otherwise.') == (409, 'sealed-over')
    assert refused(house, card=card, do='draft') == (409, 'sealed-over')
    assert house.made('advice_save', 'cara', **send(house, card=draft)) == draft
    assert house.card(draft)['late'], 'a draft may still be sent, late'


def test_an_empty_round(house):
    house.advise('cara')
    house.at(UNTIL + 8)
    assert house.phase() == 'empty'
    assert refused(house, 'carl') == (409, 'moved-on')
    assert house.do('advice_save', 'carl', **send(house, do='next')) == 'card-next'


def test_out_of_a_cancelled_round(house):
    """Its advisers keep their cards: they may take them back, or carry them over."""
    sealed = house.advise('cara')
    other = house.advise('carl')
    house.do('round_cancel', HOST, reason='The law has changed.')
    assert refused(house, 'cem') == (409, 'cancelled')
    kept = house.made('advice_save', 'cara', **send(house, card=sealed, do='next'))
    assert house.card(sealed) is None and house.card(kept)['kept'] == 'next'
    assert counters(house) == (1, 1)
    house.do('advice_withdraw', 'carl', card=other)
    assert counters(house) == (0, 0)
    house.counted()


def test_out_of_a_round_that_was_cancelled_in_its_hearing(house):
    cards = house.to('hearing')
    house.insight([cards['cara']])
    house.do('round_cancel', HOST, reason='The law has changed.')
    kept = house.made('advice_save', 'cara', **send(house, card=cards['cara'], do='me'))
    assert house.card(kept)['body'] == 'Drop it.' and house.card(cards['cara'])['body'] is None
    assert house.database.value('select cards from insight') == 0
    house.counted()


# ---- fields


@pytest.mark.parametrize('given, fields', [
    ({'body': ''}, {'body': 'missing'}),
    ({'body': None}, {'body': 'missing'}),
    ({'body': '\u2003\n '}, {'body': 'missing'}),
    ({'body': 'x' * 4001}, {'body': 'too-long'}),
    ({'body': 'a\u000bb'}, {'body': 'characters'}),
    ({'do': ''}, {'do': 'missing'}),
    ({'do': None}, {'do': 'missing'}),
    ({'do': 'publish'}, {'do': 'unknown'}),
    ({'question': ''}, {'question': 'missing'}),
    ({'question': None}, {'question': 'missing'}),
    ({'question': '9'}, {'question': 'unknown'}),
    ({'question': 'x'}, {'question': 'unknown'}),
    ({'share': 'all'}, {'share': 'unknown'}),
    ({'token': 'short'}, {'token': 'characters'}),
    ({'body': '', 'question': '', 'share': 'x', 'do': 'x'},
     {'body': 'missing', 'question': 'missing', 'share': 'unknown', 'do': 'unknown'}),
])
def test_fields(house, given, fields):
    assert refused(house, **given) == (422, fields)
    assert house.database.rows('select 1 from advice') == []
    assert house.database.rows("select 1 from member where subject = 'cara'") == []


def test_a_missing_token(house):
    given = house.arguments('advice_save', 'cara', send(house))
    given[-1] = None
    rows = house.database.rows(house.statement('advice_save'), *given)
    assert [(row[0], row[3], row[4]) for row in rows] == [(422, 'token', 'missing')]


def test_the_longest_text_and_a_plain_share(house):
    card = house.advise('cara', body='ä' * 4000, share='')
    assert house.card(card)['share'] == 'none' and len(house.card(card)['body']) == 4000
    assert house.card(house.advise('cara', body='  a\r\nb  ', share='name'))['body'] == 'a\nb'


def test_five_for_each_question(house):
    """Drafts count, and what was taken back does not."""
    cards = [house.made('advice_save', 'cara', **send(house, do=do)) for do in ('send', 'draft', 'send', 'draft', 'send')]
    (row,) = house.act('advice_save', 'cara', **send(house))
    assert (row['status'], row['field'], row['key'], row['max']) == (422, 'question', 'too-many', 5)
    house.advise('cara', question=2)
    house.advise('carl')
    house.made('advice_save', 'cara', **send(house, card=cards[0], body='Changed.'))
    assert refused(house, card=house.advise('cara', question=2)) == (422, {'question': 'too-many'}), 'nor by moving one'
    house.do('advice_withdraw', 'cara', card=cards[1])
    house.advise('cara')


def test_a_struck_question_takes_no_new_cards_and_keeps_those_that_it_has(house):
    card = house.advise('cara')
    house.database.run("update question set struck_at = clock(), struck_reason = 'Leading.' where place = 1")
    assert refused(house) == (422, {'question': 'struck'})
    house.made('advice_save', 'cara', **send(house, card=card, body='Changed.'))
    assert house.card(card)['body'] == 'Changed.'


def test_a_round_is_full_at_twenty_thousand(house):
    house.database.run(
        '''insert into advice (site, round, card, question, "group", body, created_at)
           select 'grind', %s, 100000000 + n, 1, 'customer', 'x', clock() from generate_series(1, 20000) n''', house.number)
    assert refused(house) == (409, 'full')


# ---- sealed: saving, changing, taking back


def test_a_draft_is_changed_and_sent(house):
    draft = house.made('advice_save', 'cara', **send(house, do='draft', body='First.'))
    assert counters(house) == (0, 0) and house.card(draft)['sent_at'] is None
    house.made('advice_save', 'cara', **send(house, card=draft, do='draft', body='Second.', question=2))
    assert house.made('advice_save', 'cara', **send(house, card=draft, body='Third.', question='', share='text')) == draft
    card = house.card(draft)
    assert (card['body'], card['question'], card['share'], card['version']) == ('Third.', 2, 'text', 3)
    assert counters(house) == (1, 1)


def test_a_sent_card_is_changed_and_made_a_draft_again(house):
    card = house.advise('cara')
    sent_at = house.card(card)['sent_at']
    house.at(OPENS + 2)
    house.made('advice_save', 'cara', **send(house, card=card, body='Better said.'))
    assert house.card(card)['sent_at'] == sent_at and house.card(card)['edited_at']
    house.made('advice_save', 'cara', **send(house, card=card, do='draft'))
    assert house.card(card)['sent_at'] is None and counters(house) == (0, 0)
    house.counted()


def test_nobody_elses_card_is_changed(house):
    card = house.advise('cara')
    for who in ('carl', 'sam', 'mia'):
        assert refused(house, who, card=card) == (404, 'not-found')
    assert refused(house, HOST, card=card)[0] in (403, 404)
    assert house.card(card)['body'] == 'Drop the second form, says cara.'


def test_taking_back_under_seal_leaves_nothing(house):
    first, second = house.advise('cara'), house.advise('cara', question=2)
    house.advise('carl')
    assert counters(house) == (3, 2)
    house.do('advice_withdraw', 'cara', card=first)
    assert house.card(first) is None and counters(house) == (2, 2), 'an adviser as long as one card is left'
    house.do('advice_withdraw', 'cara', card=second)
    assert counters(house) == (1, 1)
    assert house.refused('advice_withdraw', 'cara', card=second) == (404, 'not-found')
    house.counted()


@pytest.mark.parametrize('who', ['carl', 'sam', HOST, 'mia'])
def test_a_sealed_card_is_not_there_for_others(house, who):
    card = house.advise('cara')
    house.advise('carl')
    for action, given in (('advice_withdraw', {}), ('advice_flag', {'reason': 'Rude.'}), ('trace_contest', {'text': 'x'})):
        assert house.refused(action, who, card=card, **given) == (404, 'not-found')
    if who == 'mia':
        assert house.refused('advice_hide', who, card=card, reason='Rude.') == (404, 'not-found')
        assert house.refused('flag_dismiss', who, card=card) == (404, 'not-found')


def test_cards_have_numbers_that_do_not_count(house):
    numbers = [house.advise(who) for who in CUSTOMERS]
    assert all(100_000_000 <= number <= 999_999_999 for number in numbers)
    assert numbers != sorted(numbers) or len({b - a for a, b in zip(numbers, numbers[1:])}) > 5


def test_one_form_sent_twice(house):
    given = send(house, token='the-very-same-token')
    first = house.act('advice_save', 'cara', **given)
    assert house.act('advice_save', 'cara', **given, name='Cara L.') == first
    house.to('choosing', ['carl', 'cem', 'chen'])
    assert house.act('advice_save', 'cara', **given) == first, 'also when the round has moved on meanwhile'
    assert house.database.value("select count(*) from advice a join member m on m.id = a.adviser where subject = 'cara'") == 1


def test_another_text_from_the_same_form_is_another_card(house):
    given = send(house, token='the-very-same-token')
    one = house.act('advice_save', 'cara', **given)
    two = house.act('advice_save', 'cara', **{**given, 'body': 'And drop the third form, too.'})
    assert {row['status'] for row in one + two} == {303} and one != two
    card = house.database.value('select card from advice where body = %s', given['body'])
    for body in ('Once changed.', 'Changed once more, after going back.'):
        house.do('advice_save', 'cara', **{**given, 'card': str(card), 'body': body})
    assert house.database.rows('select body from advice order by body') == [
        ('And drop the third form, too.',), ('Changed once more, after going back.',)]


# ---- taking back after the seal


def test_taking_back_later_takes_the_text_alone(house):
    cards = house.to('hearing')
    one = house.insight([cards['cara'], cards['carl']])
    two = house.insight([cards['cara']])
    house.database.run(
        '''insert into reply (site, round, "table", course, card, member, "group", kind, body, at)
           select site, round, "table", 1, %s, member, "group", 'builds', 'Yes, and the slip.', clock()
           from seat s where member <> (select adviser from advice where card = %s) limit 1''', cards['cara'], cards['cara'])
    before = counters(house)
    house.do('advice_withdraw', 'cara', card=cards['cara'])
    card = house.card(cards['cara'])
    assert card['body'] is None and card['withdrawn_at'] and card['group'] == 'customer'
    assert house.database.rows('select body from reply') == [('Yes, and the slip.',)]
    assert house.database.rows('select insight, cards from insight order by insight') == [(one, 1), (two, 0)]
    assert house.database.rows('select outcome, by from trace') == [('withdrawn', None)]
    assert counters(house) == (before[0] - 1, before[1] - 1)
    assert house.outbox('insight-empty') == [('insight-empty', HOST)]
    assert house.refused('round_hear', HOST) == (409, 'insight-without-cards')
    assert house.do('advice_withdraw', 'cara', card=cards['cara']) == 'card-withdrawn', 'once more is no harm'
    assert refused(house, card=cards['cara'])[0] == 409
    house.counted()


@pytest.mark.parametrize('phase', ['table', 'hearing', 'choosing', 'acting', 'reported', 'closed'])
def test_in_every_phase(house, phase):
    cards = house.to(phase)
    house.do('advice_withdraw', 'cara', card=cards['cara'])
    card = house.card(cards['cara'])
    assert card['body'] is None and card['withdrawn_at'] and card['adviser']
    assert house.phase() == phase, 'a recorded fact is not undone by what happens later'
    trace = house.database.rows('select outcome, earlier from trace where card = %s', cards['cara'])
    assert trace == [('withdrawn', 'shaped_action' if phase in ('reported', 'closed') else None)]
    house.counted()


def test_taking_back_what_others_wrote(house):
    cards = house.to('hearing')
    for who in ('carl', 'sam', HOST):
        assert house.refused('advice_withdraw', who, card=cards['cara']) == (403, 'not-yours')
    assert house.refused('advice_withdraw', 'zoe', card=cards['cara']) == (404, 'not-found'), 'who may not read it'
    assert house.refused('advice_withdraw', None, card=cards['cara']) == (401, 'sign-in')


# ---- what does not belong here


def test_flagging_hiding_and_telling(house):
    cards = house.to('hearing')
    card = cards['cara']
    assert house.refused('advice_flag', 'carl', card=card, reason='') == (422, {'reason': 'missing'})
    assert house.refused('advice_flag', 'cara', card=card, reason='Mine.') == (409, 'own-card')
    assert house.refused('advice_flag', 'zoe', card=card, reason='Rude.') == (404, 'not-found')
    assert house.do('advice_flag', 'carl', card=card, reason='It names somebody.') == 'card-flagged'
    house.do('advice_flag', 'carl', card=card, reason='Again.')
    house.do('advice_flag', 'sam', card=card, reason='Rude.')
    assert house.database.value('select count(*) from advice_flag') == 2, 'once for each member'

    for who, said in (('carl', 'moderators-only'), ('sam', 'moderators-only'), (HOST, 'own-round')):
        assert house.refused('advice_hide', who, card=card, reason='It hurts.') == (403, said)
    assert house.refused('advice_hide', 'mia', card=card, reason=' ') == (422, {'reason': 'missing'})
    assert house.do('advice_hide', 'mia', card=card, reason='It names somebody.') == 'card-hidden'
    assert house.do('advice_hide', 'mia', card=card, reason='Twice.') == 'card-hidden'
    hidden = house.card(card)
    assert hidden['hidden_reason'] == 'It names somebody.' and hidden['body'], 'its writer still has it'
    assert house.outbox('hidden') == [('hidden', 'cara')]
    assert house.outbox('flag-answered') == [('flag-answered', 'carl'), ('flag-answered', 'sam')]
    assert house.refused('advice_flag', 'cem', card=card, reason='Rude.') == (404, 'not-found'), 'as if it were not there'
    house.counted()


def test_a_flag_that_is_dismissed(house):
    cards = house.to('hearing')
    card = cards['cara']
    house.do('advice_flag', 'carl', card=card, reason='Rude.')
    assert house.refused('flag_dismiss', 'carl', card=card) == (403, 'moderators-only')
    assert house.do('flag_dismiss', 'mia', card=card) == 'card-kept'
    assert house.database.value('select count(*) from advice_flag') == 0
    assert house.outbox('flag-answered') == [('flag-answered', 'carl')]
    assert house.card(card)['hidden_at'] is None


def test_a_moderator_sees_what_was_flagged_and_nothing_else(house):
    """This one has no part in the round and does not speak for the company."""
    cards = house.to('hearing')
    given = {'group': 'customer', 'moderator': 'yes', 'card': cards['cara']}
    assert house.refused('advice_hide', 'xaver', reason='Rude.', **given) == (404, 'not-found')
    house.do('advice_flag', 'carl', card=cards['cara'], reason='Rude.')
    assert house.do('advice_hide', 'xaver', reason='Rude.', **given) == 'card-hidden'


def test_a_taken_back_card_is_neither_flagged_nor_hidden(house):
    cards = house.to('hearing')
    house.do('advice_withdraw', 'cara', card=cards['cara'])
    assert house.refused('advice_flag', 'carl', card=cards['cara'], reason='Rude.') == (409, 'withdrawn')
    assert house.refused('advice_hide', 'mia', card=cards['cara'], reason='Rude.') == (409, 'withdrawn')


def test_a_hidden_card_is_not_changed(house):
    card = house.advise('cara')
    house.database.run("update advice set hidden_at = clock(), hidden_reason = 'A name.'")
    assert refused(house, card=card) == (409, 'hidden')
    house.do('advice_withdraw', 'cara', card=card)


def test_dates_of_the_phases(house):
    """What the other tests build on."""
    for days, clock, phase in ((OPENS, '05:59', 'announced'), (OPENS, '06:00', 'advice'), (UNTIL, '20:14', 'advice')):
        house.at(days, clock)
        assert house.phase() == phase
    house.at(OPENS)
    house.to('table')
    house.at(TABLES_UNTIL, '19:59')
    assert house.phase() == 'table'
    house.at(REPORT)
    assert house.phase() == 'hearing', 'what staff owe does not end by itself'
