# SPDX-License-Identifier: Apache-2.0
"""What came of each card: one outcome with what it needs, told to all at once; "you missed my point"; the guard."""

import psycopg2
import pytest

from rounds import CHOOSE, HOST, REPORT, UNTIL, House

PEOPLE = ['cara', 'carl', 'cem', 'dana', 'sam']


@pytest.fixture
def house(database):
    house = House(database)
    house.open(stones='off')
    house.advice = house.to('acting', PEOPLE)
    return house


def fields(house, who='cara', outcome='not_now', **given):
    usual = {'card': house.advice.get(who), 'outcome': outcome, 'action': '', 'insight': '', 'source': '', 'again': '',
             'reason': '', 'question': '', 'version': ''}
    needs = {'shaped_action': {'action': house.actions[0]}, 'already_so': {'source': 'https://example.org/so'},
             'for_later': {'again': house.day(REPORT + 100), 'reason': 'After the move.'},
             'not_now': {'reason': 'We lack the people for it.'},
             'could_not_use': {'reason': 'We did not find the form.', 'question': 'Which form is it?'}}
    return {**usual, **needs.get(outcome, {}), **given}


def save(house, who='cara', outcome='not_now', **given):
    return house.do('trace_save', HOST, **fields(house, who, outcome, **given))


def refused(house, who='cara', outcome='not_now', by=HOST, **given):
    return house.refused('trace_save', by, **fields(house, who, outcome, **given))


def trace(house, who='cara'):
    """The columns of a trace that are not NULL."""
    row = house.database.value('select (select to_jsonb(t) from trace t where t.card = %s)', house.advice[who])
    always = ('site', 'round', 'card', 'by', 'at')
    return row and {key: value for key, value in row.items() if value is not None and key not in always}


def report(house):
    for who in PEOPLE:
        if not trace(house, who):
            save(house, who)
    house.at(REPORT - 3)
    house.do('round_report', HOST)


# ---- outcomes


def test_each_outcome_with_what_it_needs(house):
    """What does not belong to an outcome is left out."""
    all_given = {'source': 'https://example.org/so', 'again': house.day(200), 'reason': 'A reason that is long enough.',
                 'question': 'Which one?', 'action': house.actions[0], 'insight': house.insights[0]}
    action, insight, version = house.actions[0], house.insights[0], 0
    reason = {'reason': 'A reason that is long enough.'}
    for outcome, kept in (
        ('shaped_action', {'action': action, 'insight': insight, **reason}),
        ('in_insight', {'insight': insight, **reason}),
        ('already_so', {'link': 'https://example.org/so', **reason}),
        ('for_later', {'again_on': house.day(200), **reason}),
        ('not_now', reason),
        ('could_not_use', {'question': 'Which one?', **reason}),
    ):
        assert save(house, 'cara', outcome, **all_given, version=version or '') == 'traced'
        version += 1
        assert trace(house) == {'outcome': outcome, 'version': version, **kept}


@pytest.mark.parametrize('outcome, given, said', [
    ('', {}, {'outcome': 'missing'}), (None, {}, {'outcome': 'missing'}), ('withdrawn', {}, {'outcome': 'unknown'}),
    ('liked', {}, {'outcome': 'unknown'}),
    ('shaped_action', {'action': ''}, {'action': 'missing'}), ('shaped_action', {'action': None}, {'action': 'missing'}),
    ('shaped_action', {'action': '99999'}, {'action': 'unknown'}), ('shaped_action', {'action': 'x'}, {'action': 'unknown'}),
    ('shaped_action', {'insight': '99999'}, {'insight': 'unknown'}),
    ('in_insight', {'insight': '99999'}, {'insight': 'missing'}),
    ('already_so', {'source': ''}, {'source': 'missing'}), ('already_so', {'source': None}, {'source': 'missing'}),
    ('already_so', {'source': 'on the shelf'}, {'source': 'address'}),
    ('already_so', {'source': 'https://example.org/' + 'x' * 500}, {'source': 'too-long'}),
    ('for_later', {'again': ''}, {'again': 'missing'}), ('for_later', {'again': None}, {'again': 'missing'}),
    ('for_later', {'again': '2027-13-01'}, {'again': 'date'}), ('for_later', {'again': '2027-03-01'}, {'again': 'passed'}),
    ('for_later', {'reason': ''}, {'reason': 'missing'}), ('for_later', {'reason': None}, {'reason': 'missing'}),
    ('not_now', {'reason': ''}, {'reason': 'missing'}), ('not_now', {'reason': None}, {'reason': 'missing'}),
    ('not_now', {'reason': 'x' * 19}, {'reason': 'too-short'}), ('not_now', {'reason': ' ' * 40}, {'reason': 'missing'}),
    ('not_now', {'reason': 'x' * 4001}, {'reason': 'too-long'}),
    ('could_not_use', {'reason': ''}, {'reason': 'missing'}), ('could_not_use', {'question': ''}, {'question': 'missing'}),
    ('could_not_use', {'question': None, 'reason': None}, {'question': 'missing', 'reason': 'missing'}),
    ('could_not_use', {'question': 'a\nb'}, {'question': 'one-line'}),
    ('in_insight', {'reason': 'a\u0001'}, {'reason': 'characters'}),
])
def test_fields(house, outcome, given, said):
    assert refused(house, 'cara', outcome, **given) == (422, said)
    assert trace(house) is None


