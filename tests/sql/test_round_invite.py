# SPDX-License-Identifier: Apache-2.0
"""Who is asked by name, who asks to join, who comes by a link."""

import pytest

from pairs import at_once
from rounds import FORM, HOST, OPENS, UNTIL, House, tokens

PEOPLE = {'cara': 'customer', 'carl': 'customer', 'cem': 'customer', 'dana': 'distributor', 'sam': 'staff'}


@pytest.fixture
def house(database):
    house = House(database)
    for who, group in PEOPLE.items():
        database.propose(subject=who, name=who.title(), group=group)
    house.open(invited_only='yes')
    return house


def invitation(house, who):
    """(why, asked, invited, declined) of a member; None without a row."""
    rows = house.database.rows('''
        select i.why, i.asked_at is not null, i.invited_at is not null, i.declined_at is not null
        from invitation i join member m on m.id = i.member where m.subject = %s and i.round = %s''', who, house.number)
    return rows[0] if rows else None


def member(house, who):
    return house.database.value('select id from member where site = %s and subject = %s', house.site, who)


def invite(house, who='cara', why='You send back most.', **given):
    return house.act('round_invite', HOST, who=who, why=why, **given)


def keys(rows):
    return {row['field']: ' '.join(str(row[k]) for k in ('key', 'max') if k in row) for row in rows}


# ---- inviting


def test_members_are_asked_and_told(house):
    assert invite(house, ' cara \r\n\ndana\ncara', ' You both know it. ') == [
        {'status': 303, 'location': '/rounds/1/host', 'done': 'invited'}]
    assert invitation(house, 'cara') == invitation(house, 'dana') == ('You both know it.', False, True, False)
    assert house.outbox('invited') == [('invited', 'cara'), ('invited', 'dana')]
    invite(house, 'cara\ncarl', 'Another reason.')
    assert invitation(house, 'cara')[0] == 'You both know it.', 'whoever was asked stays so'
    assert house.outbox('invited') == [('invited', 'cara'), ('invited', 'carl'), ('invited', 'dana')], 'each once'
    assert house.database.value("select count(*) from change where topic = 'round 1'") >= 2


@pytest.mark.parametrize('who, why, said', [
    ('', 'So.', {'who': 'missing'}),
    (' \r\n', '', {'who': 'missing', 'why': 'missing'}),
    (None, None, {'who': 'missing', 'why': 'missing'}),
    ('cara\nnobody', 'So.', {'who': 'unknown'}),
    (HOST, 'So.', {'who': 'hosts-do-not-advise'}),
    ('cara', ' ', {'why': 'missing'}),
    ('cara', 'x' * 1001, {'why': 'too-long 1000'}),
    ('cara', 'x\ufffe', {'why': 'characters'}),
    ('\n'.join(f'c{n}' for n in range(51)), 'So.', {'who': 'too-many 50'}),
])
def test_what_is_refused(house, who, why, said):
    assert keys(invite(house, who, why)) == said
    assert house.database.value('select count(*) from invitation') == 0


def test_only_groups_that_are_asked(house):
    house.open(title='Another subject', **{'group-staff': 'no'})
    (row,) = invite(house, 'cara\n\nsam')
    assert (row['key'], row['field'], row['min']) == ('other-group', 'who', 3), 'min says in which line'


@pytest.mark.parametrize('who, said', [
    (None, (401, 'sign-in')), ('link:1.1', (401, 'sign-in')), ('cara', (403, 'hosts-only')), ('sam', (403, 'hosts-only')),
    ('mia', (403, 'hosts-only')),
])
def test_who_may_not_invite(house, who, said):
    assert house.refused('round_invite', who, who='cara', why='So.') == said


def test_a_round_that_is_not_there(house):
    for number in ('7', 'x', None):
        assert house.refused('round_invite', HOST, number=number, who='cara', why='So.') == (404, 'not-found')


