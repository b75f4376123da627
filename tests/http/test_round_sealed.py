# SPDX-License-Identifier: Apache-2.0
"""While a round is sealed nobody can tell whether anything was written; a round that ends early opens no card to anybody."""

import re

import pytest

from harness import document
from leaks import walk
from rounds import House, number_of

# --- sealed: nothing is written, five cards are written: the others see the same bytes -----------------------------------

LOOKERS = ['cleo', 'carl', 'sven', 'hana', 'hugo', 'mona', 'adele']


@pytest.fixture(scope='module')
def house(httpd, database, test_dir):
    house = House(httpd, database, test_dir)
    house.enter('hugo', 'cara', 'cem', 'chen', 'coco')
    house.set(overdue_promises=100)     # time passes for all rounds of these tests at once
    return house


@pytest.fixture
def sealed(house):
    """A round in its sealed phase; carl has given advice, everybody has been here before."""
    house.open_quickly('hana', hosts='hugo', leaning='We lean to the label.')
    house['hana'].acts('links', {'guest': 'Gus', 'guest_group': 'customer', 'days': ''})
    link = house['hana'].xml('host').find('links/link').get('signed')
    house.lookers = {**{login: house[login] for login in LOOKERS}, 'visitor': house.visitor, 'guest': house.guest(link)}
    house.to('opens_at')
    house['carl'].acts('cards', card('A word of carl.'))
    return house


def card(body, question=1, **fields):
    return {'question': question, 'body': body, 'do': 'send', 'share': 'text', **fields}


def bare(reply):
    """A reply without what differs from one request to the next: tokens, and the time."""
    headers = {name: value for name, value in reply.headers.items() if name != 'Date'}
    return reply.status_code, headers, re.sub(rb'[0-9a-f]{32}', b'', reply.content)


def without(reply, number):
    status, headers, content = reply
    headers = {name: value for name, value in headers.items() if name != 'Content-Length'}
    shown = rb'%d\b' % number if number > 1000 else rb'(?<=rounds/)%d\b' % number
    return status, headers, re.sub(shown, b'N', content)


def seen_by_all(house):
    """{(who, channel): bytes} of everybody who wrote none of the cards; the numbers of cards are guessed."""
    return {(who, channel): bare(reply) for who, person in house.lookers.items()
            for channel, reply in walk(person, [345678912]).items()}


def test_five_cards_change_nothing_for_the_others(sealed):
    before = seen_by_all(sealed)
    for place in range(5):
        sealed['cara'].acts('cards', card(f'Number {place} of cara.', question=1 + place % 2))
    sealed['cem'].acts('cards', card('Not sent yet.', do='draft'))
    after = seen_by_all(sealed)
    assert {key for key in before if before[key] != after[key]} == set()

    for login in ('cem', 'chen', 'coco'):
        sealed[login].acts('cards', card(f'A word of {login}.'))
    enough = {key for key, reply in seen_by_all(sealed).items() if before[key] != reply}
    assert {who for who, _ in enough} == {'hana', 'hugo'}, 'only its hosts see whether there is enough'
    assert sealed['hana'].xml('host').find('todo').get('enough') == 'yes'


@pytest.mark.parametrize('path, fields', [
    ('cards/@', None), ('cards/@.xml', None), ('cards/@/withdraw', {}), ('cards/@/flag', {'reason': 'Rude.'}),
    ('cards/@/missed', {'text': 'But.'}), ('cards', {'card': '@', 'question': '1', 'body': 'Mine now.', 'do': 'send'})])
def test_a_card_that_is_there_is_as_one_that_is_not(sealed, path, fields):
    there = number_of(sealed['cara'].acts('cards', card('Nobody knows of it.', question=2)))
    missing = there - 1 if there > 200_000_000 else there + 1

    def reply(person, number):
        at = path.replace('@', str(number))
        sent = {name: value.replace('@', str(number)) for name, value in (fields or {}).items()}
        got = person.get(at) if fields is None else person.posts(at, sent)
        assert got.status_code in (401, 403, 404), (person, got.status_code)
        return without(bare(got), number)

    try:
        for who, person in sealed.lookers.items():
            assert reply(person, there) == reply(person, missing), who
    finally:
        sealed['cara'].acts(f'cards/{there}/withdraw')


def test_a_draft_round_is_as_none(sealed):
    number = sealed.number
    draft = sealed.draft_quickly('hana', title='Not yet said')
    try:
        for who in ('cleo', 'sven', 'hugo', 'visitor'):
            for path in ('', '.xml', '.atom', '.csv', '.ics', '/mine', '/host', '/edit', '/preview', '/cards/345678912'):
                there, missing = (bare(sealed.lookers[who].get(f'/rounds/{n}{path}')) for n in (draft, draft + 7))
                assert there[0] in (401, 403, 404), (who, path)
                assert without(there, draft) == without(missing, draft + 7), (who, path)
            assert b'Not yet said' not in sealed.lookers[who].get('/rounds.xml').content
    finally:
        sealed.number = number