def test_a_card_is_heard_in_the_insight_under_which_it_lies(house):
    """House.to() puts the last card, sam's, under the second insight."""
    save(house, 'sam', 'in_insight')
    assert trace(house, 'sam')['insight'] == house.insights[1]
    assert refused(house, 'sam', 'in_insight', insight=house.insights[0], version=1) == (422, {'insight': 'missing'})
    house.database.run('delete from insight_advice where card = %s', house.advice['dana'])
    assert refused(house, 'dana', 'in_insight') == (422, {'insight': 'missing'}), 'it lies under none'
    save(house, 'dana', 'shaped_action')
    assert trace(house, 'dana') == {'outcome': 'shaped_action', 'action': house.actions[0], 'version': 1}


def test_versions(house):
    save(house)
    other = {'reason': 'Something else than before.'}
    assert refused(house, **other) == (409, 'changed')
    assert refused(house, **other, version=None) == (409, 'changed')
    assert refused(house, **other, version=2) == (409, 'changed')
    save(house)
    assert trace(house)['version'] == 1, 'the same form once more'
    save(house, version=1, **other)
    assert refused(house, 'carl', version=1) == (409, 'changed')
    save(house, 'carl', version=0)


def test_which_cards(house):
    assert refused(house, card='1') == (404, 'not-found')
    assert refused(house, card=None) == (404, 'not-found')
    house.do('advice_withdraw', 'cara', card=house.advice['cara'])
    assert refused(house, version=1) == (409, 'withdrawn')
    house.database.run("update advice set hidden_at = clock(), hidden_reason = 'x' where card = %s", house.advice['carl'])
    assert refused(house, 'carl') == (409, 'hidden')
    draft = house.made('advice_save', 'dirk', card='', question=1, body='Kept.', share='', do='me')
    assert refused(house, card=draft) == (404, 'not-found')


@pytest.mark.parametrize('who, said', [(None, (401, 'sign-in')), ('cara', (403, 'hosts-only')), ('sam', (403, 'hosts-only')),
                                       ('mia', (403, 'hosts-only')), ('link:1.1', (401, 'sign-in'))])
def test_hosts_alone(house, who, said):
    assert refused(house, by=who) == said
    given = {'insight': house.insights[0], 'outcome': 'in_insight', 'action': '', 'reason': ''}
    assert house.refused('trace_rest', who, **given) == said
    assert house.refused('round_report', who) == said


@pytest.mark.parametrize('phase, said', [('advice', 'not-open-yet'), ('table', 'not-open-yet'), ('hearing', 'not-open-yet'),
                                         ('choosing', 'not-open-yet'), ('reported', 'already-reported'), ('closed', 'closed')])
def test_wrong_phases(database, phase, said):
    house = House(database)
    house.open(stones='off')
    house.advice = house.to(phase)
    house.actions = getattr(house, 'actions', [1])
    assert refused(house) == (409, said)
    for act, given in (('trace_rest', {'insight': 1, 'outcome': 'in_insight', 'action': '', 'reason': ''}), ('round_report', {})):
        assert house.refused(act, HOST, **given) == (409, said)


def test_a_cancelled_round(database):
    house = House(database)
    house.open()
    house.advice = house.to('hearing')
    house.actions = [1]
    house.do('round_cancel', HOST, reason='The law has changed.')
    assert refused(house) == (409, 'cancelled')
    assert house.refused('round_report', HOST) == (409, 'cancelled')


# ---- the rest of an insight