@pytest.mark.parametrize('day, said', [(UNTIL, None), (UNTIL + 1, (409, 'sealed-over'))])
def test_until_the_end_of_the_advice(house, day, said):
    for who in ('cara', 'carl', 'cem'):
        invite(house, who)
        house.advise(who)
    house.at(day)
    if said:
        assert house.refused('round_invite', HOST, who='dana', why='So.') == said
    else:
        invite(house, 'dana')


def test_whoever_is_asked_in_two_open_rounds_is_not_asked_again(house):
    invite(house)
    for title in ('The second subject', 'The third subject'):
        house.open(title=title)
        rows = invite(house, 'carl\ncara')
        if rows[0]['status'] == 303:
            house.do('round_join', 'carl', value='decline')
    assert keys(rows) == {'who': 'asked-enough 2'}
    assert invitation(house, 'carl') is None, 'nobody of the list'
    house.database.run('update round_setting set open_invitations = 3')
    assert invite(house)[0]['status'] == 303


@pytest.mark.parametrize('how', ['declined', 'cancelled', 'over'])
def test_what_no_longer_counts(house, how):
    invite(house)
    house.open(title='The second subject')
    invite(house)
    if how == 'declined':
        house.do('round_join', 'cara', value='decline')
    elif how == 'cancelled':
        house.do('round_cancel', HOST, reason='We were wrong.')
    else:
        house.at(UNTIL + 20)
    house.open(title='The third subject')
    assert invite(house)[0]['status'] == 303


def test_drafts_count_until_their_dates_pass(house):
    house.database.run('update round_setting set open_invitations = 1')
    house.number = house.made('round_save', HOST, number=None, form={**FORM, 'title': 'A draft', 'report': house.day(60),
                                                                    'token': next(tokens)})
    assert invite(house)[0]['status'] == 303 and house.outbox() == []
    house.number = 1
    assert keys(invite(house)) == {'who': 'asked-enough 1'}


@pytest.mark.parametrize('second', ['cara', 'carl\ncara'])
def test_two_rounds_ask_the_same_person_at_once(house, second):
    house.database.run('update round_setting set open_invitations = 1')
    other = house.open(title='The second subject')
    first, then, waited = at_once(house, ('round_invite', HOST, {'who': 'cara', 'why': 'So.', 'number': 1}),
                                  ('round_invite', HOST, {'who': second, 'why': 'So.', 'number': other}))
    assert waited and first[0]['done'] == 'invited' and keys(then) == {'who': 'asked-enough 1'}


# ---- the member's own word


def join(house, who, value):
    return house.act('round_join', who, value=value)


def test_declining_is_one_click_and_can_be_taken_back(house):
    invite(house)
    done = {'status': 303, 'location': '/rounds/1'}
    for _ in range(2):
        assert join(house, 'cara', 'decline') == [{**done, 'done': 'declined'}]
        assert invitation(house, 'cara')[3]
    for _ in range(2):
        assert join(house, 'cara', 'accept') == [{**done, 'done': 'accepted'}]
        assert not invitation(house, 'cara')[3]
    house.advise('cara')
    assert house.refused('round_join', 'cara', value='decline') == (409, 'wrote')


def test_asking_to_join(house):
    for _ in range(2):
        assert join(house, 'cara', 'ask')[0]['done'] == 'asked'
    assert invitation(house, 'cara') == (None, True, False, False)
    assert house.refused('round_join', 'cara', value='accept') == (409, 'not-invited')
    assert join(house, 'cara', 'decline')[0]['done'] == 'taken-back'
    assert invitation(house, 'cara') is None
    assert join(house, 'newt', 'ask') == [{'status': 403, 'key': 'not-your-group'}], 'of no group that is asked'


@pytest.mark.parametrize('firm, kept', [
    ('Acme Ltd', 'Acme Ltd'), (' Acme\n Ltd\u202e ', 'Acme Ltd'), ('', None), (' \u200b', None), (None, None),
    ('x' * 400, 'x' * 300),
])
def test_the_firm_comes_from_the_login(house, firm, kept):
    house.do('round_join', 'cara', value='ask', firm='The firm before')
    house.do('round_join', 'cara', value='ask', firm=firm)
    assert house.database.value("select firm from member where subject = 'cara'") == kept


