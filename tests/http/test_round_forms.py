# SPDX-License-Identifier: Apache-2.0
"""Bad input on every form of a round: each field is refused at its place, nothing that was typed is lost, nothing is written."""

import re

import pytest

from harness import document, page
from round_forms import FORMS, cases_of
from rounds import House, number_of, refusals, words

PHASES = ['draft', 'announced', 'for the invited', 'advice', 'table', 'flagged', 'hearing', 'choosing', 'acting', 'reported',
          'empty']


# The others are one button each: what is wrong with them belongs to no field.
WITH_PAGES = [name for name in FORMS if name not in ('join', 'sign')]


class Rounds:
    """A round in each phase, at the same time. numbers[phase]: what the words of the forms stand for."""

    def __init__(self, house):
        self.house, self.numbers = house, {}
        for phase in PHASES:
            self.make(phase)
            house.number = self.numbers[phase]['round'] = house.number
            if phase not in ('for the invited', 'flagged'):
                assert house.phase() == phase

    def make(self, phase):
        house, known = self.house, self.numbers.setdefault(phase, {})
        fields = {'hosts': 'hugo', 'tables': 'on', 'stones': 'on'}
        if phase in ('advice', 'announced', 'for the invited'):
            fields['group-staff'] = None
        if phase == 'for the invited':
            fields['invited_only'] = 'yes'
        house.draft_quickly('hana', **fields)
        if phase == 'draft':
            return
        house['hana'].acts('publish')
        if phase == 'announced':
            return
        house.to('opens_at', alone=True)
        if phase == 'for the invited':
            house['carl'].acts('join', {'value': 'ask'})
            known['asking'] = house['hana'].xml('host').find('joins/person').get('number')
            return
        people = ['cara'] if phase == 'empty' else ['cara', 'carl', 'dana'] + ['sam'] * ('group-staff' not in fields)
        cards = {who: give(house, who) for who in people}
        known['card'] = cards['cara']
        if phase == 'advice':
            return
        house.to('advice_until', '16 minutes', alone=True)
        if phase == 'empty':
            house.to('advice_until', '16 minutes', alone=True)
            house['hana'].acts(f'cards/{known["card"]}/trace', {'outcome': 'not_now', 'version': '',
                                                               'reason': 'With one of you we cannot decide it.'})
            return
        self.after_the_seal(phase, known, cards)

    def after_the_seal(self, phase, known, cards):
        house, hana = self.house, self.house['hana']
        known['host'] = next(who for who in cards if house[who].xml('tables/1').find('table').get('host'))
        if phase == 'flagged':
            house['carl'].acts(f'cards/{known["card"]}/flag', {'reason': 'It names a person.'})
        if phase in ('table', 'flagged'):       # staff need not wait any more
            house['carl'].acts('tables/1/replies', {'card': known['card'], 'kind': 'builds', 'course': 1, 'body': 'Me, too.'})
            return
        house.to('tables_until', alone=True)
        ticked = {f'card-{cards[who]}': 'yes' for who in ('cara', 'carl')}
        known['insight'] = number_of(hana.acts('insights', {'kind': 'disagreement', 'sentence': 'They differ.', **ticked}))
        if phase == 'hearing':
            return
        hana.acts('look', {f'card-{number}': 'yes' for number in cards.values()})
        hana.acts('heard')
        hana.acts('priorities', {'insight': known['insight'], 'place': 1, 'reason': 'It costs time.'})
        known['action'] = number_of(hana.acts('actions', {'title': 'Join them', 'size': 'small', 'people': 'Us',
                                                          'due': house.day(9), 'insight': known['insight']}))
        if phase == 'choosing':
            return
        hana.acts('chosen')
        known['promise'] = hana.xml('').find('promises/promise[@kind="act"]').get('number')
        if phase == 'acting':
            return
        for number in cards.values():
            hana.acts(f'cards/{number}/trace', {'outcome': 'not_now', 'reason': 'We lack the people for it.', 'version': ''})
        hana.acts('report')

    def at(self, phase):
        """The house at this round, and what fills in the words of a form."""
        known = self.numbers[phase]
        self.house.number = known['round']
        row = self.house.database.rows('select version, title, in_our_hands from cocreate.round where site = %s and number = %s',
                                       (self.house.site, self.house.number))[0]
        return {**known, **dict(zip(('version', 'title', 'hands'), row))}

    def put(self, text, known):
        """A text of a form with its words filled in."""
        if text is None:
            return None
        text = re.sub(r'@day(-?\d+)', lambda m: self.house.day(int(m[1])), text)
        return re.sub(r'@([a-z]+)', lambda m: str(known[m[1]]) if m[1] in known else m[0], text)

    def form(self, name):
        """Who sends a form, where, and how it is right."""
        phase, who, path, fields, _ = FORMS[name]
        known = self.at(phase)
        return (self.house[self.put(who, known)], self.put(path, known),
                {self.put(field, known): self.put(value, known) for field, value in fields.items()})


