# SPDX-License-Identifier: Apache-2.0
"""The form of a round: what it writes, what it refuses and at which field, who may send it, and mending slips."""

import pytest

from rounds import FORM, HOST, House
from test_ideas import LINE_ENDS, NOT_PLAIN, NOT_XML, WANTED


@pytest.fixture
def house(database):
    return House(database)


def form(house, **given):
    """A form that is right, with what is given instead; a field given as None is left out."""
    filled = {**FORM, 'report': house.day(60), 'token': 'a-token-of-sixteen', **given}
    return {field: value for field, value in filled.items() if value is not None}


def save(house, who=HOST, number=None, findings='[]', **given):
    return house.act('round_save', who, number=number, form=form(house, **given), findings=findings)


def refusals(house, who=HOST, number=None, **given):
    """{field: key}, with the limits behind the key."""
    rows = save(house, who, number, **given)
    assert {row['status'] for row in rows} == {422}, rows
    assert len({row['field'] for row in rows}) == len(rows), 'one row for each field'
    return {row['field']: ' '.join(str(row[k]) for k in ('key', 'min', 'max') if k in row) for row in rows}


def draft(house, **given):
    (row,) = save(house, **given)
    assert row['done'] == 'drafted', row
    house.number = int(row['location'].split('/')[2])
    return house.number


def known(house, **people):
    """Makes members of these, by something that they do elsewhere."""
    for who, group in people.items():
        house.database.propose(subject=who, name=who, group=group)


def questions(house):
    return dict(house.database.rows('select place, text from question where round = %s order by place', house.number))


# ---- what is written


def test_a_small_form_is_enough(house):
    """A title, what is ours and what is not, the two questions that a new form has ticked, a group, the date of the report."""
    small = {'title': 'Sending things back', 'language': 'en', 'stage': 'return', 'in_our_hands': 'The form.',
             'not_in_our_hands': 'The law.', 'group-customer': 'yes', 'ask-remove': 'yes', 'ask-keep': 'yes',
             'report': house.day(90), 'token': 'a-token-of-sixteen'}
    (row,) = house.act('round_save', HOST, number=None, form=small)
    assert row == {'status': 303, 'location': '/rounds/1/preview', 'done': 'drafted'}
    house.number = 1
    written = house.row()
    assert house.phase() == 'draft'
    assert (written['newness'], written['tables'], written['stones']) == ('usual', 'auto', 'auto')
    assert (written['invited_only'], written['staff_sealed'], written['leaning']) == (False, True, None)
    assert written['groups'] == ['customer']
    dates = ('opens_at', 'advice_until', 'tables_until', 'hear_due', 'choose_due', 'report_due')
    assert [written[field][:16] for field in dates] == [
        '2027-03-03T06:00', '2027-03-13T20:00', '2027-03-19T20:00', '2027-03-26T20:00', '2027-04-02T20:00', '2027-05-30T20:00']
    assert questions(house) == {1: 'What should we remove?', 2: 'What needs to stay?'}
    assert house.database.rows('select m.subject from round_host h join member m on m.id = h.member') == [(HOST,)]
    assert house.database.value('select length(draw_key) from round_secret') == 32
    house.counted()


def test_a_round_keeps_the_settings_that_it_began_with(house):
    house.database.run('update round_setting set advice_days = 5, min_advice = 7, extend_days = 3, opens_hour = $$09:30$$')
    draft(house)
    house.database.run('update round_setting set min_advice = 9')
    row = house.row()
    assert (row['opens_at'], row['advice_until']) == ('2027-03-03T09:30:00+00:00', '2027-03-08T20:00:00+00:00')
    assert (row['min_advice'], row['extend_days']) == (7, 3)


