# SPDX-License-Identifier: Apache-2.0
"""A whole round of seven weeks: a dozen customers, two distributors, three of the staff and their host, from the question to
the promise that was kept, with what goes wrong on the way. Then a small one, and one that nobody answers."""

from rounds import CHOOSE, CUSTOMERS, DISTRIBUTORS, HEAR, HOST, OPENS, REPORT, STAFF, TABLES_UNTIL, UNTIL, House


def promise_states(house):
    return {kind if kind != 'act' else action: (said, moves) for kind, action, said, moves in house.database.rows(
        '''select p.kind, p.action, promise_state(p.first_due, n.due, n.ended, n.ended_at, clock()), n.moves
           from promise p join promise_now n using (site, promise) where p.round = %s''', house.number)}


def history(house):
    return [kind for kind, in house.database.rows('select kind from round_event where round = %s order by number', house.number)]


def card_of(**given):
    return {'card': '', 'question': 1, 'body': 'x', 'share': 'none', 'do': 'send', **given}


def test_seven_weeks(database):
    house = House(database)
    number = house.open(leaning='We lean to a single form.')
    assert promise_states(house) == {'hear': ('open', 0), 'choose': ('open', 0), 'report': ('open', 0)}

    # The first days: sealed. Everybody writes alone, changes, takes back.
    house.at(OPENS, '06:00')
    assert house.phase() == 'advice'
    cards = {who: house.advise(who, body=f'Take the second form away. {who}', share='text') for who in CUSTOMERS[:8]}
    cards |= {who: house.advise(who, question=2, body=f'The slip needs to stay. {who}', share='name') for who in DISTRIBUTORS}
    cards |= {who: house.advise(who) for who in STAFF}
    house.advise('cara', question=2, body='The driver who rings.')
    regretted = house.advise('chen', question=2)
    house.do('advice_withdraw', 'chen', card=regretted)
    draft = house.made('advice_save', 'cato', **card_of(do='draft', body='I am not sure yet.'))
    assert house.refused('advice_withdraw', 'carl', card=cards['cara']) == (404, 'not-found'), 'nobody sees a sealed card'
    assert house.refused('advice_save', HOST, **card_of()) == (403, 'hosts-do-not-advise')

    # The host gives everybody a week more; the report is promised for a week later, and the ledger says so.
    house.at(UNTIL - 1)
    house.do('round_extend', HOST, days=7, reason='Half of you were on holiday.')
    assert promise_states(house)['report'] == ('open', 1)
    until, tables_until, hear, choose, report = (n + 7 for n in (UNTIL, TABLES_UNTIL, HEAR, CHOOSE, REPORT))
    house.at(until - 1)
    cards |= {who: house.advise(who) for who in CUSTOMERS[9:11]}
    house.at(until, '20:10')
    cards['cruz'] = house.advise('cruz')
    assert not house.card(cards['cruz'])['late'], 'the form was open when the end came'

    # The tables: three, mixed. Rank waits for another voice; difference is a result.
    house.at(until, '20:15')
    database.run('select tick()')
    assert house.phase() == 'table' and house.row()['table_count'] == 3
    seats = {who: (table, place) for who, table, place in database.rows(
        'select m.subject, s."table", s.place from seat s join member m on m.id = s.member')}
    assert set(seats) - {HOST} == set(cards), 'the host sits down only where staff are missing'
    late = house.made('advice_save', 'cato', **card_of(card=draft, body='Could the form be on the parcel?'))
    assert house.card(late)['late'] and 'cato' not in seats
    table, _ = seats['cara']
    mates = [who for who, seat in seats.items() if seat[0] == table and seat[1] > 0 and who != 'cara']
    other = next(who for who in mates if who[0] in 'cd')
    staff = next(who for who in mates if who[0] in 'sh')
    given = {'table': table, 'card': cards['cara'], 'parent': '', 'course': 1, 'source': ''}
    differs = {**given, 'kind': 'differs', 'body': 'The second form is my proof that I sent it.'}
    assert house.refused('reply_write', staff, **differs) == (409, 'staff-wait')
    first = house.made('reply_write', other, **differs)
    house.made('reply_write', staff, **{**given, 'parent': first, 'kind': 'ask', 'body': 'Where do you keep it?'})
    law = {'kind': 'fact', 'body': 'A slip is enough by law.', 'source': 'https://example.org/law'}
    house.made('reply_write', staff, **{**given, **law})
    answer = {**given, 'card': '', 'kind': 'answer', 'course': 2, 'body': 'One slip, and the parcel is gone in a minute.'}
    assert house.refused('reply_write', 'cara', **answer) == (409, 'not-open-yet')
    house.at(until + 3)
    house.made('reply_write', 'cara', **answer)
    house.do('table_leave', 'cara', table=table, see='The forms take longest.', differ='The second form is proof.',
             differ_too='It is one too many.', first='The second form.', version=1)

    # Hearing: one takes a card back, one is hidden, one comes late; each card is looked at.
    house.at(tables_until, '20:00')
    assert house.phase() == 'hearing'
    cards['cleo_late'] = house.advise('cleo', question=2, body='The phone number stays.')
    house.do('advice_flag', 'carl', card=cards['cem'], reason='It names a neighbour.')
    house.do('advice_hide', 'mia', card=cards['cem'], reason='It names a neighbour.')
    assert house.refused('round_hear', HOST) == (409, 'no-insight')
    remove = house.insight([cards[who] for who in CUSTOMERS[:8] if who != 'cem'], sentence='Two forms ask the same thing.')
    keep = house.insight([cards[who] for who in DISTRIBUTORS], kind='keep', sentence='The slip is proof.')
    differ = house.insight([cards['cara'], cards['dana']], kind='disagreement', sentence='Proof for some, paper for others.')
    alone = house.insight([cards['coco']], kind='surprise', sentence='Nobody reads the label.')
    house.do('advice_withdraw', 'coco', card=cards['coco'])
    assert house.refused('round_hear', HOST) == (409, 'insight-without-cards')
    assert house.outbox('insight-empty') == [('insight-empty', HOST)]
    house.do('insight_drop', HOST, insight=alone)
    assert house.refused('round_hear', HOST) == (409, 'cards-unlooked')
    house.look()
    house.at(hear + 3)
    assert house.phase() == 'hearing', 'staff are three days late, and it shows'
    assert promise_states(house)['hear'] == ('overdue', 1)
    house.do('round_hear', HOST)
    assert promise_states(house)['hear'] == ('late', 1)

    # Choosing: stones under seal; what is left out needs a word; promises with names.
    for who in CUSTOMERS[:4]:
        house.do('stones_lay', who, first=remove, second=remove, third=differ)
    for who in DISTRIBUTORS:
        house.do('stones_lay', who, first=keep, second=keep, third=remove)
    assert house.refused('advice_save', 'carl', **card_of()) == (409, 'moved-on')
    house.do('advice_save', 'carl', **card_of(do='next', body='And the opening hours?'))
    house.at(choose - 1)
    house.do('priority_save', HOST, insight=remove, place=1, reason='It costs most time for each parcel.')
    house.do('priority_save', HOST, insight=differ, place=2, reason='Both sides are right.')
    database.run("select member_enter('grind', 'sia', 'Sia', 'staff')")
    action = {'action': '', 'version': '', 'people': 'Sia and the returns team', 'keeper': 'sia'}
    small = house.made('action_save', HOST, **action, title='Join the forms', insight=remove, size='small',
                       due=house.day(choose + 20))
    house.made('action_save', HOST, **action, title='A slip on the parcel', insight=differ, size='larger',
               due=house.day(choose + 60))
    assert house.refused('round_choose', HOST, departure='') == (409, 'departure-missing')
    house.do('round_choose', HOST, departure='The slip stays as it is: nothing to do.')
    assert house.phase() == 'acting'
    assert promise_states(house)['choose'] == ('late', 1), 'in time for the date to which it was moved, not for the first'

    # Acting: the keeper speaks; every card gets its outcome, privately.
    promise = database.value('select promise from action where action = %s', small)
    tell = {'promise': promise, 'due': '', 'keeper': ''}
    assert house.refused('promise_tell', HOST, **tell, kind='kept', text='Done.') == (403, 'not-yours')
    house.at(choose + 15)
    house.do('promise_tell', 'sia', **{**tell, 'due': house.day(choose + 30)}, kind='moved', text='The printer is late.')
    assert house.refused('round_report', HOST) == (409, 'cards-without-outcome')
    house.do('trace_rest', HOST, insight=remove, outcome='shaped_action', action=small, reason='')
    house.do('trace_rest', HOST, insight=keep, outcome='in_insight', action='', reason='')
    house.at(report - 1)
    waiting = house.cards('a.hidden_at is null and not exists (select from trace t where t.round = a.round and t.card = a.card)')
    assert len(waiting) == 9, 'three of staff, the second card of cara, three of the second week, two late ones'
    for card in waiting:
        house.do('trace_save', HOST, card=card, outcome='for_later', again=house.day(report + 90),
                 reason='We look again after the move.', version='')
    assert [row for row in house.outbox() if row[0] in ('report', 'promise')] == [], 'nobody knows before all do'
    house.do('round_report', HOST)
    told = [who for _, who in house.outbox('report')]
    assert told == sorted({*CUSTOMERS, *DISTRIBUTORS, *STAFF} - {'coco'}), 'late ones too; one took her only card back'
    assert promise_states(house)['report'] == ('late', 1)

    # Reported: one says that the point was missed; the promise is kept, late.
    house.at(report + 5)
    house.do('trace_contest', 'cyra', card=cards['cyra'], text='I meant the label.')
    house.do('trace_save', HOST, card=cards['cyra'], outcome='could_not_use', action='', insight='', source='', again='',
             reason='We had read the form.', question='Which label?', version=2)
    house.do('promise_tell', 'sia', **tell, kind='kept', text='One form since Monday.')
    assert promise_states(house)[small] == ('late', 1)
    assert {who for _, who in house.outbox('promise')} == set(CUSTOMERS[:8]) - {'cem', 'coco', 'cyra'} | {'cara'}

    # Closed: by itself. Everything stays; promises go on.
    house.at(report + 13, '12:00')
    assert house.phase() == 'closed'
    assert database.value('select round_key(%s, %s) is not null', 'grind', number)
    assert house.refused('trace_contest', 'carl', card=cards['carl'], text='Late.') == (409, 'closed')
    assert history(house)[:1] == ['published'] and history(house)[-3:] == ['heard', 'chosen', 'reported']
    house.at(choose + 60 + 31)
    assert sorted(said for said, _ in promise_states(house).values()) == ['broken', 'late', 'late', 'late', 'late']
    assert database.rows("select kept, late, broken, going from promise_tally") == [(0, 4, 0, 1)]
    house.counted()


