# SPDX-License-Identifier: Apache-2.0
"""Searching ideas, and ideas that are close to a title: what is found, in which order, and how much is read for it."""

import pytest

import pages
from conftest import IDEAS, WEB

LIST, SEARCH = pages.query('ideas', 'ideas/idea'), pages.query('ideas', 'search')
SIMILAR = pages.query('ideas_similar', 'ideas/idea')


def rows(database, q, **given):
    return pages.fetch(database.session(WEB), LIST, **{'site': 'grind', 'q': q, **given})


def found(database, q, **given):
    return [row['@number'] for row in rows(database, q, **given)]


def refused(database, q):
    return [row.get('@refused') for row in pages.fetch(database.session(WEB), SEARCH, q=q)]


def similar(database, title, site='grind'):
    return [row['@number'] for row in pages.fetch(database.session(WEB), SIMILAR, site=site, title=title)]


# ---- words

SAME = [  # two ways of writing the same words
    ('Die Mühle KLEMMT', 'die muhle klemmt'), ('Größe', 'GRÖSSE grosse'), ('naïve café', 'nai\u0308ve cafe\u0301'),
    ('ﬁnd', 'find'), ('ＦＵＬＬ', 'full'), ('ΣΊΣΥΦΟΣ', 'σίσυφος'), ('ЁЖИК', 'ежик'), ('İstanbul', 'istanbul'),
    ('Kraft\u00adwerk', 'kraftwerk'), ('e-mail, (really)!', 'really e mail'), ("don't", 'don t'), ('a/b_c=d', 'd c b a'),
    ('**bold** `code` [link](x)', 'bold code link x'), ('日本', '本日'), ('3.5 mm', '3 5 mm'), ('two\n\u2028lines\t', 'two lines'),
]


@pytest.mark.parametrize('one, other', SAME)
def test_the_same_words(database, one, other):
    first, second = database.rows('select array(select unnest(words(%s)) order by 1), array(select unnest(words(%s)) order by 1)',
                                  one, other)[0]
    assert first == second != []


@pytest.mark.parametrize('text', ['', None, ' ', '!?.,;:()[]{}<>&|*\'"\\/%$#@^~`', '🫖🎉👩‍👧', '„“«»—…·•', '\u202e\u200f', '→ ← ©'])
def test_no_words(database, text):
    assert database.value('select words(%s)', text) == []


def test_words_of_other_scripts_stay_whole(database):
    for word in ('कैंची', 'עברית', 'العربية', 'ქართული', 'ไทย', 'tiếng'):
        assert len(database.value('select words(%s)', f'x {word}, y')) == 3, word


def test_long_words_and_long_texts(database):
    """A word is cut, and only the first two hundred count: the index takes no more, and an idea shall not take long."""
    assert database.value('select words(%s)', 'x' * 10_000) == ['x' * 40]
    many = ' '.join(f'word{n}' for n in range(1000))
    assert database.value('select words(%s)', many) == [f'word{n}' for n in range(200)]
    database.propose(title='The longest of them', body='日' * 10_000)
    database.propose(title='One of every sign', body=''.join(chr(n) for n in range(0x20, 0x2600)))
    assert found(database, 'longest') == [1] and found(database, 'sign') == [2]


# ---- what is found

def test_all_words_in_title_or_body(database):
    database.propose(title='The crank slips', body='In the morning, with wet hands.')
    database.propose(title='A longer crank', body='It would help.')
    database.propose(title='Wet hands', body='My hands slip on the Crank.')
    database.propose(site='other', title='The crank of another site')
    assert sorted(found(database, 'crank')) == [1, 2, 3]
    assert sorted(found(database, 'WET crank')) == [1, 3]
    assert found(database, 'wet crank morning') == [1]
    assert found(database, 'wet crank evening') == [] == found(database, 'nothing')
    assert found(database, 'hand') == [3, 1], 'of the last word the beginning is enough'
    assert found(database, 'hand wet') == [], 'and of the last one only'
    assert found(database, 'hands wet') == [3, 1]
    assert found(database, 'crank', site='other') == [1] and found(database, 'crank', site='nobody') == []


def test_the_title_weighs_more_then_the_order_of_the_list(database):
    for title, body in (('A quiet grinder', ''), ('Something else', 'A quiet grinder'), ('Quiet mornings', 'The grinder'),
                        ('Another quiet grinder', '')):
        database.propose(title=title, body=body)
    assert found(database, 'quiet grinder') == [4, 1, 3, 2]
    for n in range(5):
        database.act('vote_cast', number='1', subject=f'voter{n}')
        database.act('vote_cast', number='2', subject=f'voter{n}')
    assert found(database, 'quiet grinder') == [1, 4, 3, 2]