@pytest.mark.parametrize('given, moved', [
    ({'opens': '2027-03-10'}, {'opens_at': '03-10', 'advice_until': '03-20', 'hear_due': '04-02'}),
    ({'days': '3'}, {'opens_at': '03-03', 'advice_until': '03-06'}),
    ({'days': '3', 'until': '2027-03-20'}, {'advice_until': '03-20', 'tables_until': '03-26'}),
    ({'tables': 'off'}, {'advice_until': '03-13', 'tables_until': '03-13', 'hear_due': '03-20'}),
    ({'tables': 'off', 'tables_until': '2027-03-17'}, {'tables_until': '03-13'}),
    ({'tables_until': '2027-03-17'}, {'advice_until': '03-13', 'tables_until': '03-17', 'hear_due': '03-24'}),
    ({'hear': '2027-03-22', 'choose': '2027-03-23', 'report': '2027-03-24'},
     {'hear_due': '03-22', 'choose_due': '03-23', 'report_due': '03-24'}),
])
def test_every_date_moves(house, given, moved):
    draft(house, **given)
    row = house.row()
    assert {field: row[field][5:10] for field in moved} == moved


def test_the_defaults_for_a_form(database):
    plan = '''select p.* from round_setting s, round_plan(s, '{}', '2027-12-30 23:59+00') p where s.site = 'grind' '''
    assert [t.isoformat()[:10] for t in database.rows(plan)[0]] == [
        '2028-01-01', '2028-01-11', '2028-01-17', '2028-01-24', '2028-01-31', '2028-03-31']


def test_texts_are_kept_as_others_are(house):
    draft(house, title=' \u00a0Sending things back\n', in_our_hands='one\r\ntwo\n', leaning='  We lean  ',
          keep=' What must stay? ')
    row = house.row()
    assert (row['title'], row['in_our_hands'], row['leaning']) == ('Sending things back', 'one\ntwo', 'We lean')
    assert questions(house)[2] == 'What must stay?'


def test_questions_have_fixed_places_and_stems(house):
    given = {f'ask-{slot}': 'yes' for slot in ('remove', 'keep', 'better', 'suppose', 'useful', 'story')}
    draft(house, **given, language='de', remove='', keep='', free1='Wo fangen wir an?', free2='Und dann?')
    slots = house.database.rows('select place, slot from question order by place')
    assert slots == list(enumerate(['remove', 'keep', 'better', 'suppose', 'useful', 'story', 'free', 'free'], 1))
    assert questions(house)[1] == 'Was sollten wir weglassen?' and questions(house)[8] == 'Und dann?'


def test_every_stem_is_there_in_every_language(database):
    rows = database.rows('''
        select l, f.slot, n, stem(l, f.slot, n) from unnest(array['en', 'de', 'fr', 'es']) l, question_fields() f,
               unnest(array['usual', 'radical']) n where f.slot <> 'free' ''')
    assert len(rows) == 48 and all(text for *_, text in rows)
    assert len({text for *_, text in rows}) == 28, 'each its own; a radically new subject keeps in other words'
    words = database.rows('''
        select k, l, said(l, k, '7') from unnest(array['en', 'de', 'fr', 'es']) l,
               unnest(array['hear', 'choose', 'report', 'extended', 'extended-one', 'empty']) k''')
    assert all(text for *_, text in words)


def test_a_question_that_is_not_ticked_is_not_asked(house):
    draft(house, **{'ask-keep': None, 'ask-better': 'no', 'better': 'What could be better?'})
    assert list(questions(house)) == [1]


def test_hosts_who_ask_with_the_host(house):
    known(house, sam='staff', sia='staff')
    draft(house, hosts='sam\r\n sia \n\nsam')
    hosts = house.database.rows('select m.subject from round_host h join member m on m.id = h.member order by 1')
    assert hosts == [(HOST,), ('sam',), ('sia',)]


# ---- what is refused


def test_an_empty_form(house):
    rows = house.act('round_save', HOST, number=None, form={})
    assert {row['field']: row['key'] for row in rows} == dict.fromkeys(
        ('title', 'language', 'stage', 'in_our_hands', 'not_in_our_hands', 'groups', 'questions', 'report', 'token'), 'missing')
    assert house.database.value('select count(*) from member') == 0, 'nobody is made for a form that is refused'
    assert house.act('round_save', HOST, number=None, form=None) == rows