def test_a_small_round_without_tables(database):
    """Four people: no tables, no stones, a signature instead of a disagreement."""
    house = House(database)
    house.open()
    cards = {who: house.advise(who) for who in ('cara', 'carl', 'dana', 'sam')}
    house.at(UNTIL, '20:15')
    assert house.phase() == 'hearing' and database.value('select count(*) from kitchen_table') == 0
    house.made('insight_save', HOST, insight='', form={
        'kind': 'remove', 'sentence': 'Two forms ask the same.', 'token': 'token-of-the-small-one',
        **{f'card-{card}': 'yes' for card in cards.values()}})
    house.do('round_agreed', HOST, value='sign')
    house.do('round_hear', HOST)
    insight = database.value('select insight from insight')
    assert house.refused('stones_lay', 'cara', first=insight, second='', third='') == (409, 'no-stones')
    house.do('priority_save', HOST, insight=insight, place=1, reason='All four say so.')
    house.made('action_save', HOST, action='', title='Join the forms', insight=insight, size='small', people='We', keeper='',
               due=house.day(UNTIL + 20))
    house.do('round_choose', HOST, departure='')
    house.do('trace_rest', HOST, insight=insight, outcome='shaped_action', reason='',
             action=database.value('select action from action'))
    house.do('round_report', HOST)
    assert house.phase() == 'reported'
    house.counted()


def test_nobody_answers(database):
    """Extended once by itself, then it ends as empty; the one who did answer gets an answer, and the house a lesson."""
    house = House(database)
    house.open()
    card = house.advise('cara')
    house.at(UNTIL, '20:16')
    assert house.phase() == 'advice'
    assert house.refused('insight_save', HOST, insight='', form={}) == (409, 'not-open-yet')
    house.at(UNTIL + 7, '20:15')
    assert house.phase() == 'empty'
    assert house.refused('insight_save', HOST, insight='', form={}) == (409, 'empty')
    house.do('trace_save', HOST, card=card, outcome='already_so', source='https://example.org/so', version='')
    house.do('round_learn', HOST, learning='We asked in the week of the holidays.')
    assert house.phase() == 'closed' and house.outbox('report') == [('report', 'cara')]
    states = promise_states(house)
    assert states['hear'] == ('released', 1) and states['choose'] == ('released', 1) and states['report'] == ('kept', 1)
    house.counted()