# --- rounds that end otherwise ----------------------------------------------------------------------------------------

def readers(house, cards, *words):
    """Who finds each word anywhere. All documents are valid."""
    found = {word: set() for word in words}
    for login in EVERYBODY:
        replies = walk(house[login] if login else house.visitor, cards, html=False).values()
        for reply in replies:
            assert not reply.headers.get('Content-Type', '').startswith('application/xml') or document(reply) is not None
        for word in words:
            if any(word.encode() in reply.content for reply in replies):
                found[word].add(login)
    return tuple(found.values())


EVERYBODY = {'cara', 'carl', 'cleo', 'sam', 'sven', 'hana', 'hugo', 'mona', 'adele', None}
STAFF, HOSTS = {'sam', 'sven', 'hana', 'hugo', 'mona', 'adele'}, {'hana', 'hugo'}


def give(house, *logins, **fields):
    return {login: number_of(house[login].acts('cards', card(f'A word of zqof{login}zq.', **fields))) for login in logins}


def test_a_cancelled_round_gives_its_cards_to_nobody(house):
    house.open_quickly('hana', hosts='hugo')
    house.to('opens_at')
    cards = list(give(house, 'cara', 'carl', 'sam', share='name').values())
    house['hana'].acts('cancel', {'reason': 'zqreasonzq: the label is gone.'})
    for after in ('1 minute', '90 days'):
        house.pass_time(after)
        assert house.phase() == 'cancelled'
        assert readers(house, cards, 'zqofcarazq', 'zqofsamzq', 'zqreasonzq') == ({'cara'}, {'sam'}, EVERYBODY)


def test_an_empty_round_is_read_by_those_who_answer_for_it(house):
    house.open_quickly('hana', hosts='hugo')
    house.to('opens_at')
    cards = list(give(house, 'cara', 'carl', share='name').values())
    house.to('advice_until', '16 minutes')
    assert (house.phase(), house.value('extensions')) == ('advice', 1), 'once it goes on by itself'
    assert readers(house, cards, 'zqofcarazq') == ({'cara'},)
    house.to('advice_until', '16 minutes')
    assert house.phase() == 'empty'
    for number in cards:
        house['hana'].acts(f'cards/{number}/trace', {'outcome': 'for_later', 'again': house.day(30), 'version': '',
                                                     'reason': 'zqlaterzq: with three of you we ask again.'})
    assert readers(house, cards, 'zqofcarazq', 'zqlaterzq') == ({'cara'} | STAFF, HOSTS)
    house['hugo'].acts('learning', {'learning': 'zqlearntzq: we asked in the wrong week.'})
    assert house.phase() == 'closed'
    house.pass_time('60 days')
    assert readers(house, cards, 'zqofcarazq', 'zqlaterzq', 'zqlearntzq') == (
        {'cara'} | STAFF, {'cara', 'carl'} | STAFF, EVERYBODY)


def test_staff_read_along_only_where_the_round_says_so(house):
    house.open_quickly('hana', hosts='hugo', staff_open='yes')
    house.to('opens_at')
    cards = list(give(house, 'cara').values())
    assert readers(house, cards, 'zqofcarazq') == ({'cara'} | STAFF,)
    assert b'staff-open="yes"' in house.visitor.get('.xml').content, 'and says so to everybody'


def test_stones_are_sealed(house):
    """Where they lie is seen by nobody else before the choice: the same bytes with and without them."""
    house.open_quickly('hana', hosts='hugo', tables='off', stones='on')
    house.to('opens_at')
    cards = give(house, 'cara', 'carl', 'dana', 'sam')
    house.to('advice_until', '16 minutes')
    ones = [number_of(house['hana'].acts('insights', {'kind': kind, 'sentence': f'We heard {kind}.', f'card-{number}': 'yes'}))
            for kind, number in zip(('remove', 'keep', 'better', 'disagreement'), cards.values())]
    house['hana'].acts('heard')
    others = {login: house[login] for login in ('carl', 'sam', 'cleo', 'sven', 'hana', 'hugo', 'mona', 'adele')}
    house.lookers = {**others, 'visitor': house.visitor}
    before = seen_by_all(house)
    house['cara'].acts('stones', {'first': ones[3], 'second': ones[3], 'third': ones[3]})
    house['dana'].acts('stones', {'first': ones[3], 'second': ones[2], 'third': ''})
    after = seen_by_all(house)
    assert {key for key in before if before[key] != after[key]} == set()
    assert len(house['cara'].xml('').findall('laid/stone')) == 3