@pytest.mark.parametrize('given, said', [
    ({'title': 'Four'}, {'title': 'too-short 5 120'}),
    ({'title': 'x' * 121}, {'title': 'too-long 120'}),
    ({'title': '\N{GRINNING FACE}' * 120 + 'x'}, {'title': 'too-long 120'}),
    ({'language': 'it'}, {'language': 'unknown'}),
    ({'language': ''}, {'language': 'missing'}),
    ({'stage': 'nowhere'}, {'stage': 'unknown'}),
    ({'newness': 'very'}, {'newness': 'unknown'}),
    ({'tables': 'yes'}, {'tables': 'unknown'}),
    ({'stones': '1'}, {'stones': 'unknown'}),
    ({'in_our_hands': ' \r\n'}, {'in_our_hands': 'missing'}),
    ({'not_in_our_hands': None}, {'not_in_our_hands': 'missing'}),
    ({'in_our_hands': 'x' * 4001, 'not_in_our_hands': 'x' * 4001},
     {'in_our_hands': 'too-long 4000', 'not_in_our_hands': 'too-long 4000'}),
    ({'leaning': 'x' * 4001}, {'leaning': 'too-long 4000'}),
    ({'group-customer': '', 'group-distributor': None, 'group-staff': 'no'}, {'groups': 'missing'}),
    ({'group-customer': None, 'group-distributor': None, 'group-staff': None, 'group-nobody': 'yes'}, {'groups': 'missing'}),
    ({'ask-remove': None, 'ask-keep': None}, {'questions': 'missing'}),
    ({'remove': 'x' * 301}, {'remove': 'too-long 300'}),
    ({'free1': 'One\nTwo'}, {'free1': 'one-line'}),
    ({'ask-free2': 'yes'}, {'free2': 'missing'}),
    ({'token': ''}, {'token': 'missing'}),
    ({'token': 'short'}, {'token': 'characters'}),
    ({'title': 'x', 'report': ''}, {'title': 'too-short 5 120', 'report': 'missing'}),
])
def test_fields(house, given, said):
    if said:
        assert refusals(house, **given) == said
    else:
        draft(house, **given)


@pytest.mark.parametrize('field', ['title', 'remove', 'keep', 'free1'])
def test_characters_of_a_line(house, field):
    for code in {*NOT_XML, *NOT_PLAIN}:
        assert refusals(house, **{field: f'What {chr(code)} stays?'}) == {field: 'characters'}, hex(code)
    for code in LINE_ENDS:
        assert refusals(house, **{field: f'What {chr(code)} stays?'}) == {field: 'one-line'}, hex(code)
    draft(house, **{field: 'What stays? ' + ''.join(map(chr, WANTED))})


@pytest.mark.parametrize('field', ['in_our_hands', 'not_in_our_hands', 'leaning'])
def test_characters_of_many_lines(house, field):
    for code in NOT_XML:
        assert refusals(house, **{field: f'ours {chr(code)} too'}) == {field: 'characters'}, hex(code)
    draft(house, **{field: 'ours \u202e\n\ttoo ' + ''.join(map(chr, WANTED))})


@pytest.mark.parametrize('given, said', [
    ({'report': ''}, {'report': 'missing'}),
    ({'report': '31.12.2027'}, {'report': 'date'}),
    ({'opens': '2027-02-29', 'until': '2027-13-01', 'hear': '2027-3-1', 'choose': 'soon'},
     {'opens': 'date', 'until': 'date', 'hear': 'date', 'choose': 'date'}),
    ({'opens': '2027-02-28'}, {'opens': 'passed 365'}),
    ({'opens': '2028-03-01', 'report': '2028-07-01'}, {'opens': 'too-far 365'}),
    ({'opens': '2028-02-29', 'report': '2028-07-01'}, {}),
    ({'until': '2027-03-05'}, {'until': 'too-soon 3 28'}),
    ({'until': '2027-03-06'}, {}),
    ({'until': '2027-03-31'}, {}),
    ({'until': '2027-04-01'}, {'until': 'too-far 3 28'}),
    ({'days': '2'}, {'days': 'value 3 28'}),
    ({'days': '29'}, {'days': 'value 3 28'}),
    ({'days': 'ten'}, {'days': 'value 3 28'}),
    ({'tables_until': '2027-03-15'}, {'tables_until': 'too-soon 3 28'}),
    ({'tables_until': '2027-04-11'}, {'tables_until': 'too-far 3 28'}),
    ({'hear': '2027-03-19'}, {'hear': 'too-soon 1 60'}),
    ({'hear': '2027-05-19'}, {'hear': 'too-far 1 60', 'report': 'too-soon 1 365'}),
    ({'choose': '2027-03-26'}, {'choose': 'too-soon 1 60'}),
    ({'report': '2027-04-02'}, {'report': 'too-soon 1 365'}),
    ({'report': '2028-04-02'}, {'report': 'too-far 1 365'}),
    ({'report': '2028-04-01'}, {}),
    ({'until': '2027-03-01', 'choose': '2027-03-02'},
     {'until': 'too-soon 3 28', 'choose': 'too-soon 1 60'}),
    ({'opens': '2027-03-01'}, {}),
])
def test_dates(house, given, said):
    if said:
        assert refusals(house, **given) == said
    else:
        draft(house, **given)