def give(house, who):
    return number_of(house[who].acts('cards', {'question': 1, 'body': f'A word of {who}.', 'do': 'send', 'share': 'text'}))


@pytest.fixture(scope='module')
def rounds(httpd, database, test_dir):
    house = House(httpd, database, test_dir)
    house.enter('hugo', 'dana', 'dirk', 'sia', 'sven', 'cara')
    house.set(overdue_promises=100)
    return Rounds(house)


def written(house):
    """Everything that is written down: how many rows there are, and which versions."""
    tables = ['round', 'question', 'invitation', 'guest_link', 'advice', 'advice_flag', 'reply', 'insight', 'insight_advice',
              'stone', 'action', 'promise', 'promise_event', 'trace', 'round_event', 'kitchen_table']
    return house.database.rows(' union all '.join(
        f"select '{name}', count(*)::text, md5(string_agg(to_jsonb(t)::text, '' order by to_jsonb(t)::text)) "
        f'from cocreate.{name} t where site = %(site)s' for name in tables), {'site': house.site})


def as_kept(typed):
    """What XML can carry of a text."""
    return typed.replace('\x07', '\ufffd').replace('\ufffe', '\ufffd').replace('\r\n', '\n')


@pytest.mark.parametrize('name', FORMS)
def test_each_field_is_refused_at_its_place(rounds, name):
    """In XML: exactly this field, with this key, and all that was typed comes back. In HTML: a sentence, and the words."""
    person, path, good = rounds.form(name)
    known = rounds.at(FORMS[name][0])
    before, wrong = written(rounds.house), {}
    for field, how, value, key in cases_of(name):
        field, value = rounds.put(field, known), rounds.put(value, known)
        key, _, at = key.partition(' ')
        sent = {**good, field: value}
        reply = person.posts(path + '.xml', sent)
        said = {'found': reply.status_code, 'refusals': sorted(refusals(document(reply)))}
        if said != {'found': 422, 'refusals': [f'{at or field} {key}' if name in WITH_PAGES else 'refused']}:
            wrong[field, how] = said
            continue
        kept = {f.get('name'): f.text or '' for f in document(reply).findall('typed/field')}
        kept.pop('token', None)
        sent.pop('token', None)
        lost = {k: (v, kept.get(k)) for k, v in sent.items() if v is not None and kept.get(k) != as_kept(v)}
        if lost:
            wrong[field, how] = {'lost': lost}
    assert wrong == {}
    assert written(rounds.house) == before


def held(tree):
    """The texts that a page has in fields, or gives to be copied."""
    texts = [element.text_content().removeprefix('\n') for element in tree.xpath('//textarea | //*[@class = "cc-keep-text"]')]
    return texts + tree.xpath('//input/@value')


