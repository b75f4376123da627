# SPDX-License-Identifier: Apache-2.0
"""What pages of rounds and promises show, compared with what the tables hold. Who may see it: test_visible.py."""

import collections

import pytest

import crowd
import pages
from conftest import WEB
from crowd import ADVISER, CARDS, MEMBER, NUMBER, REPLIES, STAFF
from rounds import CUSTOMERS, DISTRIBUTORS, FORM, HOST, House

HOSTING = crowd.HOST


@pytest.fixture
def house(database):
    return House(database)


@pytest.fixture(scope='module')
def read(crowd):
    return pages.Prepared(crowd.connect(WEB))


def viewer(subject, phase, **more):
    staff = subject in (STAFF, HOSTING)
    return {'site': 'grind', 'subject': subject, 'group': 'staff' if staff else 'customer', 'number': str(NUMBER[phase]), **more}


def look(house, page, element, who=None, **given):
    with pages.as_web(house.database) as session:
        return pages.fetch(session, pages.query(page, element), **{
            'site': 'grind', 'subject': who, 'group': 'staff' if who in (HOST, 'sam', 'mia') else 'customer',
            'moderator': 'yes' if who in (HOST, 'mia') else None, 'number': house.number and str(house.number), **given})


def all_pages(read, page, element, size, **given):
    """The rows of a list, all its pages joined; each but the last is full, and says that there is more."""
    rows, after = [], None
    while True:
        part = read.fetch(pages.query(page, element), after=after, **given)
        rows += part
        assert len(part) <= size and all('@more' not in row for row in part[:-1])
        if not part or '@more' not in part[-1]:
            return rows
        assert len(part) == size
        after = part[-1]['@cursor']


# ---- cards


def test_cards_are_shuffled_for_each_viewer(crowd, read):
    """Every card of the others once, by pages of forty; each viewer has an order of their own, which stays."""
    there = {card for card, in crowd.rows('select card from advice where round = %s', NUMBER['hearing'])}
    orders = {}
    for who in (ADVISER, STAFF, HOSTING, 'member17'):
        rows = all_pages(read, 'round', 'cards/card', 40, **viewer(who, 'hearing'))
        orders[who] = [row['@number'] for row in rows]
        own = {row['@number'] for row in read.fetch(pages.query('round', 'own/card'), **viewer(who, 'hearing'))}
        assert len(orders[who]) == len(set(orders[who])) and {*orders[who]} | own == there and not own & {*orders[who]}
        assert orders[who] == [row['@number'] for row in all_pages(read, 'round', 'cards/card', 40, **viewer(who, 'hearing'))]
    first = {who: orders[who][:20] for who in orders}
    assert all(len(set(first[one]) & set(first[other])) < 10 for one in first for other in first if one != other)
    for numbers in orders.values():     # neither by number nor by time: no long run that rises or falls
        steps = [a < b for a, b in zip(numbers, numbers[1:])]
        assert 0.35 < sum(steps) / len(steps) < 0.65


def test_cards_by_insight_once_it_is_chosen(crowd, read):
    for phase in ('acting', 'reported', 'closed'):
        under = dict(crowd.rows('select card, min(insight) from insight_advice where round = %s group by card', NUMBER[phase]))
        numbers = [row['@number'] for row in all_pages(read, 'round', 'cards/card', 40, **viewer(HOSTING, phase))]
        assert len(numbers) == CARDS
        assert [under[number] for number in numbers] == sorted(under[number] for number in numbers)


def test_what_lies_under_which_insight_is_of_the_cards_of_the_page(crowd, read):
    given = viewer(STAFF, 'choosing')
    shown = {row['@number'] for row in read.fetch(pages.query('round', 'cards/card'), **given)}
    shown |= {row['@number'] for row in read.fetch(pages.query('round', 'own/card'), **given)}
    placed = [(row['@card'], row['@insight']) for row in read.fetch(pages.query('round', 'placed/in'), **given)]
    assert placed == crowd.rows('select card, insight from insight_advice where round = %s and card = any (%s) order by 1, 2',
                                NUMBER['choosing'], sorted(shown))


