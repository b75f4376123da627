# SPDX-License-Identifier: Apache-2.0
"""Proposing and editing: what is written, what is refused, and that nothing foreseen raises."""

import pytest

from conftest import ACTIONS

VIEW = ('site', 'subject', 'name', 'group')

# Characters that no text may have: they are not XML. NUL never gets as far as PostgreSQL.
NOT_XML = [*range(0x01, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF]
# Characters that one plain line may not have besides: controls, bidi controls, invisible ones.
NOT_PLAIN = [
    0x09,
    0x7F,
    *range(0x80, 0x85),
    *range(0x86, 0xA0),
    0x061C,
    0x200B,
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),
    0x2060,
    *range(0x2066, 0x206A),
    0xFEFF,
]
LINE_ENDS = [0x0A, 0x0D, 0x85, 0x2028, 0x2029]
# What people need: joiners, soft hyphen, right-to-left letters, combining marks, emoji, flags made of tags, U+FFFD.
WANTED = [0x200C, 0x200D, 0xAD, 0x05D0, 0x0627, 0x0301, 0x1F600, 0xE0067, 0xFFFD, 0xA0, 0x3000, 0x10FFFF]


def refused(*fields):
    """The rows of a refused form, from texts like 'title too-short 5 120'."""
    rows = []
    for field in fields:
        name, key, *limits = field.split()
        row = {'status': 422, 'field': name, 'key': key}
        if limits:
            row.update({'max': int(limits[-1])} if len(limits) == 1 else {'min': int(limits[0]), 'max': int(limits[1])})
        rows.append(row)
    return rows


@pytest.fixture(params=['idea_propose', 'idea_edit'])
def form(request, database):
    """Fills in one of the two forms; both must refuse the same."""
    if request.param == 'idea_edit':
        database.propose(title='Something else first')
    return lambda **given: database.act(request.param, **given)


# ---- what is written


def test_a_proposal_writes_everything(database):
    (row,) = database.act('idea_propose')
    assert row == {'status': 303, 'location': '/ideas/1', 'done': 'proposed'}
    assert database.rows('select site, number, kind, stage, title, body, version, edited_at from idea') == [
        ('grind', 1, 'hurts', 'use', 'A quieter hopper', 'It *rattles*.', 1, None)
    ]
    assert database.rows('select idea, version, kind, stage, title, body from idea_version') == [
        (1, 1, 'hurts', 'use', 'A quieter hopper', 'It *rattles*.')
    ]
    assert database.rows('select idea, votes, earlier from idea_tally') == [(1, 0, 0)]
    assert database.rows('select facet, top from idea_facet order by facet') == [
        ('', 0),
        ('kind:hurts', 0),
        ('kind:hurts stage:use', 0),
        ('stage:use', 0),
    ]
    assert database.rows("select ideas, members, last_idea from site_tally where site = 'grind'") == [(1, 1, 1)]
    assert database.rows('select topic from change order by topic') == [('idea 1',), ('ideas',)]
    assert database.rows('select subject, name, "group" from member') == [('ada', 'Ada', 'customer')]
    assert database.rows("select * from recount('grind')") == []


def test_numbers_count_from_one_on_every_site(database):
    assert [database.propose() for _ in range(3)] == [1, 2, 3]
    assert [database.propose(site='other') for _ in range(2)] == [1, 2]


def test_text_is_trimmed_and_line_ends_are_one_character(database):
    database.propose(title='\u00a0\u200c \n A quieter hopper \t\r\n', body='  one\r\ntwo\rthree\n')
    assert database.rows('select title, body from idea') == [('A quieter hopper', '  one\ntwo\nthree\n')]


def test_an_edit_keeps_every_version(database):
    database.propose()
    database.act('vote_cast', subject='ben')
    (row,) = database.act('idea_edit', title='A silent hopper', kind='better', stage='buy', body=None)
    assert row == {'status': 303, 'location': '/ideas/1', 'done': 'edited'}
    assert database.rows('select title, body, kind, stage, version, edited_at is not null from idea') == [
        ('A silent hopper', '', 'better', 'buy', 2, True)
    ]
    assert database.rows('select version, title, kind, stage, body from idea_version order by version') == [
        (1, 'A quieter hopper', 'hurts', 'use', 'It *rattles*.'),
        (2, 'A silent hopper', 'better', 'buy', ''),
    ]
    assert database.rows('select votes, earlier from idea_tally') == [(1, 1)]
    assert database.rows('select facet, top from idea_facet order by facet') == [
        ('', 1),
        ('kind:better', 1),
        ('kind:better stage:buy', 1),
        ('stage:buy', 1),
    ]
    assert database.rows("select * from recount('grind')") == []