def test_a_radically_new_subject_asks_for_stories_and_what_must_not_break(house):
    asked = {f'ask-{slot}': 'yes' for slot in ('remove', 'keep', 'better', 'suppose', 'useful', 'story')}
    assert refusals(house, newness='radical', **asked, free2='Who?') == dict.fromkeys(
        ('remove', 'better', 'suppose', 'useful', 'free2'), 'radical')
    draft(house, newness='radical', keep='', **{'ask-remove': None, 'ask-story': 'yes'})
    assert questions(house) == {2: 'What must not break, whatever replaces this?',
                                6: 'Tell us about the last time: where did it get stuck?'}


def test_hosts_must_be_known_and_speak_for_the_company(house):
    known(house, cara='customer', sam='staff')
    assert refusals(house, hosts='sam\nnobody') == {'hosts': 'unknown 2'}
    assert refusals(house, hosts='sam\ncara') == {'hosts': 'not-staff 2'}
    assert refusals(house, hosts='\n'.join(f's{n}' for n in range(11))) == {'hosts': 'too-many 10'}
    assert draft(house, hosts='sam')


# ---- who


@pytest.mark.parametrize('who, moderator, said', [
    (None, None, (401, 'sign-in')),
    ('', 'yes', (401, 'sign-in')),
    ('link:1.5', 'yes', (401, 'sign-in')),
    ('cara', None, (403, 'moderators-only')),
    ('sam', None, (403, 'moderators-only')),
    ('sam', 'no', (403, 'moderators-only')),
])
def test_who_may_not_open(house, who, moderator, said):
    assert house.refused('round_save', who, moderator=moderator, number=None, form=form(house)) == said
    assert house.database.value('select count(*) from round') == 0


def test_an_administrator_is_a_moderator_only_if_the_site_says_so(house):
    assert house.refused('round_save', 'olga', admin='yes', number=None, form=form(house)) == (403, 'moderators-only')


def test_who_may_change_a_draft(house):
    known(house, sam='staff')
    number = draft(house, hosts='sam')
    again = {'number': number, 'form': form(house, version='1', title='Another title', token='the-second-token')}
    assert house.refused('round_save', None, **again) == (401, 'sign-in')
    assert house.refused('round_save', 'cara', **again) == (404, 'not-found')
    assert house.refused('round_save', 'sia', **again) == (404, 'not-found')
    assert house.refused('round_save', HOST, site='other', **again) == (404, 'not-found')
    assert house.do('round_save', 'sam', **again) == 'saved', 'one who hosts with the host'
    again['form'].update(version='2', token='the-third-token-', hosts='sam')
    assert house.do('round_save', 'mia', **again) == 'saved', 'another moderator'
    hosts = house.database.rows('select m.subject from round_host h join member m on m.id = h.member order by 1')
    assert hosts == [(HOST,), ('sam',)], 'who opened it stays its host'


@pytest.mark.parametrize('number', ['0', '2', 'x', '-1', '1; drop', '9' * 30])
def test_a_round_that_is_not_there(house, number):
    draft(house)
    assert house.refused('round_save', HOST, number=number, form=form(house)) == (404, 'not-found')