def test_the_rest_of_an_insight(house):
    rest = lambda **given: {'insight': house.insights[0], 'outcome': 'in_insight', 'action': '', 'reason': '', **given}
    save(house, 'cara')
    assert house.do('trace_rest', HOST, **rest(outcome='shaped_action', action=house.actions[0])) == 'traced'
    assert {who: trace(house, who)['outcome'] for who in PEOPLE if trace(house, who)} == {
        'cara': 'not_now', 'carl': 'shaped_action', 'cem': 'shaped_action', 'dana': 'shaped_action'}
    house.do('trace_rest', HOST, **rest(outcome='not_now', reason='We lack the people for it.'))
    assert trace(house, 'carl')['outcome'] == 'shaped_action', 'what has an outcome keeps it'
    for given, said in (
        ({'outcome': ''}, {'outcome': 'missing'}), ({'outcome': None}, {'outcome': 'missing'}),
        ({'outcome': 'already_so'}, {'outcome': 'unknown'}), ({'outcome': 'withdrawn'}, {'outcome': 'unknown'}),
        ({'outcome': 'shaped_action'}, {'action': 'missing'}), ({'outcome': 'not_now', 'reason': 'No.'}, {'reason': 'too-short'}),
    ):
        assert house.refused('trace_rest', HOST, **rest(**given)) == (422, said)
    assert house.refused('trace_rest', HOST, **rest(insight='99999')) == (404, 'not-found')


# ---- the report


def test_not_while_one_card_waits(house):
    for who in PEOPLE[:-1]:
        assert house.refused('round_report', HOST) == (409, 'cards-without-outcome')
        save(house, who)
    house.database.run("update advice set hidden_at = clock(), hidden_reason = 'x' where card = %s", house.advice['sam'])
    assert house.do('round_report', HOST) == 'reported', 'a hidden card needs none'
    assert house.phase() == 'reported'
    assert house.do('round_report', HOST) == 'reported', 'the same form once more'
    house.at(CHOOSE + 3)
    assert house.refused('round_report', HOST) == (409, 'already-reported')


def test_late_and_taken_back_cards(database):
    house = House(database)
    house.open(stones='off')
    house.to('hearing', PEOPLE)
    late = house.advise('cleo')
    house.advice = {'cleo': late}
    house.to_choosing({who: card for who, card in zip('ab', house.cards()[:2])})
    house.to_acting(None)
    for card in house.cards(f'a.card <> {late}'):
        save(house, card=card)
    assert house.refused('round_report', HOST) == (409, 'cards-without-outcome'), 'a late card is traced like any other'
    house.do('advice_withdraw', 'cleo', card=late)
    assert house.do('round_report', HOST) == 'reported'


def test_everybody_is_told_at_once(house):
    report(house)
    assert house.outbox('report') == [('report', who) for who in sorted(PEOPLE)]
    assert house.database.value(
        "select n.ended from promise p join promise_now n using (site, promise) where p.kind = 'report'") == 'kept'
    assert house.database.value("select count(*) from round_event where kind = 'reported'") == 1
    house.counted()


def test_the_guard(house):
    def write(sql='update round set reported_at = clock()'):
        with pytest.raises(psycopg2.Error) as raised:
            house.database.run(sql)
        assert raised.value.pgcode == 'CC409'
        return raised.value.diag.message_primary.removeprefix('cocreate: ')

    assert write() == 'cards-without-outcome'
    for who in PEOPLE[1:]:
        save(house, who)
    assert write() == 'cards-without-outcome'
    save(house)
    house.database.run('update round set reported_at = clock()')
    assert write('update round set reported_at = null') == 'already-reported'
    with pytest.raises(psycopg2.errors.UniqueViolation):
        house.database.run('insert into trace (site, round, card, outcome, reason, at) '
                           "select site, round, card, 'not_now', repeat('x', 20), clock() from trace limit 1")


@pytest.mark.parametrize('outcome, more', [('shaped_action', ''), ('in_insight', ''), ('already_so', ''), ('for_later', ''),
                                           ('not_now', "reason = 'No.',"), ('could_not_use', "reason = 'x',")])
def test_the_table_refuses_an_outcome_without_what_it_needs(house, outcome, more):
    save(house, 'cara', 'could_not_use')
    with pytest.raises(psycopg2.errors.CheckViolation):
        house.database.run(f'''update trace set action = null, insight = null, link = null, again_on = null, reason = null,
                               question = null, outcome = '{outcome}' ''')


# ---- an empty round


@pytest.fixture
def empty(database):
    house = House(database)
    house.open()
    house.advice = {'cara': house.advise('cara')}
    house.at(UNTIL + 8)
    assert house.phase() == 'empty'
    house.actions = house.insights = [1]
    return house