@pytest.mark.parametrize('who, value, said', [
    (None, 'ask', (401, 'sign-in')),
    ('link:1.1', 'ask', (401, 'sign-in')),
    ('cara', '', (422, {'value': 'missing'})),
    ('cara', None, (422, {'value': 'missing'})),
    ('cara', 'yes', (422, {'value': 'value'})),
    (HOST, 'ask', (403, 'hosts-do-not-advise')),
    ('cara', 'accept', (409, 'not-invited')),
    ('cara', 'decline', (409, 'not-invited')),
])
def test_what_is_refused_to_a_member(house, who, value, said):
    assert house.refused('round_join', who, value=value) == said
    assert house.database.value('select count(*) from invitation') == 0


def test_an_open_round_needs_no_asking(house):
    house.open(title='Another subject')
    assert house.refused('round_join', 'cara', value='ask') == (409, 'open-to-you')
    invite(house)
    assert house.refused('round_join', 'cara', value='ask') == (409, 'already-asked')


@pytest.mark.parametrize('day, said', [(0, None), (UNTIL + 1, None), (UNTIL + 8, (409, 'empty'))])
def test_when_one_may_join(house, day, said):
    """The second is the extension by itself."""
    house.at(day)
    if said:
        assert house.refused('round_join', 'cara', value='ask') == said
    else:
        assert join(house, 'cara', 'ask')[0]['done'] == 'asked'


# ---- the host's answer


def admit(house, who, value, why='You drive there.', **given):
    return house.act('round_admit', HOST, invitation=member(house, who), value=value, why=why, **given)


def test_admitting(house):
    join(house, 'cara', 'ask')
    assert admit(house, 'cara', 'yes') == [{'status': 303, 'location': '/rounds/1/host', 'done': 'admitted'}]
    assert invitation(house, 'cara') == ('You drive there.', True, True, False)
    assert house.outbox('invited') == [('invited', 'cara')]
    assert admit(house, 'cara', 'yes', '')[0]['done'] == 'admitted', 'the same once more'
    assert house.advise('cara')


def test_a_no_can_become_a_yes(house):
    join(house, 'cara', 'ask')
    assert admit(house, 'cara', 'no', '')[0]['done'] == 'not-admitted'
    assert invitation(house, 'cara') == (None, True, False, True)
    assert house.outbox() == []
    for value in ('ask', 'decline'):
        assert house.refused('round_join', 'cara', value=value) == (409, 'already-asked')
    assert house.refused('advice_save', 'cara', question=1, body='Drop it.', do='send', card='', share='none') == (
        403, 'invited-only')
    assert admit(house, 'cara', 'yes')[0]['done'] == 'admitted'
    assert invitation(house, 'cara')[1:] == (True, True, False)
    assert admit(house, 'cara', 'no')[0]['done'] == 'not-admitted'
    assert invitation(house, 'cara')[1:] == (True, True, False), 'whoever is in stays in'


def test_what_is_refused_to_the_host(house):
    join(house, 'cara', 'ask')
    invite(house, 'carl')
    assert keys(admit(house, 'cara', '')) == {'value': 'missing'}
    assert keys(admit(house, 'cara', 'perhaps')) == {'value': 'value'}
    assert keys(admit(house, 'cara', 'yes', '')) == {'why': 'missing'}
    assert house.refused('round_admit', HOST, invitation='999', why='So.', value='yes') == (404, 'not-found')
    assert house.refused('round_admit', HOST, invitation='x', why='So.', value='yes') == (404, 'not-found')
    assert house.refused('round_admit', HOST, invitation=member(house, 'carl'), why='So.', value='yes') == (404, 'not-found')
    for who, said in ((None, (401, 'sign-in')), ('cara', (403, 'hosts-only')), ('mia', (403, 'hosts-only'))):
        assert house.refused('round_admit', who, invitation=member(house, 'cara'), why='So.', value='yes') == said


# ---- links


def make(house, guest='Gus', group='customer', days='', **given):
    return house.act('link_make', HOST, guest=guest, guest_group=group, days=days, **given)