# ---- again


def test_the_same_form_again_makes_nothing(house):
    assert save(house) == save(house)
    assert house.database.rows('select title from round') == [('Sending things back',)]
    assert draft(house, token='another-token-16') == 2
    assert draft(house, title='Another title, after going back') == 3, 'what was typed is not lost'


def test_a_draft_is_written_afresh(house):
    draft(house, free1='What should we do first?')
    found = '[{"field": "keep", "rule": "L1", "severity": "stop", "category": "liking"}]'
    given = {'number': 1, 'version': '1', 'token': 'the-second-token', 'title': 'Another title', 'leaning': 'So', 'tables': 'on',
             'ask-remove': None, 'group-staff': None}
    (row,) = save(house, findings=found, **given)
    assert row == {'status': 303, 'location': '/rounds/1/preview', 'done': 'saved'}
    written = house.row()
    assert (written['title'], written['leaning'], written['tables'], written['version']) == ('Another title', 'So', 'on', 2)
    assert written['groups'] == ['customer', 'distributor']
    assert questions(house) == {2: 'What needs to stay?'}
    assert house.database.rows('select place, rule, severity from wording_finding order by 1, 2') == [
        (0, 'TAKE', 'hint'), (2, 'L1', 'stop')]
    assert save(house, **given) == [row], 'the same form once more'
    assert house.row()['version'] == 2
    assert save(house, **{**given, 'title': 'After going back'}) == [{'status': 409, 'key': 'changed'}], 'and its text is kept'


def test_somebody_was_faster(house):
    draft(house)
    save(house, number=1, version='1', token='the-second-token')
    late = form(house, version='1', token='the-third-token-')
    assert house.refused('round_save', 'mia', number=1, form=late) == (409, 'changed')
    assert refusals(house, number=1, token='the-third-token-') == {'version': 'missing'}


# ---- findings


def finding(field, rule='O2', severity='stop', category='opinion'):
    return f'{{"field": "{field}", "rule": "{rule}", "severity": "{severity}", "category": "{category}"}}'


def test_findings_are_kept_by_place(house):
    found = ', '.join(map(finding, ['title', 'remove', 'better', 'free1', 'nothing', 'in_our_hands']))
    draft(house, findings=f'[{found}]', free1='Where do we start?')
    assert house.database.rows('select place, rule, severity, category, accepted from wording_finding order by place') == [
        (0, 'O2', 'stop', 'opinion', False), (1, 'O2', 'stop', 'opinion', False), (7, 'O2', 'stop', 'opinion', False)]


def test_no_sign_of_advice_is_a_hint_for_free_questions_alone(house):
    found = ', '.join(finding(field, 'A0', 'need', 'shape') for field in ('title', 'keep', 'free2'))
    draft(house, findings=f'[{found}]', free2='Who drives the truck?')
    assert house.database.rows('select place, rule, severity from wording_finding') == [(8, 'A0', 'need')]
    assert house.do('round_publish', HOST, form={}) == 'published'


def test_more_than_five_questions(house):
    five = {f'ask-{slot}': 'yes' for slot in ('better', 'suppose', 'useful')}
    draft(house, **five)
    rules = 'select place, rule, severity from wording_finding'
    assert house.database.rows(rules) == []
    save(house, number=1, version='1', token='the-second-token', **five, free1='What first?')
    assert house.database.rows(rules) == [(0, 'MANY', 'warn')]


def test_nothing_about_taking_away(house):
    draft(house, **{'ask-remove': None})
    assert house.database.rows('select place, rule, severity from wording_finding') == [(0, 'TAKE', 'hint')]
    draft(house, newness='radical', token='the-second-token', **{'ask-remove': None})
    assert house.database.value("select count(*) from wording_finding where round = 2") == 0


# ---- mending


def published(house, **given):
    number = draft(house, leaning='We lean to one form.', **given)
    house.do('round_publish', HOST, form={})
    return number


def mend(house, version='2', findings='[]', **given):
    return house.act('round_save', HOST, number=house.number, findings=findings,
                     form={'version': version, 'token': f'a-token-to-mend-{version}', 'language': 'en', **given})