def is_words(typed):
    return bool(typed) and ' ' in typed.strip() and len(typed) < 500 and typed.isprintable()


@pytest.mark.parametrize('name', WITH_PAGES)
def test_what_is_wrong_is_said_and_what_is_right_is_kept(rounds, name):
    """On the page that comes back: what to change, with links to the fields; and each text that was typed."""
    person, path, good = rounds.form(name)
    known, wrong = rounds.at(FORMS[name][0]), {}
    for field, how, value, _ in cases_of(name):
        sent = {**good, rounds.put(field, known): rounds.put(value, known)}
        tree = page(person.posts(path, sent))
        summaries = tree.xpath('//*[contains(@class, "cc-summary")][@role = "alert"]')
        if len(summaries) != 1 or not summaries[0].xpath('.//li'):
            wrong[field, how] = f'nothing is said: {[summary.text_content() for summary in summaries]}'
            continue
        nowhere = [link for link in summaries[0].xpath('.//a/@href') if not tree.xpath('//*[@id = $id]', id=link[1:])]
        lost = [name for name, typed in sent.items() if name != 'token' and is_words(typed) and typed not in held(tree)]
        if nowhere or lost:
            wrong[field, how] = {'links to nowhere': nowhere, 'lost': lost}
    assert wrong == {}


@pytest.mark.parametrize('name', FORMS)
def test_a_field_that_comes_twice(rounds, name):
    person, path, good = rounds.form(name)
    before = written(rounds.house)
    field = next(iter(good))
    reply = person.session.post(person.url(path + '.xml'), [*good.items(), ('token', 'token-of-a-form-twice'), (field, 'Again')],
                                headers={'Sec-Fetch-Site': 'same-origin'}, allow_redirects=False)
    assert (reply.status_code, refusals(document(reply))) == (422, {f'{field} repeated' if name in WITH_PAGES else 'refused'})
    assert written(rounds.house) == before


@pytest.mark.parametrize('name', FORMS)
def test_a_form_of_another_site(rounds, name):
    person, path, good = rounds.form(name)
    before = written(rounds.house)
    rounds.house.server.expect_log('CC0003')
    for headers in ({'Sec-Fetch-Site': 'cross-site'}, {'Sec-Fetch-Site': None, 'Origin': 'http://evil.example'}):
        assert person.posts(path, good, headers=headers).status_code == 403
    assert written(rounds.house) == before


# --- the wrong people ------------------------------------------------------------------------------------------------------

OF_ADVISERS = {'card', 'changed card', 'flag', 'reply', 'seen differently', 'fact', 'answer', 'spare', 'leave', 'stones',
               'missed', 'join'}


@pytest.mark.parametrize('name', FORMS)
def test_a_visitor_keeps_the_words_and_is_asked_to_sign_in(rounds, name):
    _, path, good = rounds.form(name)
    before = written(rounds.house)
    reply = rounds.house.visitor.posts(path, good)
    assert reply.status_code == 401
    kept = held(page(reply))
    for field, typed in good.items():
        assert not is_words(typed) or typed in kept, f'{field} is lost'
    assert written(rounds.house) == before


@pytest.mark.parametrize('name', sorted(set(FORMS) - OF_ADVISERS))
@pytest.mark.parametrize('who', ['cleo', 'sven', 'dana'])
def test_forms_of_hosts_are_for_hosts(rounds, name, who):
    _, path, good = rounds.form(name)
    before = written(rounds.house)
    reply = rounds.house[who].posts(path + '.xml', good)
    key, = refusals(document(reply))
    assert (reply.status_code, key) in ((403, 'hosts-only'), (403, 'moderators-only'), (403, 'not-yours'), (404, 'not-found'))
    assert key != 'not-found' or FORMS[name][0] == 'draft'
    assert written(rounds.house) == before