def links(house):
    return house.database.rows('''select id, name, "group", (expires_at - made_at)::text, ended_at is not null
                                  from guest_link where round = %s order by made_at, name''', house.number)


def test_a_link_lets_somebody_without_an_account_in(house):
    assert make(house, ' Gus Green ', days='10') == [{'status': 303, 'location': '/rounds/1/host', 'done': 'link-made'}]
    ((id, name, group, holds, ended),) = links(house)
    assert (name, group, holds, ended) == ('Gus Green', 'customer', '10 days', False) and id > 0
    house.made('advice_save', f'link:1.{id}', name=None, group=None, question=1, body='Drop it.', do='send', card='',
               share='none')
    assert house.database.rows('select name, "group" from member where guest') == [('Gus Green', 'customer')]


def test_without_a_number_of_days_it_holds_until_the_answer_is_read(house):
    make(house)
    assert house.database.value('''select l.expires_at = r.report_due + interval '14 days'
                                   from guest_link l join round r on r.number = l.round''')


def test_the_same_form_twice_and_two_of_one_name(house):
    make(house)
    make(house)
    assert len(links(house)) == 1
    make(house, group='distributor')
    house.at(4)
    make(house)
    assert len(links(house)) == 3
    assert len({id for id, *_ in links(house)}) == 3


@pytest.mark.parametrize('given, said', [
    ({'guest': ''}, {'guest': 'missing'}),
    ({'guest': None, 'group': ''}, {'guest': 'missing', 'guest_group': 'missing'}),
    ({'guest': 'x' * 81}, {'guest': 'too-long 80'}),
    ({'guest': 'G\u202eus'}, {'guest': 'characters'}),
    ({'guest': 'G\nus'}, {'guest': 'one-line'}),
    ({'group': 'staff'}, {'guest_group': 'other-group'}),
    ({'group': 'nobody'}, {'guest_group': 'other-group'}),
    ({'days': '0'}, {'days': 'value 365'}),
    ({'days': '366'}, {'days': 'value 365'}),
    ({'days': 'ten'}, {'days': 'value 365'}),
])
def test_a_link_that_is_refused(house, given, said):
    assert keys(make(house, **given)) == said
    assert links(house) == []


def test_only_so_many_links(house):
    house.database.run('''
        insert into guest_link
        select 'grind', 1, n, 'G', 'customer', min(m.id), clock(), clock() from member m, generate_series(1, 200) n group by n''')
    assert make(house) == [{'status': 409, 'key': 'too-many-links'}]


@pytest.mark.parametrize('who, said', [(None, (401, 'sign-in')), ('cara', (403, 'hosts-only')), ('mia', (403, 'hosts-only')),
                                       ('link:1.1', (401, 'sign-in'))])
def test_who_makes_no_links(house, who, said):
    assert house.refused('link_make', who, guest='Gus', guest_group='customer', days='') == said
    assert house.refused('link_end', who, link='1') == said


@pytest.mark.parametrize('end', ['ended', 'expired', 'of another round', 'of a site', 'made up'])
def test_a_link_that_no_longer_holds(house, end):
    make(house, days='5')
    ((id, *_),) = links(house)
    subject = f'link:1.{id}'
    if end == 'ended':
        for _ in range(2):
            assert house.do('link_end', HOST, link=id) == 'link-ended'
    elif end == 'expired':
        house.at(OPENS + 6, '12:01')
    elif end == 'of another round':
        house.open(title='Another subject')
        subject = f'link:{house.number}.{id}'
    elif end == 'of a site':
        House(house.database, 'other').open()
        assert house.refused('advice_save', subject, site='other', question=1, body='x', do='send', card='', share='none') == (
            410, 'link-gone')
        return
    else:
        subject = 'link:1.1'
    said = house.refused('advice_save', subject, question=1, body='Drop it.', do='send', card='', share='none')
    assert said == (410, 'link-gone')
    assert house.database.value('select count(*) from member where guest') == 0


def test_ending_a_link_that_is_not_there(house):
    for link in ('1', 'x', '', None):
        assert house.refused('link_end', HOST, link=link) == (404, 'not-found')
