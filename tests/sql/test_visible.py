# SPDX-License-Identifier: Apache-2.0
"""Who may see what of a round: every person, every phase, every page. See sealed.py for who they are and what they may see."""

import functools
import re

import pytest

import pages
import sealed
from conftest import WEB, copy_of
from sealed import CARDS, COLUMNS, NUMBER, PEOPLE, WITH_CARDS, WORDS

OF_ROUND = ['round', 'card', 'table', 'hearing', 'choosing', 'traces', 'answer', 'round_cards', 'round_host', 'round_preview',
            'round_edit']
OF_ALL = ['overview', 'rounds', 'promises', 'promises_csv', 'me']
CARD_NUMBERS = {number: kind for kind, (number, _) in CARDS.items()}


@pytest.fixture(scope='module')
def rounds(cluster, template):
    database = copy_of(cluster, template)
    database.run(sealed.fill())
    database.run('analyze')
    yield database
    cluster.drop(database)


@pytest.fixture(scope='module')
def read(rounds):
    return pages.Prepared(rounds.connect(WEB))


@pytest.fixture(scope='module')
def look(read):
    return functools.cache(functools.partial(looks, read))


def viewer(person, phase):
    """What the module knows of whoever asks."""
    what = PEOPLE[person] if person else ()
    link = 'link' in what
    return {
        'site': 'grind', 'subject': sealed.subject(person, phase), 'group': what[0] if what and not link else None,
        'moderator': 'yes' if 'moderator' in what else None, 'admin': 'yes' if 'admin' in what else None,
        'number': str(NUMBER[phase]), 'limit': '50',
    }


def texts_of(read, names, given):
    """All that pages give, as one text. A page that is refused gives nothing."""
    text = []
    for name in names:
        queries = [query for query in pages.QUERIES if query.page == name]
        refused = [row for query in queries if query.element == 'outcome' for row in read(query, given)]
        if not refused:
            text += [str(value) for query in queries if query.element != 'outcome' for row in read(query, given) for value in row]
    return '\n'.join(text)


def looks(read, person, phase):
    """All that a person can get out of one round, also by addresses of cards and tables that they know or guess."""
    given = viewer(person, phase)
    text = [texts_of(read, [name for name in OF_ROUND if name not in ('card', 'table')], given)]
    text += [texts_of(read, ['card'], {**given, 'card': str(number)}) for number in CARD_NUMBERS]
    text += [texts_of(read, ['table'], {**given, 'table': table, 'from': '1'}) for table in '123']
    return '\n'.join(text)


@pytest.mark.parametrize('phase', COLUMNS)
def test_everybody_reads_what_they_may_and_nothing_else(look, phase):
    wrong = []
    for person in PEOPLE:
        text = look(person, phase)
        for name, seen in WORDS.items():
            if (sealed.word(name, phase) in text) != ((person, phase) in seen):
                wrong.append((person, name, 'not shown' if (person, phase) in seen else 'shown'))
        numbers = {CARD_NUMBERS.get(int(number)) for number in re.findall(r'\b9000000\d\d\b', text)}
        for kind, (_, seen) in CARDS.items():
            if (kind in numbers) != ((person, phase) in seen):
                wrong.append((person, f'number of {kind}', 'not shown' if (person, phase) in seen else 'shown'))
        others = {other for name in WORDS for other in WITH_CARDS if other != phase and sealed.word(name, other) in text}
        assert not others, 'a round shows what is in another'
    assert wrong == []


@pytest.mark.parametrize('phase', COLUMNS)
def test_names_of_advisers(look, phase):
    """Nobody reads who gave advice, except where its adviser said so, and the round is reported."""
    for person in PEOPLE:
        names = set(re.findall(r'\bn(\w+)n\b', look(person, phase))) & {'wanda', 'nadia', 'tom', 'lars'}
        told = {'nadia'} if phase in ('reported', 'closed') and (person, phase) in CARDS['named'][1] else set()
        assert names - {person} == told - {person}, person


@pytest.mark.parametrize('person', PEOPLE)
def test_lists_over_all_rounds(read, person):
    """Front page, lists, feeds and one's own page show nothing that the rounds themselves do not show."""
    names = OF_ALL + ['desk'] * ('moderator' in PEOPLE[person] if person else False)
    text = texts_of(read, names, {**viewer(person, 'table'), 'number': None})
    for name, seen in WORDS.items():
        for phase in WITH_CARDS:
            assert sealed.word(name, phase) not in text or (person, phase) in seen, (name, phase)
    if person and 'moderator' in PEOPLE[person] and 'host' not in PEOPLE[person]:
        assert str(CARDS['flagged'][0]) in text
    else:
        assert str(CARDS['flagged'][0]) not in text or person == 'wanda'
    if 'desk' not in names and person not in ('host', 'cohost'):
        assert 'Round in draft' not in text and 'Round in dropped' not in text


