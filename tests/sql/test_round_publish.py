# SPDX-License-Identifier: Apache-2.0
"""Publishing: what must be settled before, what it promises, who may; and the guards that no other client gets round."""

import psycopg2
import pytest

from conftest import WEB
from pairs import at_once
from rounds import FORM, HOST, House, tokens

STOP = {'field': 'remove', 'rule': 'O2', 'severity': 'stop', 'category': 'opinion'}
WARN = {'field': 'keep', 'rule': 'D3', 'severity': 'warn', 'category': 'leading'}
HINT = {'field': 'keep', 'rule': 'F7', 'severity': 'hint', 'category': 'form'}


@pytest.fixture
def house(database):
    return House(database)


def draft(house, *findings, checked=True, **form):
    dates = {'report': house.day(60)}
    number = house.made('round_save', HOST, number=None, form={**FORM, **dates, **form, 'token': next(tokens)},
                        findings=str(list(findings)).replace("'", '"') if checked else None)
    house.number = number
    return number


def publish(house, who=HOST, **given):
    return house.refused('round_publish', who, **{'form': {}, **given})


def findings(house):
    return house.database.rows('select place, rule, accepted from wording_finding where round = %s order by 1, 2', house.number)


# ---- what it does


def test_publishing(house):
    draft(house)
    (row,) = house.act('round_publish', HOST, form={})
    assert row == {'status': 303, 'location': '/rounds/1', 'done': 'published'}
    written = house.row()
    assert house.phase() == 'announced'
    assert written['published_at'].startswith('2027-03-01T12:00') and written['owing'] is None
    assert written['opens_at'].startswith('2027-03-03T06:00')
    promises = house.database.rows('''
        select p.kind, p.text, m.subject, p.first_due = r.hear_due, p.first_due = r.choose_due, p.first_due = r.report_due
        from promise p join round r on r.number = p.round join member m on m.id = p.keeper order by 1''')
    assert promises == [
        ('choose', 'We say what stood out in "Sending things back", why, and what we do first.', HOST, False, True, False),
        ('hear', 'We say what we heard in "Sending things back".', HOST, True, False, False),
        ('report', 'We tell everybody who gave advice in "Sending things back" what came of it.', HOST, False, False, True)]
    assert house.database.rows('select kind, e.text from round_event e') == [('published', None)]
    topics = {topic for topic, in house.database.rows('select topic from change')}
    assert topics >= {'rounds', 'round 1', 'promises'}
    house.counted()


def test_the_same_form_again(house):
    draft(house)
    first = house.act('round_publish', HOST, form={})
    house.at(5)
    assert house.act('round_publish', HOST, form={}) == first
    assert house.database.value('select count(*) from promise') == 3
    assert house.database.value('select count(*) from round_event') == 1


def test_a_new_name_of_the_host_is_told_to_the_caches(house):
    draft(house)
    house.database.run('delete from change')
    house.do('round_publish', HOST, form={}, name='Hana Brandt')
    house.database.run('delete from change')
    house.database.propose(subject=HOST, name='Hana Brand', group='staff')
    topics = {topic for topic, in house.database.rows('select topic from change')}
    assert topics == {'ideas', 'idea 1', 'rounds', 'promises', 'round 1'}


def test_the_opening_is_never_in_the_past(house):
    """A round that was to open this morning opens now."""
    draft(house, opens=house.day(0))
    house.do('round_publish', HOST, form={})
    assert house.row()['opens_at'].startswith('2027-03-01T12:00')
    assert house.phase() == 'advice'


@pytest.mark.parametrize('days, clock, said', [(5, '12:00', None), (9, '19:59', None), (9, '20:01', 'dates-passed'),
                                               (40, '12:00', 'dates-passed')])
def test_dates_that_passed_while_it_was_a_draft(house, days, clock, said):
    draft(house)
    house.at(days, clock)
    if said:
        assert publish(house) == (409, said)
        assert house.row()['published_at'] is None
    else:
        house.do('round_publish', HOST, form={})


def test_those_who_are_asked_are_told(house):
    for who in ('cara', 'carl', 'dana'):
        house.database.propose(subject=who, name=who, group='customer')
    draft(house)
    house.do('round_invite', HOST, who='cara\ncarl', why='You send back most.')
    assert house.outbox() == []
    house.do('round_publish', HOST, form={})
    assert house.outbox() == [('invited', 'cara'), ('invited', 'carl')]


# ---- who