@pytest.mark.parametrize('name', ['flag', 'reply', 'answer', 'fact', 'spare', 'leave', 'missed', 'changed card'])
@pytest.mark.parametrize('who', ['cleo', 'hana', 'mona'])
def test_forms_of_advisers_are_for_those_who_sit_there(rounds, name, who):
    _, path, good = rounds.form(name)
    before = written(rounds.house)
    reply = rounds.house[who].posts(path + '.xml', good)
    key, = refusals(document(reply))
    assert (reply.status_code, key) in ((404, 'not-found'), (403, 'not-yours'), (403, 'hosts-do-not-advise'))
    assert written(rounds.house) == before


def test_hosts_do_not_advise_nor_lay_stones(rounds):
    for name, who, status, key in [('card', 'hana', 403, 'hosts-do-not-advise'), ('card', 'hugo', 403, 'hosts-do-not-advise'),
                                   ('card', 'sia', 403, 'not-your-group'), ('stones', 'hana', 403, 'advisers-only'),
                                   ('stones', 'cleo', 403, 'advisers-only'), ('join', 'hugo', 403, 'hosts-do-not-advise'),
                                   ('hide', 'hana', 403, 'own-round'), ('hide', 'carl', 403, 'moderators-only')]:
        _, path, good = rounds.form(name)
        rounds.house[who].refused(path, good, status, key)


@pytest.mark.parametrize('name', [name for name, form in FORMS.items() if '@' in form[2]])
@pytest.mark.parametrize('number', ['999999999', '0', '-1', '1e3', '99999999999999999999', 'x'])
def test_numbers_that_are_none(rounds, name, number):
    person, path, good = rounds.form(name)
    away = re.sub('@[a-z]+', number, FORMS[name][2])
    assert person.posts(away + '.xml', good).status_code == 404, away


@pytest.mark.parametrize('name', FORMS)
def test_a_form_of_no_round(rounds, name):
    person, path, good = rounds.form(name)
    if path.startswith('/'):
        return
    for number in ('999', '0', 'x', '99999999999999999999'):
        assert person.posts(f'/rounds/{number}/{path}.xml', good).status_code == 404


# --- twice, and stale ---------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize('name, table', [('round', 'round'), ('card', 'advice'), ('reply', 'reply'), ('insight', 'insight'),
                                         ('action', 'action'), ('promise', 'promise_event'), ('fact', 'reply'),
                                         ('invite', 'invitation'), ('link', 'guest_link'), ('ask', 'question'),
                                         ('strike', 'round_event'), ('extend', 'round_event')])
def test_sent_twice_it_is_one_deed(rounds, name, table):
    person, path, good = rounds.form(name)
    count = f'select count(*) from cocreate.{table} where site = %s'
    before = rounds.house.database.value(count, (rounds.house.site,))
    form = {**good, 'token': f'the-same-token-of-{name}'}
    first, second = (person.posts(path, form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303), (words(first), words(second))
    assert first.headers['Location'] == second.headers['Location']
    assert rounds.house.database.value(count, (rounds.house.site,)) == before + 1


STALE = {'draft': 'not_in_our_hands', 'mend': 'not_in_our_hands', 'leave': 'see', 'changed insight': 'sentence'}


@pytest.mark.parametrize('name', STALE)
def test_the_second_is_told_what_the_first_did(rounds, name):
    """Two people change the same thing: what the first wrote is shown, what the second typed is kept."""
    person, path, good = rounds.form(name)
    other = rounds.house['sam' if name == 'leave' else 'hugo']
    if name == 'mend':
        good.update(not_in_our_hands='The law on refunds?')
    field = STALE[name]
    first = {**good, field: good[field] + '?'}
    assert person.posts(path, first).status_code == 303
    mine = good[field] + '!'
    reply = other.posts(path, {**good, field: mine})
    assert reply.status_code == 409
    assert mine in reply.text and first[field] in reply.text, words(reply)
    root = document(other.posts(path + '.xml', {**good, field: mine}))
    assert 'changed' in refusals(root)