def test_the_filters_of_the_list(database):
    for kind, stage in (('hurts', 'use'), ('hurts', 'buy'), ('keep', 'use'), ('keep', 'buy')):
        database.propose(title='A crank that slips', kind=kind, stage=stage)
    assert found(database, 'crank', kind='hurts') == [2, 1]
    assert found(database, 'crank', stage='buy') == [4, 2]
    assert found(database, 'crank', kind='keep', stage='use') == [3]
    assert found(database, 'crank', kind='unheard') == []


def test_only_what_the_list_shows(database):
    """The rows by which the list finds an idea decide here, too."""
    for _ in range(3):
        database.propose(title='A crank that slips', body='')
    for n in range(9):
        database.propose(title=f'Something else, {n}', body='', kind='keep')
    database.run("delete from idea_facet where site = 'grind' and idea = 2")
    listed = [row['@number'] for row in pages.fetch(database.session(WEB), LIST, site='grind', kind='hurts')]
    assert listed == found(database, 'crank') == similar(database, 'A crank that slips') == [3, 1]


def test_an_edit_changes_what_is_found(database):
    database.propose(title='The crank slips', body='In the morning.')
    database.act('idea_edit', title='The handle slips', body='In the evening.')
    assert found(database, 'crank') == found(database, 'morning') == [] and found(database, 'evening handle') == [1]
    words = database.rows("select word, title from idea_word where site = 'grind' and idea = 1 order by 1")
    assert words == [('evening', False), ('handle', True), ('in', False), ('slips', True), ('the', True)]


def test_ideas_that_came_in_bulk_are_found_after_the_next_installation(database):
    for _ in range(2):
        database.propose(title='The crank slips', body='In the morning.')
    before = database.rows('select * from idea_word order by 1, 2, 3')
    database.run('delete from idea_word where idea = 1')
    assert found(database, 'crank') == [2]
    database.run('select words_fill(); select words_fill()')
    assert database.rows('select * from idea_word order by 1, 2, 3') == before


def test_pages_of_a_search_join_without_a_gap(database):
    for n in range(23):
        database.propose(title=f'A crank that slips, {n}')
    seen, after = [], None
    while True:
        page = rows(database, 'crank', after=after, limit='7')
        seen += [row['@number'] for row in page]
        if '@more' not in page[-1]:
            break
        after = page[-1]['@cursor']
    assert seen == list(range(23, 0, -1))


# ---- what cannot be searched for

HOSTILE = ["'", '"', "'; drop table idea; --", 'a & !b | (c', ':* & |', '%', '_%', '\\', '\\\\x00', '*', '?', '[', ')(', '{1,2}',
           '$1 %s {q}', 'a:b', 'x' * 100, '\u202e\u2066 abc', 'شاي', '🫖', '👩‍👩‍👧', '\U0010ffff', 'a\U0010ffff',
           '<script>', 'null', '\x7f', '\ud7ff', 'ı İ ſ', '0' * 99, '-1', '1e309']


@pytest.mark.parametrize('q', HOSTILE)
def test_hostile_words_find_nothing_or_what_they_say(database, q):
    database.propose(title='Quieter hoppers', body='')
    assert found(database, q) == []
    assert refused(database, q) in ([None], ['missing'])
    assert similar(database, q) == []
    database.propose(title='Something', body=q)
    if refused(database, q) == [None]:
        assert found(database, q) == [2]


@pytest.mark.parametrize('q, key', [
    ('x' * 101, 'too-long'), ('a ' * 5000, 'too-long'), ('a b c d e f g h i j k', 'too-many'), ('a b c d e f g h i j', None),
    ('a\tb\nc  d e f g h i j ', None), ('.', 'missing'), (' ', 'missing'), ('🫖 ' * 11, 'missing'), ('日本' * 20, None),
    ('a-b-c-d-e-f-g-h-i-j-k-l', None)])
def test_what_is_refused(database, q, key):
    database.propose(title='A quieter hopper', body=q[:1000])
    assert refused(database, q) == [key]
    assert found(database, q) == ([1] if key is None else [])


def test_no_search_is_no_refusal(database):
    database.propose()
    assert refused(database, None) == [] and found(database, None) == [1]


# ---- close to a title

def fill_demo(database):
    for n in range(40):
        database.propose(title=f'The {n}th thing that is in the way of it', body='It is the same with all of the things.')