@pytest.mark.parametrize('who, moderator, said', [
    (None, 'yes', (401, 'sign-in')),
    ('link:1.1', 'yes', (401, 'sign-in')),
    ('cara', None, (404, 'not-found')),
    ('sam', None, (404, 'not-found')),
    (HOST, None, (403, 'moderators-only')),
])
def test_who_may_not(house, who, moderator, said):
    draft(house)
    assert publish(house, who, moderator=moderator) == said
    assert house.row()['published_at'] is None


def test_another_moderator_publishes_for_the_host(house):
    draft(house)
    house.do('round_publish', 'mia', form=None)
    keeper, by = house.database.rows('''
        select k.subject, b.subject from promise p join member k on k.id = p.keeper
        join round r on r.number = p.round join member b on b.id = r.published_by limit 1''')[0]
    assert (keeper, by) == (HOST, 'mia')
    assert publish(house) == (409, 'already-published')


@pytest.mark.parametrize('number', ['0', '2', 'x', ''])
def test_a_round_that_is_not_there(house, number):
    draft(house)
    assert publish(house, number=number) == (404, 'not-found')
    assert publish(house, site='other') == (404, 'not-found')


def test_a_cancelled_draft(house):
    draft(house)
    house.do('round_cancel', HOST, reason='Not now.')
    assert publish(house) == (409, 'cancelled')


# ---- findings


def test_a_stop_needs_an_administrator_with_a_reason(house):
    draft(house, STOP, HINT)
    assert publish(house) == (409, 'findings-open')
    assert publish(house, form={'accept-1-O2': 'yes'}) == (409, 'findings-open')
    assert publish(house, form={'override-1': 'We need these words.'}) == (403, 'admins-only')
    assert publish(house, 'ole', moderator='yes', admin='yes') == (409, 'findings-open')
    assert publish(house, 'ole', moderator='yes', admin='yes', form={'override-2': 'Another one.'}) == (409, 'findings-open')
    assert publish(house, 'ole', moderator='yes', admin='yes', form={'override-1': ' \n'}) == (409, 'findings-open')
    assert house.row()['published_at'] is None

    house.do('round_publish', 'ole', moderator='yes', admin='yes', form={'override-1': 'We need these words.\r\n'})
    assert house.database.rows('''select q.place, q.override_reason, m.subject
        from question q left join member m on m.id = q.override_by order by 1''') == [
        (1, 'We need these words.', 'ole'), (2, None, None)]


@pytest.mark.parametrize('reason, key', [('x' * 1001, 'too-long'), ('\ufffe', 'characters')])
def test_the_reason_is_a_text(house, reason, key):
    draft(house, STOP)
    assert publish(house, 'ole', moderator='yes', admin='yes', form={'override-1': reason}) == (422, {'override-1': key})


def test_an_override_stays_with_what_was_stopped(house):
    """A reason for a question in which nothing is stopped is not kept."""
    draft(house, HINT)
    house.do('round_publish', 'ole', moderator='yes', admin='yes', form={'override-2': 'In any case.'})
    assert house.database.value('select count(*) from question where override_reason is not null') == 0


def test_a_stop_in_the_title_is_written_in_other_words(house):
    draft(house, {**STOP, 'field': 'title'})
    form = {'override-0': 'Please.', 'accept-0-O2': 'yes'}
    assert publish(house, 'ole', moderator='yes', admin='yes', form=form) == (409, 'findings-open')


def test_a_warning_is_accepted_or_rewritten(house):
    draft(house, WARN)
    assert publish(house) == (409, 'findings-open')
    assert publish(house, form={'accept-2-D3': 'no', 'accept-1-D3': 'yes', 'accept-2-D4': 'yes'}) == (409, 'findings-open')
    assert findings(house) == [(2, 'D3', False)], 'what is refused accepts nothing'
    house.do('round_publish', HOST, form={'accept-2-D3': 'yes'})
    assert findings(house) == [(2, 'D3', True)]


def test_a_rewritten_question_begins_anew(house):
    draft(house, WARN, STOP)
    form = {**FORM, 'report': house.day(60), 'version': '1', 'keep': 'What must stay?', 'token': next(tokens)}
    house.do('round_save', HOST, form=form)
    assert findings(house) == []
    house.do('round_publish', HOST, form={})


def test_a_hint_stands_in_nobodys_way(house):
    draft(house, HINT)
    house.do('round_publish', HOST, form={})


def test_what_was_not_checked_is_not_published(house):
    draft(house, checked=False)
    assert publish(house) == (409, 'unchecked'), 'the title was not'
    form = {**FORM, 'report': house.day(60), 'version': '1', 'token': next(tokens)}
    house.do('round_save', HOST, form=form, findings='[]')
    house.database.run("update question set text = 'What do you like?' where place = 1")
    assert publish(house) == (409, 'unchecked')
    house.database.run("update question set text = 'What should we remove?' where place = 1; update round set language = 'de'")
    assert publish(house) == (409, 'unchecked')