def test_slips_are_mended_until_the_opening(house):
    published(house)
    given = {'title': 'Sending things bakc', 'leaning': 'We lean to one form!', 'keep': 'What needs to stay??'}
    (row,) = mend(house, **given)
    assert row == {'status': 303, 'location': '/rounds/1', 'done': 'mended'}
    written = house.row()
    assert (written['title'], written['leaning'], written['version']) == ('Sending things bakc', 'We lean to one form!', 3)
    assert written['in_our_hands'] == FORM['in_our_hands'], 'what the form leaves out stays'
    assert questions(house) == {1: 'What should we remove?', 2: 'What needs to stay??'}
    assert house.database.rows("select kind from round_event order by number") == [('published',), ('mended',)]
    assert mend(house, **given) == [row], 'the same form once more'
    assert mend(house, version='2', token='one-more-token-16', title='X') == [{'status': 409, 'key': 'changed'}]
    house.at(2, '06:00')
    assert mend(house, version='3', title='Sending things back') == [{'status': 409, 'key': 'already-open'}]


def test_mending_nothing_leaves_no_line(house):
    published(house)
    assert mend(house, title='Sending things back')[0]['done'] == 'mended'
    assert (house.row()['version'], house.database.value("select count(*) from round_event where kind = 'mended'")) == (2, 0)


@pytest.mark.parametrize('given, said', [
    ({'title': 'Sending parcels back'}, {}),
    ({'title': 'Bringing everything to the shop'}, {'title': 'only-slips 20'}),
    ({'title': 'S'}, {'title': 'too-short 5 120'}),
    ({'keep': ''}, {'keep': 'missing'}),
    ({'keep': 'What needs to stay, and who has to say so?'}, {'keep': 'only-slips 20'}),
    ({'in_our_hands': ''}, {'in_our_hands': 'missing'}),
    ({'in_our_hands': FORM['in_our_hands'] + 'x' * 21}, {'in_our_hands': 'only-slips 20'}),
    ({'leaning': ''}, {}),
    ({'better': 'A question that was not asked?'}, {}),
])
def test_what_is_no_slip(house, given, said):
    published(house)
    rows = mend(house, **given)
    if said:
        assert {row['field']: ' '.join(str(row[k]) for k in ('key', 'min', 'max') if k in row) for row in rows} == said
        assert house.row()['version'] == 2
    else:
        assert rows[0]['done'] == 'mended'


def test_a_mended_question_is_checked_again(house):
    published(house)
    assert mend(house, findings=None, keep='What needs to stay!') == [{'status': 409, 'key': 'unchecked'}]
    for language in ('de', '', None):
        assert mend(house, language=language, keep='What needs to stay!') == [{'status': 409, 'key': 'unchecked'}]
    for severity in ('stop', 'warn'):
        found = f'[{finding("keep", severity=severity)}]'
        assert mend(house, findings=found, keep='What needs to stay!') == [{'status': 409, 'key': 'findings-open'}]
    assert mend(house, findings=f'[{finding("keep", severity="hint")}]', keep='What needs to stay!')[0]['done'] == 'mended'


@pytest.mark.parametrize('was, now_is, slip', [
    ('', '', True),
    ('abc', 'abc', True),
    ('abc', 'abc' + 'x' * 20, True),
    ('abc', 'abc' + 'x' * 21, False),
    ('x' * 20 + 'abc', 'abc', True),
    ('x' * 21 + 'abc', 'abc', False),
    ('ab' + 'x' * 20 + 'cd', 'ab' + 'y' * 20 + 'cd', True),
    ('ab' + 'x' * 20 + 'cd', 'ab' + 'y' * 21 + 'cd', False),
    ('abab', 'ababab', True),
    ('a' * 50, 'a' * 70, True),
    ('a' * 50, 'a' * 71, False),
    ('one two three four five six', 'One two three four five siX', False),
])
def test_a_slip_is_one_place_of_twenty_characters(database, was, now_is, slip):
    assert database.value('select is_slip(%s, %s)', was, now_is) == slip
    assert database.value('select is_slip(%s, %s)', now_is, was) == slip