def test_an_edit_that_changes_nothing_makes_no_version(database):
    database.propose()
    database.act('vote_cast', subject='ben')
    database.run('delete from change')
    assert database.act('idea_edit', title=' A quieter hopper ')[0]['done'] == 'edited'
    assert database.rows('select version, edited_at from idea') == [(1, None)]
    assert database.rows('select votes, earlier from idea_tally') == [(1, 0)]
    assert database.rows('select topic from change') == []


@pytest.mark.parametrize(
    'field, value', [('title', 'Another title'), ('body', ''), ('kind', 'keep'), ('stage', 'return')]
)
def test_each_field_alone_makes_a_version(database, field, value):
    database.propose()
    database.act('idea_edit', **{field: value})
    assert database.rows(f'select version, {field} from idea') == [(2, value)]
    assert database.rows("select * from recount('grind')") == []


# ---- what is refused


@pytest.mark.parametrize('nothing', [None, '', ' \n\u3000'])
def test_every_field_missing(form, nothing):
    blank = None if nothing is None else ''
    assert form(title=nothing) == refused('title missing')
    assert form(kind=blank) == refused('kind missing')
    assert form(stage=blank) == refused('stage missing')
    assert form(title=nothing, kind=blank, stage=blank, body=blank) == refused(
        'title missing', 'kind missing', 'stage missing'
    )


def test_a_form_with_nothing_in_it(database):
    nothing = dict.fromkeys(set(ACTIONS['idea_propose'].split()) - {*VIEW}, None)
    assert database.act('idea_propose', **nothing) == refused(
        'title missing', 'kind missing', 'stage missing', 'token missing'
    )
    assert database.rows('select from idea') == [] and database.rows('select from member') == []


@pytest.mark.parametrize('letter', ['x', 'Ж', '語', '😀', 'e'])
def test_the_length_of_a_title_in_characters(form, database, letter):
    assert form(title=letter * 4) == refused('title too-short 5 120')
    assert form(title=letter * 121) == refused('title too-long 5 120')
    assert form(title=' ' * 9 + letter * 4 + ' ' * 9) == refused('title too-short 5 120')
    assert form(title=letter * 5)[0]['status'] == 303
    version = str(database.value('select max(version) from idea'))
    assert form(title='\n' + letter * 120 + ' ', version=version)[0]['status'] == 303
    assert database.value('select char_length(title) from idea order by number desc limit 1') == 120


def test_the_length_of_a_body_in_characters(form, database):
    assert form(body='😀' * 10_001) == refused('body too-long 10000')
    assert form(body='😀' * 9_000 + '\r\n' * 1_000)[0]['status'] == 303
    assert database.value('select max(char_length(body)) from idea') == 10_000


@pytest.mark.parametrize('field', ['kind', 'stage'])
@pytest.mark.parametrize('value', ['nonsense', 'Hurts', "' or true --", 'x' * 5000, 'customer', '\u202e', '1'])
def test_an_unknown_choice(form, field, value):
    assert form(**{field: value}) == refused(f'{field} unknown')


def test_a_choice_of_another_site(form, database):
    database.run("insert into kind values ('other', 'theirs', 'Theirs', 9)")
    assert form(kind='theirs') == refused('kind unknown')


def each(codes, answer):
    """The answers to a text with each of these characters in it, by its name."""
    return {f'U+{code:04X}': answer(f'A quiet{chr(code)} hopper') for code in codes}


def test_characters_that_a_line_may_not_have(form):
    codes = NOT_XML + NOT_PLAIN
    assert each(codes, lambda text: form(title=text)) == each(codes, lambda text: refused('title characters'))


def test_titles_of_two_lines(form):
    assert each(LINE_ENDS, lambda text: form(title=text)) == each(LINE_ENDS, lambda text: refused('title one-line'))


def test_characters_that_a_body_may_not_have(form):
    assert each(NOT_XML, lambda text: form(body=text)) == each(NOT_XML, lambda text: refused('body characters'))


def test_characters_that_people_need(database):
    def kept(text):
        database.propose(title=text, body=text)
        return database.rows('select title, body from idea order by number desc limit 1')

    assert each(WANTED, kept) == each(WANTED, lambda text: [(text, text)])


def test_a_body_may_have_what_only_a_line_may_not(database):
    codes = [code for code in NOT_PLAIN + LINE_ENDS if code != 0x0D]

    def kept(text):
        database.propose(body=text)
        return database.value('select body from idea order by number desc limit 1')

    assert each(codes, kept) == each(codes, lambda text: text)


@pytest.mark.parametrize(
    'domain, codes',
    [
        ('idea_title', NOT_XML + NOT_PLAIN + LINE_ENDS),
        ('person_name', NOT_XML + NOT_PLAIN + LINE_ENDS),
        ('subject_name', NOT_XML + NOT_PLAIN + LINE_ENDS),
        ('label', NOT_XML + NOT_PLAIN + LINE_ENDS),
        ('idea_body', NOT_XML),
    ],
)
def test_the_tables_refuse_it_too(database, domain, codes):
    """Whatever a rule lets through by mistake: the domain of the column does not."""
    let_through = database.rows(
        f'''
        create or replace function pg_temp.fits(t text) returns boolean language plpgsql as $$ begin
            perform t::{domain}; return true;
        exception when check_violation then return false; end $$;
        select n from unnest(%s::int[]) n where pg_temp.fits('word' || chr(n) || 'word')''',
        codes,
    )
    assert let_through == []
    assert database.value("select pg_temp.fits('wordword')")