# ---- the same question again


def reported(house, number):
    """Ends a round by hand; how it comes to that is another test's business."""
    house.database.run('set session_replication_role = replica')
    house.database.run('''update round set heard_at = clock(), chosen_at = clock(), reported_at = clock()
                          where number = %s''', number)
    house.database.run('reset session_replication_role')


def test_the_same_question_waits_for_the_report(house):
    first = draft(house, free1='Who opens the parcel?')
    house.do('round_publish', HOST, form={})
    again = {'title': 'Another subject', 'free1': 'Who  opens the PARCEL'}
    draft(house, **again)
    assert house.database.rows('select place, rule, severity from wording_finding where round = 2') == [(7, 'SAME', 'stop')]
    assert publish(house) == (409, 'findings-open')
    reported(house, first)
    house.do('round_publish', HOST, form={})
    assert findings(house) == [], 'looked at again when it is published'


def test_a_stem_is_the_same_question_only_under_the_same_title(house):
    draft(house)
    house.do('round_publish', HOST, form={})
    draft(house, title='Another subject')
    assert findings(house) == []
    draft(house, title='Sending  things back!')
    assert findings(house) == [(1, 'SAME', False), (2, 'SAME', False)]
    house.do('round_publish', 'ole', moderator='yes', admin='yes', form={'override-1': 'Once more.', 'override-2': 'Once more.'})


def test_it_is_found_at_the_publishing_too(house):
    draft(house, free1='Who opens the parcel?')
    waiting = draft(house, title='Another subject', free1='Who opens the parcel?')
    assert findings(house) == []
    house.number = 1
    house.do('round_publish', HOST, form={})
    house.number = waiting
    assert publish(house) == (409, 'findings-open')
    assert findings(house) == [(7, 'SAME', False)], 'and stays to be read'


def test_only_the_last_two_rounds_count(house):
    for title in ('The first subject', 'The second subject', 'The third subject'):
        draft(house, title=title, **({'free1': 'Who opens the parcel?'} if 'first' in title else {}))
        house.do('round_publish', HOST, form={})
        house.at(house.number)
    draft(house, title='The fourth subject', free1='Who opens the parcel?')
    assert findings(house) == []


def test_a_cancelled_round_asks_nothing(house):
    draft(house, free1='Who opens the parcel?')
    house.do('round_publish', HOST, form={})
    house.do('round_cancel', HOST, reason='We were wrong.')
    draft(house, title='Another subject', free1='Who opens the parcel?')
    assert findings(house) == []


# ---- owing


def owe(house, promises):
    """So many promises of earlier rounds are overdue today."""
    for number in range(promises):
        house.database.value('''select promise_make('grind', 1, 'hear', 'We say it.', (select min(id) from member), clock()
                                - make_interval(days => %s))''', number + 1)


@pytest.mark.parametrize('promises, said', [(3, None), (4, 'owing'), (9, 'owing')])
def test_whoever_owes_does_not_ask(house, promises, said):
    draft(house)
    owe(house, promises)
    if said:
        assert publish(house) == (409, said)
        assert house.row()['published_at'] is None
        house.do('round_publish', 'ole', moderator='yes', admin='yes', form={})
    else:
        house.do('round_publish', HOST, form={})
    assert house.row()['owing'] == (promises if said else None)


def test_what_is_not_overdue_is_not_owed(house):
    draft(house)
    owe(house, 6)
    run = "select promise_note('grind', promise, %s, 'So it is.', %s, null) from promise where promise = %s"
    house.database.run(run, 'kept', None, 1)
    house.database.run(run, 'broken', None, 2)
    assert publish(house) == (409, 'owing')
    house.database.run(run, 'moved', house.day(20), 3)
    house.do('round_publish', HOST, form={})


def test_what_is_owed_for_long_is_still_owed(house):
    draft(house)
    owe(house, 4)
    house.at(5)
    house.database.run("update promise_now set due = due - interval '90 days'")
    assert publish(house) == (409, 'owing')


def test_how_many_may_be_overdue_is_a_setting(house):
    house.database.run('update round_setting set overdue_promises = 0')
    draft(house)
    owe(house, 1)
    assert publish(house) == (409, 'owing')


# ---- guards


def guarded(house, statement, key):
    with pytest.raises(psycopg2.Error, match=f'cocreate: {key}') as raised:
        house.database.run(statement)
    assert raised.value.pgcode == 'CC409'


PUBLISH = '''update round set published_at = clock(), published_by = host where number = 1'''