def test_the_hosts_list_of_cards(crowd, read):
    number = NUMBER['acting']
    missing = {card for card, in crowd.rows('''
        select card from advice a where round = %s
        and not exists (select from trace t where t.round = a.round and t.card = a.card)''', number)}
    crowd.run('begin')
    contested = crowd.value('select min(card) from trace where round = %s', number)
    crowd.run("update trace set contested_at = now(), contest = 'No.' where round = %s and card = %s", number, contested)
    crowd.run('commit')
    found = {}
    for which in (None, 'all', 'missing', 'contested'):
        rows = all_pages(read, 'traces', 'cards/card', 40, **viewer(HOSTING, 'acting'), **{'from': which})
        found[which] = [row['@number'] for row in rows]
    crowd.run('update trace set contested_at = null, contest = null where round = %s and card = %s', number, contested)
    assert set(found['missing']) == missing and found['contested'] == [contested]
    assert found[None] == found['all'] and len(set(found['all'])) == CARDS
    assert found['all'][0] == contested and set(found['all'][1:len(missing) + 1]) == missing
    (todo,) = read.fetch(pages.query('traces', 'todo'), **viewer(HOSTING, 'acting'))
    assert todo == {'@cards': CARDS, '@traced': CARDS - len(missing), '@missing': len(missing), '@contested': 0}
    untraced = {row['@number']: row['@untraced']
                for row in read.fetch(pages.query('traces', 'insights/insight'), **viewer(HOSTING, 'acting'))}
    assert sum(untraced.values()) == len(missing)