# ---- tokens


@pytest.mark.parametrize(
    'token, key',
    [
        (None, 'missing'),
        ('', 'missing'),
        ('x' * 15, 'characters'),
        ('x' * 65, 'characters'),
        ('x' * 16 + ' ', 'characters'),
        ('ж' * 20, 'characters'),
        ('x' * 20 + '\n', 'characters'),
    ],
)
def test_a_bad_token(database, token, key):
    assert database.act('idea_propose', token=token) == refused(f'token {key}')
    database.propose()
    if token:
        assert database.act('idea_edit', token=token) == refused('token characters')


@pytest.mark.parametrize('token', ['x' * 16, 'A-z_09' * 10 + 'abcd'])
def test_the_limits_of_a_token(database, token):
    assert database.act('idea_propose', token=token)[0]['status'] == 303


def test_the_same_form_again_gives_the_first_answer(database):
    first = database.act('idea_propose', token='once-and-for-all')
    assert database.act('idea_propose', token='once-and-for-all', title='Another title') == first
    assert database.value('select count(*) from idea') == 1


def test_a_refused_form_may_be_sent_again(database):
    assert database.act('idea_propose', token='once-and-for-all', title='no')[0]['status'] == 422
    assert database.act('idea_propose', token='once-and-for-all')[0]['status'] == 303


def test_a_token_is_one_members_on_one_site(database):
    answers = [
        database.act('idea_propose', token='once-and-for-all', **given)[0]['location']
        for given in ({}, {'subject': 'ben'}, {'site': 'other'}, {})
    ]
    assert answers == ['/ideas/1', '/ideas/2', '/ideas/1', '/ideas/1']


def test_the_same_edit_again_gives_the_first_answer(database):
    database.propose()
    first = database.act('idea_edit', title='A silent hopper', token='an-edit-of-ideas')
    assert database.act('idea_edit', title='A silent hopper', token='an-edit-of-ideas') == first
    assert database.value('select version from idea') == 2
    assert database.act('idea_edit', title='A silent hopper') == [{'status': 409, 'key': 'changed'}]


# ---- whose idea, and which


def test_other_peoples_ideas(database):
    database.propose()
    for given in ({'subject': 'ben'}, {'subject': 'ben', 'group': 'staff'}, {'subject': 'ADA'}):
        assert database.act('idea_edit', title='Mine now', **given) == [{'status': 403, 'key': 'not-yours'}]
    assert database.value('select count(*) from member') == 1, 'who is refused becomes no member'


@pytest.mark.parametrize('number', ['2', '0', '-1', '1.0', ' 1', '01', '1x', '', None, '9' * 18, '9' * 40, "1' or '1"])
@pytest.mark.parametrize('action', ['idea_edit', 'vote_cast'])
def test_an_idea_that_is_not_there(database, action, number):
    database.propose()
    database.propose(site='other'), database.propose(site='other')
    assert database.act(action, number=number) == [{'status': 404, 'key': 'not-found'}]


@pytest.mark.parametrize('version', ['0', '2', '01', '-1', 'x', '1 ', '9' * 40])
def test_an_edit_of_another_version(database, version):
    database.propose()
    assert database.act('idea_edit', title='A silent hopper', version=version) == [{'status': 409, 'key': 'changed'}]
    assert database.value('select version from idea') == 1


@pytest.mark.parametrize('version', [None, ''])
def test_an_edit_of_no_version(database, version):
    database.propose()
    assert database.act('idea_edit', version=version) == refused('version missing')


@pytest.mark.parametrize('action', ACTIONS)
@pytest.mark.parametrize('subject', [None, '', '  ', 'a\nb', 'a\u202eb', '\u0001', 'x' * 256])
def test_nobody_may_act(database, action, subject):
    database.propose()
    assert database.act(action, subject=subject) == [{'status': 401, 'key': 'sign-in'}]
    assert database.value('select count(*) from member') == 1


@pytest.mark.parametrize('action, field', [(action, field) for action in ACTIONS for field in ACTIONS[action].split()])
def test_nothing_raises(database, action, field):
    """Any value in any parameter is answered by rows."""
    database.propose()
    for value in (None, '', "'; drop table idea; --", 'x' * 20_000, '\u0001\uffff', '-1', '{}', '%s', '\\'):
        rows = database.act(action, **{field: value})
        assert rows and all(row['status'] in (303, 401, 403, 404, 409, 422) for row in rows)
    assert database.rows("select * from recount('grind')") == []