def test_no_client_publishes_what_is_not_settled(house):
    draft(house, STOP, WARN, checked=True)
    guarded(house, PUBLISH, 'findings-open')
    house.database.run("update question set override_reason = 'So.', override_by = (select host from round) where place = 1")
    guarded(house, PUBLISH, 'findings-open')
    house.database.run('update wording_finding set accepted = true')
    house.database.run("update question set text = 'Do you like it?' where place = 2")
    guarded(house, PUBLISH, 'unchecked')
    house.database.run('delete from question; delete from wording_finding')
    guarded(house, PUBLISH, 'no-question')


def test_no_client_publishes_twice(house):
    draft(house)
    house.do('round_publish', HOST, form={})
    guarded(house, "update round set published_at = published_at + interval '1 day'", 'already-published')
    guarded(house, 'update round set published_at = null, published_by = null', 'already-published')


def test_no_client_changes_what_is_published(house):
    draft(house)
    house.do('round_publish', HOST, form={})
    guarded(house, "update question set text = 'Do you like it?'", 'unchecked')
    guarded(house, "update round set title = 'Another title'", 'unchecked')
    guarded(house, 'delete from question', 'already-published')
    guarded(house, '''insert into question (site, round, place, slot, text, added_at)
                      values ('grind', 1, 9, 'free', 'Do you like it?', clock())''', 'unchecked')
    house.at(3)
    guarded(house, "update question set text = 'What?', checked = 'en What?' where place = 1", 'already-open')


def test_no_client_puts_in_a_published_round(house):
    draft(house)
    columns = 'title, language, stage, newness, in_our_hands, not_in_our_hands, groups, created_at, opens_at, advice_until, ' \
        'tables_until, hear_due, choose_due, report_due, grace, extend_days, min_advice, tables_from, answer_days, learn_days'
    guarded(house, f'''insert into round (site, number, host, published_at, published_by, {columns})
                       select site, 9, host, clock(), host, {columns} from round''', 'not-a-draft')


def test_the_record_is_append_only(house):
    draft(house)
    house.do('round_publish', HOST, form={})
    guarded(house, "update round_event set text = 'x'", 'append-only')
    guarded(house, 'delete from round_event', 'append-only')
    house.database.run('update round_event set by = null')     # a member who is forgotten


# ---- at once


@pytest.mark.parametrize('end', ['commit', 'rollback'])
@pytest.mark.parametrize('second', [HOST, 'mia'])
def test_two_publish_at_once(house, end, second):
    draft(house)
    first, then, waited = at_once(house, ('round_publish', HOST, {'form': {}}), ('round_publish', second, {'form': {}}), end)
    assert waited
    done = [{'status': 303, 'location': '/rounds/1', 'done': 'published'}]
    assert first == done
    assert then == (done if end == 'rollback' or second == HOST else [{'status': 409, 'key': 'already-published'}])
    assert house.database.value('select count(*) from promise') == 3
    assert house.database.value("select count(*) from round_event where kind = 'published'") == 1


def test_a_change_while_it_is_published(house):
    draft(house)
    form = {**FORM, 'report': house.day(60), 'version': '1', 'token': next(tokens), 'keep': 'What do you like?'}
    first, then, waited = at_once(house, ('round_publish', HOST, {'form': {}}), ('round_save', 'mia', {'form': form}))
    assert waited and first[0]['done'] == 'published'
    assert then == [{'status': 409, 'key': 'changed'}]
    assert house.database.value('select text from question where place = 2') == 'What needs to stay?'


def test_it_is_published_while_it_is_changed(house):
    draft(house)
    bad = str([STOP]).replace("'", '"')
    form = {**FORM, 'report': house.day(60), 'version': '1', 'token': next(tokens), 'remove': 'Your feedback?'}
    first, then, waited = at_once(house, ('round_save', 'mia', {'form': form, 'findings': bad}),
                                  ('round_publish', HOST, {'form': {}}))
    assert waited and first[0]['done'] == 'saved' and then == [{'status': 409, 'key': 'findings-open'}]


def test_the_web_role_publishes(house):
    """With the rights of the module's role alone, and the present as its time."""
    with house.database.session(WEB).cursor() as cursor:
        now = house.database.value("select to_char(now() + interval '90 days', 'YYYY-MM-DD')")
        form = {**FORM, 'report': now, 'token': next(tokens)}
        cursor.execute(house.statement('round_save'), house.arguments('round_save', HOST, {'number': None, 'form': form}))
        assert cursor.fetchone()[2] == 'drafted'
        cursor.execute(house.statement('round_publish'), house.arguments('round_publish', HOST, {'number': '1', 'form': {}}))
        assert cursor.fetchone()[2] == 'published'