# ---- addresses that one guesses


@pytest.mark.parametrize('phase', NUMBER)
def test_a_guessed_address_is_like_none(read, phase):
    """A card or table that somebody may not see is refused exactly like one that there is not."""
    card, table = (pages.query(name, 'outcome') for name in ('card', 'table'))
    nothing = [row for row in read(card, {**viewer('mod', 'advice'), 'card': '999999999'})]
    assert nothing and nothing[0][0] == 404
    for person in PEOPLE:
        given = viewer(person, phase)
        for kind, (number, seen) in CARDS.items():
            answer = read(card, {**given, 'card': str(number)})
            assert answer == ([] if (person, phase) in seen else nothing), (person, kind)
        for number, seen in (('1', sealed.TABLE_1), ('2', sealed.TABLE_2), ('3', set()), ('99999999', set()), (None, set())):
            answer = read(table, {**given, 'table': number})
            assert answer == ([] if (person, phase) in seen else nothing), (person, number)


@pytest.mark.parametrize('phase', ['draft', 'dropped'])
@pytest.mark.parametrize('page', OF_ROUND)
def test_a_draft_is_not_there(read, page, phase):
    """For everybody but those who host and those who moderate, it is like a round of a number that there is not."""
    outcome = pages.query(page, 'outcome')
    for person, what in ((person, PEOPLE[person]) for person in PEOPLE):
        answer = read(outcome, viewer(person, phase))
        none = read(outcome, {**viewer(person, phase), 'number': '999'})
        assert none[0][0] == 404
        if not {'host', 'moderator'} & set(what):
            assert answer == none, person
            for query in pages.QUERIES:
                if query.page == page and query.element not in ('outcome', 'site') and 'number' in query.takes:
                    rows = read(query, viewer(person, phase))
                    assert rows == [] or query.element == 'record' and set(rows[0]) == {0}, (person, query.element)
        elif page in ('round', 'round_preview', 'round_host'):
            assert answer == [], person


@pytest.mark.parametrize('page', ['hearing', 'choosing', 'traces'])
def test_pages_of_hosts(read, page):
    for phase in WITH_CARDS:
        for person, what in PEOPLE.items():
            answer = read(pages.query(page, 'outcome'), viewer(person, phase))
            status = 200 if 'host' in what else 403 if person else 401
            assert [row[0] for row in answer] == ([] if status == 200 else [status]), (person, phase)


def test_a_link_that_was_ended_is_nobody(rounds):
    database = rounds
    for phase in ('advice', 'table', 'reported'):
        number = NUMBER[phase]
        where = f"where site = 'grind' and round = {number} and id = 8"
        for ending in ("ended_at = now()", "expires_at = made_at"):
            database.run(f'begin; update guest_link set {ending} {where}')
            given = viewer('link:{n}.8', phase)
            with database.session().cursor() as cursor:
                cursor.execute('set local role cocreate_web')
            for page in OF_ROUND:
                (row,) = pages.fetch(database.session(), pages.query(page, 'outcome'), **given)
                assert row == {'@status': 410, '@key': 'link-gone'}, page
            (mine,) = pages.fetch(database.session(), pages.query('round', 'mine'), **given)
            assert mine['@why-not'] == 'sign-in' and '@wrote' not in mine
            assert pages.fetch(database.session(), pages.query('round', 'own/card'), **given) == []
            database.run('rollback')


def test_a_link_is_for_one_round(read):
    for phase in WITH_CARDS:
        other = next(p for p in WITH_CARDS if p != phase)
        given = {**viewer('link:{n}.8', other), 'number': str(NUMBER[phase])}
        assert [row[0] for row in read(pages.query('round', 'outcome'), given)] == [410]
        assert read(pages.query('round', 'cards/card'), given) == []


# ---- numbers


COUNTED = {'table', 'hearing', 'choosing', 'acting', 'reported', 'closed', 'empty', 'over'}


@pytest.mark.parametrize('phase', NUMBER)
def test_how_many_there_are(rounds, phase):
    """Not said while it is sealed, to nobody, in no list; the host hears whether it is enough."""
    for person, what in PEOPLE.items():
        given = viewer(person, phase)
        rows = pages.fetch(rounds.session(WEB), pages.query('round', 'round'), **given)
        rows += [row for row in pages.fetch(rounds.session(WEB), pages.query('rounds', 'rounds/round'), **given)
                 if str(row['@number']) == given['number']]
        for row in rows:
            counts = {key for key in row if key in ('@cards', '@advisers')}
            assert counts == ({'@cards', '@advisers'} if phase in COUNTED else set()), person
            assert ('@tables-count' in row) == ('drawn_at' in sealed.PHASES[phase][1])
        mine = pages.fetch(rounds.session(WEB), pages.query('round', 'mine'), **given)
        enough = [row['@enough'] for row in mine if '@enough' in row]
        assert enough == (['yes'] if 'host' in what and phase in ('advice', 'open') else []), person