def test_the_likest_ideas_first_rare_words_before_common_ones(database):
    fill_demo(database)
    database.propose(title='A crank that slips in wet hands', body='The crank.')        # 41
    database.propose(title='Wet coffee', body='Hands off.')
    database.propose(title='The thing with the crank', body='')
    database.propose(title='Nothing of the sort', body='The crank slips in wet hands.')
    assert similar(database, 'My crank slips when my hands are wet') == [41, 44, 42]
    assert similar(database, 'The crank') == [43, 41], 'one word somewhere in the text is chance'
    assert similar(database, 'It is the thing in the way of all') == [], 'words of most ideas say nothing'
    assert similar(database, 'Unheard words alone') == [] == similar(database, '') == similar(database, None)
    assert similar(database, 'crank', site='other') == []


def test_at_most_five_and_votes_decide_among_equals(database):
    fill_demo(database)
    for _ in range(7):
        database.propose(title='A crank that slips')
    for number, votes in (('42', 2), ('44', 1)):
        for n in range(votes):
            database.act('vote_cast', number=number, subject=f'voter{n}')
    assert similar(database, 'Crank slips') == [42, 44, 47, 46, 45]


def test_a_community_that_has_just_begun(database):
    database.propose(title='A crank that slips', body='')
    assert similar(database, 'The crank') == [1]
    database.propose(title='A lid that rattles', body='')
    assert similar(database, 'The crank') == [1] and similar(database, 'a rattling lid') == [2]


def test_a_title_may_be_anything(database):
    database.propose(title='A crank that slips', body='')
    assert similar(database, 'crank ' + 'x ' * 5000) == [1] and similar(database, '🫖 & | crank:*') == [1]


# ---- how much is read: twenty thousand ideas with words that are in all of them

def read_for(database, query, **given):
    nodes = pages.explain(database.session(WEB), query, options=', analyze, timing off', **{'site': 'grind', **given})
    whole = {node['Relation Name'] for node in nodes if node['Node Type'] in ('Seq Scan', 'Bitmap Heap Scan')}
    assert whole <= {'kind', 'stage', 'member_group', 'site_tally'}, 'only what is a handful of rows'
    words = [node for node in nodes if node.get('Relation Name') == 'idea_word']
    assert all(node['Node Type'] in ('Index Only Scan', 'Index Scan') for node in words) and words
    return {table: sum(round(n['Actual Rows'] * n['Actual Loops']) for n in nodes if n.get('Relation Name') == table)
            for table in ('idea_word', 'idea_facet', 'idea', 'idea_tally')}


@pytest.mark.parametrize('q, capped', [('words', True), ('words about', True), ('idea of number', True), ('number 17', True),
                                       ('19999', False), ('17 18', False), ('w', True), ('1', True), ('nothing', False)])
def test_a_search_reads_no_more_than_its_cap(many, q, capped):
    read = read_for(many, LIST, q=q)
    others = len(q.split()) - 1
    assert read['idea_word'] <= 500 * (others + 1) + 500 + 500 * others
    assert read['idea_facet'] <= 100 and read['idea'] <= 21 and read['idea_tally'] <= 21
    assert {'@capped' in row for row in rows(many, q)} <= {capped}


def test_the_newest_are_those_that_are_looked_at(many):
    numbers = []
    after = None
    while True:
        page = rows(many, 'words', limit='50', after=after)
        numbers += [row['@number'] for row in page]
        if '@more' not in page[-1]:
            break
        after = page[-1]['@cursor']
    assert len(numbers) == len(set(numbers)) == 100 and min(numbers) > IDEAS - 500


def test_a_hundred_are_listed_and_if_there_are_more_it_is_said(database):
    for n in range(101):
        database.propose(title='A crank that slips', kind='hurts' if n else 'keep')
    assert len(rows(database, 'crank', limit='50')) == 50 and all('@capped' in row for row in rows(database, 'crank'))
    assert found(database, 'crank', kind='keep') == [1], 'though it is not among the hundred newest'
    database.act('idea_edit', subject='ada', number='2', title='Something else', kind='hurts')
    assert not any('@capped' in row for row in rows(database, 'crank'))


def test_a_filter_looks_through_all_that_are_looked_at(many):
    assert len(rows(many, 'words', kind='hurts', stage='use', limit='50')) in (16, 17)      # of 500, every thirtieth


def test_close_ideas_read_no_more_than_fifty_of_each_word(many):
    title = 'Idea of the number words about it 17 and 18 then 19 with 20 other words of it all 21 22 23 24 25'
    read = read_for(many, SIMILAR, title=title)
    assert read['idea_word'] <= 20 * 50
    assert read['idea_facet'] <= 10 and read['idea'] <= 10 and read['idea_tally'] <= 10
    assert similar(many, 'The number 17777') == [17777]