def test_the_table_of_cards_in_batches(crowd, read):
    """As CSV: by number, which tells nothing, because numbers are drawn at random."""
    for who, phase, count in ((ADVISER, 'hearing', CARDS), (ADVISER, 'advice', 1), (MEMBER, 'hearing', 0), (None, 'reported', 0),
                              (MEMBER, 'reported', 2 * CARDS // 3)):
        numbers, after = [], '0'
        while True:
            batch = read.fetch(pages.query('round_cards', 'card'), **viewer(who, phase, after=after, limit='500'))
            numbers += [row['card'] for row in batch]
            if not batch:
                break
            after = str(batch[-1]['card'])
        assert numbers == sorted(set(numbers)) and abs(len(numbers) - count) <= 1, (who, phase)


def test_the_columns_of_the_table_of_cards(house):
    house.open(tables='on')
    cards = house.to('reported', CUSTOMERS[:5] + DISTRIBUTORS)
    row = next(row for row in look(house, 'round_cards', 'card', 'carl', after='0', limit='500') if row['card'] == cards['cara'])
    (insight,) = house.database.rows('select insight from insight_advice where card = %s', cards['cara'])[0]
    assert row == {
        'card': cards['cara'], 'place': 1, 'slot': 'remove', 'question': FORM['remove'], 'state': 'sent', 'group': 'customer',
        'sent': row['sent'], 'table': 1, 'insights': str(insight), 'outcome': 'shaped_action', 'action': house.actions[0],
        'body': 'Drop the second form, says cara.'}


# ---- where one stands


@pytest.mark.parametrize('form', [{}, {'invited_only': 'yes'}, {'group-customer': ''}], ids=['open', 'invited', 'of others'])
@pytest.mark.parametrize('phase', ['announced', 'advice', 'table', 'hearing', 'choosing', 'acting', 'reported', 'closed',
                                   'cancelled'])
def test_why_one_may_not_advise_is_what_the_act_would_answer(house, phase, form):
    house.open(tables='on')
    people = CUSTOMERS[:5] + DISTRIBUTORS
    if phase == 'announced':
        house.at(1)
    elif phase == 'cancelled':
        house.do('round_cancel', HOST, reason='The law has changed.')
    else:
        house.to(phase, people)
    columns = {'invited_only': "invited_only = true", 'group-customer': "groups = '{staff}'"}
    for field in form:
        house.database.run(f'set session_replication_role = replica; update round set {columns[field]}; '
                           'reset session_replication_role')
    for who in ('cara', 'cato', 'sam', HOST):
        (mine,) = look(house, 'round', 'mine', who)
        answer = house.act('advice_save', who, card='', question=1, body='Once more.', share='none', do='send')[0]
        refused = answer.get('key') if answer['status'] >= 400 else None
        assert mine.get('@why-not') == refused and mine.get('@may-advise') == (None if refused else 'yes'), (who, answer)
        assert mine.get('@late') == (None if refused or phase == 'advice' else 'yes')
        kept = house.act('advice_save', who, card='', question=1, body='Once more.', share='none', do='next')[0]['status'] == 303
        assert (mine.get('@may-keep') == 'yes') == kept, who


def test_the_seal_says_late_after_its_end(house):
    """Fifteen minutes' grace count as in time; the line that says what happens next names them."""
    house.open()
    house.advise('cara')
    for clock, key, late in (('19:59', 'advice', None), ('20:05', 'grace', None)):
        house.at(12, clock)
        (step,) = look(house, 'round', 'next', 'cara')
        (mine,) = look(house, 'round', 'mine', 'cara')
        assert (step['@key'], mine.get('@late')) == (key, late)


def test_the_leaning_comes_after_the_first_card(house):
    house.open(leaning='We lean to one form.')
    for who, before, after in (('cara', None, True), ('cato', None, None), (None, None, None), (HOST, True, True)):
        for stage in (before, after):
            (head,) = look(house, 'round', 'round', who)
            assert ('leaning|markdown' in head) == bool(stage)
            mine = look(house, 'round', 'mine', who)
            assert mine[0].get('@leaning') == (None if stage else 'later')
            if stage is before and who == 'cara':
                house.advise('cara', do='draft')
                assert look(house, 'round', 'mine', who)[0].get('@leaning') == 'later'
                house.advise('cara')


# ---- tables


def test_replies_by_pages(crowd, read):
    """Each course by itself, the eldest first."""
    crowd.run('''begin; set local session_replication_role = replica;
        insert into reply (site, round, "table", course, member, "group", kind, body, at)
        select 'grind', %s, 7, 3, (select min(id) from member), 'customer', 'answer', 'Word ' || n, now()
        from generate_series(1, 450) n; commit''', NUMBER['hearing'])
    for course in ('1', '2', '3'):
        rows = all_pages(read, 'table', 'replies/reply', 200, **viewer(STAFF, 'hearing', table='7', **{'from': course}))
        assert [row['@number'] for row in rows] == [n for n, in crowd.rows(
            'select reply from reply where round = %s and "table" = 7 and course = %s order by reply', NUMBER['hearing'], course)]
    crowd.run('delete from reply where round = %s and course = 3', NUMBER['hearing'])


def test_the_cards_of_a_table(crowd, read):
    for table in ('1', '33', '60'):
        rows = read.fetch(pages.query('table', 'cards/card'), **viewer(HOSTING, 'hearing', table=table))
        assert {row['@number'] for row in rows} == {n for n, in crowd.rows('''
            select a.card from advice a join seat s on s.round = a.round and s.member = a.adviser
            where a.round = %s and s."table" = %s''', NUMBER['hearing'], table)}
    courses = read.fetch(pages.query('table', 'courses/course'), **viewer(HOSTING, 'hearing', table='1'))
    assert [row['@number'] for row in courses] == [1, 2, 3] and all(row['@open'] == 'yes' for row in courses)
    total = crowd.value('select count(*) from reply where round = %s', NUMBER['hearing'])
    assert total == REPLIES


# ---- stones


def test_stones_by_group(crowd, read):
    rows = read.fetch(pages.query('round', 'stones/stone'), **viewer(None, 'acting'))
    counted = dict(((i, g), n) for i, g, n in crowd.rows('''
        select s.insight, s."group", count(*) from stone s join insight i on i.insight = s.insight and i.round = s.round
        where s.round = %s and i.place is not null group by 1, 2''', NUMBER['acting']))
    assert {(row['@insight'], row['@group']): row['@count'] for row in rows if row['@count']} == counted
    people = dict(crowd.rows('select "group", count(distinct member) from stone where round = %s group by 1', NUMBER['acting']))
    assert {row['@group']: row['@people'] for row in rows} == people


# ---- lists of rounds


@pytest.mark.parametrize('phase', [None, 'open', 'advice', 'table', 'hearing', 'choosing', 'acting', 'reported', 'closed',
                                   'empty'])
def test_the_list_of_rounds(crowd, read, phase):
    rows = all_pages(read, 'rounds', 'rounds/round', 50, site='grind', phase=phase, limit='50')
    wanted = {'open': ['announced', 'advice'], None: None}.get(phase, [phase])
    assert [row['@number'] for row in rows] == [n for n, in crowd.rows(
        'select number from round r where %s is null or phase(r, clock()) = any (%s) order by number desc', phase, wanted)]


def test_the_front_page_leads_with_what_is_open(house):
    """At most three, what ends first stands first; with its first question that stands."""
    house.open(title='Of the first day')
    first = house.number
    for day in range(1, 5):
        house.at(1)
        house.open(title=f'Of the day number {day}', remove=f'What should we remove, number {day}?')
    house.number = first
    house.do('question_strike', HOST, place='1', reason='It asks twice.')
    rows = look(house, 'overview', 'rounds/round')
    assert [row['title'] for row in rows] == ['Of the first day', 'Of the day number 1', 'Of the day number 2']
    assert [row['question'] for row in rows] == [
        FORM['keep'], 'What should we remove, number 1?', 'What should we remove, number 2?']
    assert all(row['@phase'] == 'advice' and row['next/@key'] == 'advice' and row['next/@until'] for row in rows)


# ---- promises


STATES = ['open', 'overdue', 'kept', 'late', 'broken', 'released']


def states(crowd):
    return crowd.rows('''
        select p.promise, promise_state(p.first_due, n.due, n.ended, n.ended_at, clock()), n.due
        from promise p join promise_now n on n.site = p.site and n.promise = p.promise''')


def test_the_record_is_what_the_ledger_says(crowd, read):
    counted = collections.Counter(state for _, state, _ in states(crowd))
    for page in ('overview', 'rounds', 'promises'):
        (record,) = read.fetch(pages.query(page, 'record'), site='grind')
        assert record == {f'@{state}': counted[state] for state in STATES}
    assert counted['overdue'] and counted['kept'] and counted['open']
    for phase, number in NUMBER.items():
        (record,) = read.fetch(pages.query('round', 'record'), **viewer(None, phase))
        ours = {promise for promise, in crowd.rows('select promise from promise where round = %s', number)}
        counted = collections.Counter(state for promise, state, _ in states(crowd) if promise in ours)
        assert record == {f'@{state}': counted[state] for state in STATES}


@pytest.mark.parametrize('state', [None, *STATES])
def test_the_list_of_promises(crowd, read, state):
    """What is due next stands first among the open ones; otherwise what was due last."""
    rows = all_pages(read, 'promises', 'promises/promise', 50, site='grind', phase=state, limit='50')
    truth = [(due, promise) for promise, of, due in states(crowd) if state in (None, of)]
    truth.sort(reverse=state not in ('open', 'overdue'))
    assert [row['@number'] for row in rows] == [promise for _, promise in truth]
    assert state is None or {row['@state'] for row in rows} <= {state}


def test_the_table_of_promises_in_batches(crowd, read):
    numbers, after = [], '0'
    while True:
        batch = read.fetch(pages.query('promises_csv', 'promise'), site='grind', after=after, limit='1000')
        numbers += [row['promise'] for row in batch]
        if not batch:
            break
        after = str(numbers[-1])
    assert numbers == [n for n, in crowd.rows('select promise from promise order by 1')]


def test_a_promise_that_was_handed_on(house):
    house.open()
    house.to('acting', CUSTOMERS[:5])
    promise = house.database.value("select promise from promise where kind = 'act'")
    house.advise('sia', do='next')      # only who has been here can keep a promise
    house.do('promise_tell', HOST, promise=promise, kind='moved', text='A week more.', due=house.day(60), keeper='')
    house.do('promise_tell', HOST, promise=promise, kind='progress', text='Sia goes on.', due='', keeper='sia')
    for who, own in ((HOST, None), ('sia', 'yes'), (None, None)):
        (row,) = look(house, 'promise', 'promise', who, promise=str(promise))
        assert (row['keeper'], row.get('@own'), row['@moves'], row['@state']) == ('Sia', own, 1, 'open')
    events = look(house, 'promise', 'events/event', promise=str(promise))
    assert [(event['@kind'], event.get('by'), event.get('keeper')) for event in events] == [
        ('moved', 'Hana', None), ('progress', 'Hana', 'Sia')]
    assert look(house, 'promise', 'outcome', promise='99') == [{'@status': 404, '@key': 'not-found'}]


# ---- the moderators' desk, and one's own page


def test_the_numbers_to_watch(house):
    """Two rounds by hand: seven advise in the first, of whom cara comes back in the second; one says that we missed the point."""
    house.open()
    people = CUSTOMERS[:5] + DISTRIBUTORS
    cards = house.to('reported', people)
    house.do('trace_contest', 'carl', card=cards['carl'], text='You missed the label.')
    first = house.number
    house.at(60)
    house.open(title='Parcels that come back', keep='What of it needs to stay?', remove='What should we remove of it?')
    house.advise('cara')
    (row,) = look(house, 'desk', 'numbers/round')
    days = house.database.value("select ceil(extract(epoch from r.reported_at - max(a.sent_at)) / 86400)::int from round r "
                                "join advice a on a.round = r.number where r.number = %s group by r.reported_at", first)
    assert row == {
        '@number': first, '@reported': row['@reported'], '@cards': 7, '@acted': 6, '@days-to-report': days, '@traces': 7,
        '@missed': 1, '@advisers': 7, '@returned': 1, '@kept': 3, '@late': 0, '@broken': 0, '@released': 0, '@disagreements': 1,
        'title': 'Sending things back'}
    (total,) = look(house, 'desk', 'total')
    assert total == {'@rounds': 1, **{key: value for key, value in row.items() if key not in ('@number', '@reported', 'title')}}


def test_totals_are_of_the_same_rounds(read):
    rows = read.fetch(pages.query('desk', 'numbers/round'), site='grind')
    (total,) = read.fetch(pages.query('desk', 'total'), site='grind')
    assert len(rows) == total['@rounds'] == 12
    for key in ('@cards', '@acted', '@traces', '@missed', '@advisers', '@returned', '@kept', '@broken', '@released',
                '@disagreements'):
        assert total[key] == sum(row[key] for row in rows), key


def test_the_desk(house):
    """What is due next and how late, tables where nobody speaks, cards without an outcome, promises due this month."""
    house.open(tables='on')
    house.to('table', CUSTOMERS[:9])
    (row,) = look(house, 'desk', 'rounds/round', 'mia')
    assert (row['@number'], row['next/@key'], row.get('next/@late')) == (house.number, 'tables', None)
    silent = look(house, 'desk', 'silent/table', 'mia')
    assert [row['@table'] for row in silent] == [n for n, in house.database.rows('select "table" from kitchen_table order by 1')]
    assert all(row['@seats'] >= 4 for row in silent)
    who = house.database.value('select m.subject from seat s join member m on m.id = s.member where s."table" = 1 limit 1')
    house.do('reply_write', who, table=1, card='', parent='', course=1, kind='answer', body='Yes.', source='')
    assert len(look(house, 'desk', 'silent/table', 'mia')) == len(silent) - 1
    house.at(27)
    (row,) = look(house, 'desk', 'rounds/round', 'mia')
    assert (row['next/@key'], row['next/@late']) == ('hear', 2)
    assert [row['@kind'] for row in look(house, 'desk', 'due/promise', 'mia')] == ['hear', 'choose', 'report']
    assert look(house, 'desk', 'untraced/round', 'mia') == []


def test_ones_own_page(house):
    house.open(tables='on')
    cards = house.to('reported', CUSTOMERS[:5])
    (row,) = look(house, 'me', 'rounds/round', 'cara')
    assert (row['@number'], row['@wrote'], row['@table'], row['next/@key']) == (house.number, 'yes', 1, 'answers')
    (trace,) = look(house, 'me', 'traces/trace', 'cara')
    assert (trace['@card'], trace['@outcome'], trace['body|excerpt']) == (
        cards['cara'], 'shaped_action', 'Drop the second form, says cara.')
    assert 'report' in [row['@kind'] for row in look(house, 'me', 'notices/notice', 'cara')]
    assert [row['@kind'] for row in look(house, 'me', 'promises/promise', HOST)] == ['act', 'hear', 'choose', 'report']
    assert look(house, 'me', 'rounds/round', HOST)[0]['@hosting'] == 'yes'
    for element in ('notices/notice', 'rounds/round', 'traces/trace', 'promises/promise', 'kept/card'):
        assert look(house, 'me', element, 'nobody') == [] and look(house, 'me', element, None) == []


def test_slots_of_rounds_and_promises(house):
    house.open()
    house.to('advice', CUSTOMERS[:3])
    keys = '{%s,99}' % house.number
    assert look(house, 'slots', 'round', 'cara', keys=keys) == [{'@slot': f'wrote {house.number}', '@value': 'yes'}]
    assert look(house, 'slots', 'round', HOST, keys=keys) == [{'@slot': f'hosting {house.number}', '@value': 'yes'}]
    assert look(house, 'slots', 'round', 'cato', keys=keys) == []
    kept = [row['@slot'] for row in look(house, 'slots', 'promise', HOST, keys='{1,2,3,4}')]
    assert kept == ['keeper 1', 'keeper 2', 'keeper 3']


# ---- forms


def test_the_form_of_a_new_round(house):
    (row,) = look(house, 'round_new', 'defaults')
    assert row['@report-due'] > row['@choose-due'] > row['@hear-due'] > row['@tables-until'] > row['@until'] > row['@opens']
    stems = look(house, 'round_new', 'stems/stem')
    assert {(row['@language'], row['@slot']) for row in stems if row['@newness'] == 'usual'} == {
        (language, slot) for language in ('en', 'de', 'fr', 'es')
        for slot in ('remove', 'keep', 'better', 'suppose', 'useful', 'story')}
    assert {row['@slot'] for row in stems if row['@newness'] == 'radical'} == {'keep'}


def test_the_form_of_a_draft(house):
    form = {**FORM, 'report': house.day(120), 'token': 'a-token-of-a-draft', 'hosts': ''}
    house.number = house.made('round_save', HOST, number=None, form=form)
    (row,) = look(house, 'round_edit', 'draft', 'mia')
    assert (row['title'], row['in-our-hands'], str(row['@report-due']), row['@version']) == (
        FORM['title'], FORM['in_our_hands'], house.day(120), 1)
    assert [row['text'] for row in look(house, 'round_edit', 'questions/question', HOST)] == [FORM['remove'], FORM['keep']]
    assert look(house, 'round_edit', 'hosts/host', 'mia') == [{'@first': 'yes', 'login': HOST, 'name': 'Hana'}]
    assert look(house, 'round_edit', 'outcome', 'cara') == [{'@status': 404, '@key': 'not-found'}]
    assert look(house, 'wording', 'site') == [{'@title': 'Grind'}]


def test_what_stands_between_a_draft_and_publishing(house):
    form = {**FORM, 'report': house.day(120), 'token': 'a-token-of-a-draft'}
    house.number = house.made('round_save', HOST, number=None, form=form)
    (todo,) = look(house, 'round_preview', 'todo', HOST)
    assert todo['@may-publish'] == 'yes' and '@why-not' not in todo
    refused = {}
    for why, change in {
        'unchecked': "update question set checked = null where place = 1",
        'dates-passed': "update round set opens_at = clock() - interval '20 days', advice_until = clock() + interval '2 days'",
        'owing': 'update round_setting set overdue_promises = 0',
    }.items():
        house.database.run('begin; set local session_replication_role = replica; ' + change)
        if why == 'owing':
            house.database.run('''insert into promise values
                ('grind', 1, %s, 'hear', null, 'We say it.', (select min(id) from member), 'Hana', clock(),
                 clock() - interval '9 days');
                insert into promise_now (site, promise, due, keeper, last_at)
                select site, promise, first_due, keeper, made_at from promise''', house.number)
        (todo,) = look(house, 'round_preview', 'todo', HOST)
        refused[why] = (todo['@why-not'], house.refused('round_publish', HOST, form={})[1])
        house.database.run('rollback')
    assert refused == {why: (why, why) for why in refused}