def test_switches_say_nothing_about_how_many(rounds):
    """Whether there will be tables depends on how many answer, so while that is sealed it is a maybe for one and for many."""
    rounds.run("begin; set local role cocreate_owner; update round set tables = 'auto', stones = 'auto' where site = 'grind'")
    for advisers in (0, 3, 4, 9, 60):
        rounds.run("update round set advisers = %s where site = 'grind'", advisers)
        for phase, expected in (('announced', 'maybe'), ('advice', 'maybe'), ('open', 'maybe'), ('table', 'yes')):
            (row,) = pages.fetch(rounds.session(), pages.query('round', 'round'), **viewer('member', phase))
            assert (row['@tables'], row['@stones']) == (expected, expected)
    rounds.run('rollback')


def test_stones_are_sealed_until_it_is_said_what_was_chosen(rounds):
    rounds.run('''begin; set local session_replication_role = replica;
        insert into stone (site, round, member, stone, insight, "group")
        select i.site, i.round, m.id, 1, min(i.insight), 'customer' from insight i
        join member m on m.site = i.site and m.subject = 'wanda' where i.site = 'grind' group by i.site, i.round, m.id;
        update round set stones = 'on' where site = 'grind';
        set local role cocreate_web''')
    for phase in WITH_CARDS:
        for person, what in PEOPLE.items():
            for page in ('round', 'choosing'):
                rows = pages.fetch(rounds.session(), pages.query(page, 'stones/stone'), **viewer(person, phase))
                may = phase in ('acting', 'reported', 'closed')
                assert bool(rows) == (may and (person, phase) in sealed.CHOSEN), (person, phase, page)
            own = pages.fetch(rounds.session(), pages.query('round', 'laid/stone'), **viewer(person, phase))
            assert len(own) == (1 if person == 'wanda' else 0)
    rounds.run('rollback')


# ---- the files themselves

# Words that somebody gave in confidence: a column of these tables, and the functions of which one must stand in the query.
GUARDED = {
    r'\ba\.body\b': r'\badvice_(shown|seen)\(',
    r'\ba\.hidden_reason\b': r'\badvice_(shown|seen)\(',
    r'\badvice a\b': r'\badvice_(shown|seen)\(|count\(|not exists \(select from advice',
    r'\bp\.body\b': r'\btable_shown\(',
    r'\bi\.sentence\b': r'\b(insight_shown|trace_shown)\(',
    r'\bi\.reason\b': r'\bchoice_shown\(',
    r'\bt\.(reason|contest|earlier_reason|outcome)\b': r'\btrace_shown\(|\bv\.phase in \(.reported., .closed.\)|v\.host',
    r'\bf\.reason\b': r'v\.moderator and not v\.host',
    r'\bt\.(see|differ|differ_too|first)\b': r'\btable_shown\(',
    r'\bstone s\b': r'\bstones_shown\(|s\.member = v\.member',
    r'\baction a\b': r'\bchoice_shown\(|v\.host',
}
# Queries that read the rows of cards without their words, with what they are for.
ONLY_COUNTED = {
    ('slots', 'round'): 'whether one has written oneself',
    ('me', 'notices/notice'): 'why a card was hidden, to its writer and to those who reported it',
    ('me', 'rounds/round'): 'in which rounds one has written oneself',
    ('round', 'placed/in'): 'numbers of cards that the page of cards holds, and of one\'s own',
    ('answer', 'placed/in'): 'numbers of one\'s own cards',
    ('answer', 'replies/reply'): 'numbers of one\'s own cards',
    ('answer', 'insights/insight'): 'numbers of one\'s own cards',
    ('answer', 'promises/promise'): 'numbers of one\'s own cards',
}


@pytest.mark.parametrize('query', [query for query in pages.QUERIES if query.page not in ('idea', 'ideas', 'idea_edit')],
                         ids=lambda query: f'{query.page}.{query.element}')
def test_a_query_that_touches_words_asks_who_may_read_them(query):
    for column, guard in GUARDED.items():
        if re.search(column, query.sql) and (query.page, query.element) not in ONLY_COUNTED:
            assert re.search(guard, query.sql), column


def test_nothing_else_reads_the_words_of_cards(rounds):
    """Pages get at the words of cards in no other way: no shared function that they call gives them out."""
    given = {name for name, in rounds.rows('''
        select p.proname from pg_proc p
        where p.pronamespace = 'cocreate'::regnamespace and has_function_privilege(%s, p.oid, 'execute')
          and not p.prosecdef and pg_get_functiondef(p.oid) ~ '\\mbody\\M' ''', WEB)}
    assert given == {'viewer', 'advice_shown', 'advice_state'}