def test_an_empty_round_answers_the_few(empty):
    learn = lambda: empty.refused('round_learn', HOST, learning='We asked the wrong people.')
    assert learn() == (409, 'cards-without-outcome')
    with pytest.raises(psycopg2.Error) as raised:
        empty.database.run("update round set learned_at = clock(), learning = 'x'")
    assert raised.value.pgcode == 'CC409' and 'cards-without-outcome' in str(raised.value)
    for outcome in ('shaped_action', 'in_insight'):
        fields_said = refused(empty, 'cara', outcome)
        assert fields_said[0] == 422 and fields_said[1]['outcome'] == 'unknown', 'there is nothing of the kind'
    save(empty, 'cara', 'already_so')
    empty.do('round_learn', HOST, learning='We asked the wrong people.')
    assert empty.phase() == 'closed'
    assert empty.outbox('report') == [('report', 'cara')]
    assert refused(empty, version=1) == (409, 'closed')


# ---- "you missed my point"


def contest(house, who='cara', text='It was about the label.', **given):
    return house.refused('trace_contest', who, **{'card': house.advice[who], 'text': text, **given})


def test_missing_the_point_reopens_one_trace_for_fourteen_days(house):
    report(house)
    house.at(REPORT + 8)
    assert house.do('trace_contest', 'cara', card=house.advice['cara'], text='It was about the label.') == 'contested'
    assert house.outbox('contested') == [('contested', HOST)]
    house.do('trace_contest', 'cara', card=house.advice['cara'], text='It was about the label.')
    assert contest(house, text='And another thing.') == (409, 'already-contested'), 'one reply'
    assert refused(house, 'carl', version=1) == (409, 'already-reported'), 'the others stand'
    assert refused(house, outcome='in_insight', version=1) == (409, 'changed')
    house.at(REPORT + 15)
    assert house.phase() == 'closed'
    assert refused(house, 'carl', version=1) == (409, 'closed')
    save(house, 'cara', 'could_not_use', version=2)
    answered = trace(house)
    assert (answered['outcome'], answered['earlier'], answered['earlier_reason']) == (
        'could_not_use', 'not_now', 'We lack the people for it.')
    assert answered['contest'] == 'It was about the label.' and answered['answered_at']
    told = house.database.rows(
        "select m.subject, o.card from outbox o join member m on m.id = o.member where o.key like '%%:answered:%%'")
    assert told == [('cara', house.advice['cara'])]
    save(house, 'cara', 'already_so', version=3)
    assert trace(house)['earlier'] == 'not_now', 'what was said first stays beside it'
    house.at(REPORT + 8 + 14, '11:59')
    save(house, 'cara', 'already_so', version=4)
    house.at(REPORT + 8 + 14, '12:00')
    assert refused(house, 'cara', 'already_so', version=5) == (409, 'closed')


def test_when_the_point_may_be_missed(house):
    assert contest(house) == (409, 'not-open-yet')
    report(house)
    house.at(REPORT - 3 + 14, '11:59')
    assert contest(house, text='') == (422, {'text': 'missing'})
    assert contest(house, text=None) == (422, {'text': 'missing'})
    assert contest(house, text='x' * 4001) == (422, {'text': 'too-long'})
    house.at(REPORT - 3 + 14, '12:00')
    assert contest(house) == (409, 'closed')


def test_who_may_say_so(house):
    report(house)
    card = house.advice['cara']
    assert house.refused('trace_contest', None, card=card, text='x') == (401, 'sign-in')
    for who in ('carl', 'sam', HOST):
        assert house.refused('trace_contest', who, card=card, text='x') == (403, 'not-yours')
    assert house.refused('trace_contest', 'zoe', card=card, text='x') == (404, 'not-found')
    assert house.refused('trace_contest', 'cara', card='1', text='x') == (404, 'not-found')
    house.do('advice_withdraw', 'cara', card=card)
    assert contest(house) == (409, 'withdrawn')


def test_a_guest_may_say_so(database):
    house = House(database)
    house.open(stones='off')
    gesa = house.guest()
    house.advice = house.to('reported', [*PEOPLE, gesa])
    assert house.do('trace_contest', gesa, card=house.advice[gesa], text='It was about the label.') == 'contested'


def test_taking_back_after_the_report(house):
    """What had been told stays known, the text and the reason go."""
    report(house)
    house.do('trace_contest', 'cara', card=house.advice['cara'], text='It was about the label.')
    house.do('advice_withdraw', 'cara', card=house.advice['cara'])
    now = trace(house)
    assert now['outcome'] == 'withdrawn' and now['earlier'] == 'not_now' and 'contest' not in now and 'reason' not in now
    assert refused(house, version=now['version'])[0] == 409
    house.counted()
