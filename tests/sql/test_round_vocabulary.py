# SPDX-License-Identifier: Apache-2.0
"""What the pages of rounds and promises give is what the vocabulary says (schema/xml/): one round with all that a round can have
is led from its draft to its end, and in each phase everybody looks at every page.
"""

import json
import re

import pytest

import pages
from conftest import SCHEMA
from documents import document, names, says
from rounds import CUSTOMERS, DISTRIBUTORS, FORM, HOST, TABLES_UNTIL, House

OF_IDEAS = {'idea', 'idea_edit', 'idea_new', 'idea_vote', 'ideas', 'ideas_csv', 'ideas_similar'}
OF_THE_MODULE = {'changes', 'replica', 'schema_version', 'site', 'slots', 'watch'}      # it asks these for itself: no documents
PAGES = sorted({query.page for query in pages.QUERIES} - OF_IDEAS - OF_THE_MODULE - {'round_cards', 'promises_csv'})
EVERYBODY = [None, 'newcomer', 'cara', 'carl', 'cem', 'sam', 'mia', HOST]


class Everybody:
    """Looks at all pages, and remembers what the vocabulary says of them and what was there."""

    def __init__(self, house):
        self.house, self.cards, self.guests = house, {}, []
        self.wrong, self.seen, self.kinds, self.pages = [], set(), set(), set()
        with pages.as_web(house.database) as session:
            self.prepared = pages.Prepared(session)

    def look(self, phase, **also):
        assert self.house.phase() == phase
        with pages.as_web(self.house.database):
            for who in EVERYBODY + self.guests:
                staff, moderates = who in ('sam', 'mia', HOST), who in ('mia', HOST)
                given = {'subject': who, 'group': 'staff' if staff else 'customer', 'moderator': 'yes' if moderates else None,
                         'number': str(self.house.number), 'promise': '4', 'table': '1', **also}
                for page in PAGES:
                    for card in self.looked_at() if page == 'card' else [None]:
                        self.one(phase, page, {**given, 'card': card and str(card)})

    def looked_at(self):
        some = {'cara', 'carl', 'cem', 'chen', 'cleo', 'draft'}
        return [card for who, card in self.cards.items() if who in some]

    def one(self, phase, page, given):
        root = document(self.prepared.fetch, page, **given)
        if root is not None:
            self.pages.add(page)
            there = frozenset(names(root))
            if (page, there) not in self.kinds:     # one of each kind: validating is slow
                self.kinds.add((page, there))
                self.seen |= there | {'@' + name.partition('@')[2] for name in there}
                if says(root):
                    self.wrong.append((phase, page, given['subject'], says(root)))


@pytest.fixture
def everybody(database):
    return Everybody(House(database))


STORY = 'Tell us about the last time: where did it get stuck?'


def begin(everybody):
    """A draft with findings, published; a guest, invitations, a draft card, a struck question."""
    house = everybody.house
    house.open(leaning='We lean to *one* form.', tables='on', stones='on', staff_open='yes', free1='What stays?')
    for who, group in (('dana', 'distributor'), ('sam', 'staff')):
        house.database.propose(subject=who, group=group)     # only who has been here can be invited
    house.do('round_invite', HOST, who='dana\nsam', why='You know it.')
    house.do('link_make', HOST, guest='Gwen', guest_group='customer', days='60')
    everybody.guests = [house.database.value("select format('link:%s.%s', round, id) from guest_link")]
    everybody.cards['guest'] = house.advise(everybody.guests[0], group=None, share='name')
    everybody.cards['draft'] = house.advise('cara', do='draft')
    house.do('advice_save', 'cara', card=everybody.cards['draft'], question=1, body='Not quite yet.', share='text', do='draft')
    house.do('question_strike', HOST, place='2', reason='It asks twice.')
    house.do('question_add', HOST, slot='story', text=STORY)
    house.do('link_make', HOST, guest='Gus', guest_group='customer', days='60')
    house.do('link_end', HOST, link=house.database.value("select id from guest_link where name = 'Gus'"))
    everybody.look('advice')


def speak(house, who, **given):
    return house.made('reply_write', who, **{'card': '', 'parent': '', 'course': 1, 'source': '', **given})


def talk(everybody):
    house = everybody.house
    people = [*CUSTOMERS[:9], *DISTRIBUTORS, 'sam', 'sia']
    everybody.cards.update(house.to('table', people))
    for who, card in everybody.cards.items():
        seat = house.database.rows('select "table", place from seat s join member m on m.id = s.member where m.subject = %s', who)
        if seat and seat[0][1] > 0 and who not in ('sam', 'sia'):
            speak(house, who, table=seat[0][0], kind='answer', body='Yes, and no.')
            neighbour = house.database.value("""
                select a.card from seat s join advice a on a.adviser = s.member where s."table" = %s and a.sent_at is not null
                order by a.card limit 1""", seat[0][0])
            reply = speak(house, who, table=seat[0][0], card=neighbour, kind='builds', body='The label too.',
                          source='https://example.com/')
            speak(house, who, table=seat[0][0], parent=reply, kind='story', body='On Monday.')
            if who in ('cara', 'carl'):
                house.do('reply_withdraw', who, reply=reply)
            if house.database.value('select s.host from seat s join member m on m.id = s.member where m.subject = %s', who):
                house.do('table_spare', who, table=seat[0][0], spare='sign')
            version = house.database.value('select version from kitchen_table where "table" = %s', seat[0][0])
            house.do('table_leave', who, table=seat[0][0], see='One form.', differ='Proof.', differ_too='Paper.',
                     first='The slip.', version=version)
    for table in ('1', '2'):
        everybody.look('table', table=table)


def hear(everybody):
    house, cards = everybody.house, everybody.cards
    house.to_hearing(cards)
    everybody.cards['late'] = house.advise('cody')
    house.do('advice_flag', 'carl', card=cards['cem'], reason='Names somebody.')
    house.do('advice_flag', 'carl', card=cards['chen'], reason='Names somebody else.')
    house.do('advice_hide', 'mia', card=cards['cem'], reason='It names somebody.', moderator='yes')
    house.do('advice_withdraw', 'cleo', card=cards['cleo'])
    house.do('advice_look', HOST, form={f'card-{cards["cara"]}': 'yes'})
    everybody.look('hearing')
    house.at(TABLES_UNTIL + 1)
    house.do('round_agreed', HOST, value='sign')
    there = {who: card for who, card in cards.items() if who not in ('cem', 'cleo', 'draft')}
    house.to_choosing(there)


def choose(everybody):
    house = everybody.house
    for who in ('cara', 'carl', 'dana'):
        house.do('stones_lay', who, first=house.insights[0], second=house.insights[0], third='')
    everybody.cards['kept'] = house.advise('cato', do='me')
    house.advise('cruz', do='next')
    everybody.look('choosing', **{'from': str(house.insights[0])})
    house.to_acting(everybody.cards)
    house.database.run("update round set departure = 'It costs a year.' where number = %s", house.number)
    house.do('promise_tell', HOST, promise=4, kind='moved', text='A week more.', due=house.day(45), keeper='')
    house.do('promise_tell', HOST, promise=4, kind='progress', text='Sia goes on.', due='', keeper='sia')
    everybody.look('acting')


def report(everybody):
    house, cards = everybody.house, everybody.cards
    usual = {'outcome': 'not_now', 'action': '', 'insight': '', 'source': '', 'again': '', 'reason': 'We lack the people for it.',
             'question': '', 'version': ''}
    for who, given in (('carl', {}), ('chen', {'outcome': 'already_so', 'source': 'https://example.com/'}),
                       ('coco', {'outcome': 'for_later', 'again': house.day(200)}),
                       ('cora', {'outcome': 'could_not_use', 'question': 'Which label?'}),
                       ('dana', {'outcome': 'in_insight', 'insight': house.insights[0]})):
        house.do('trace_save', HOST, card=cards[who], **{**usual, **given})
    everybody.look('acting', **{'from': 'missing'})
    house.do('trace_rest', HOST, insight=house.insights[0], outcome='shaped_action', action=house.actions[0], reason='')
    house.do('trace_save', HOST, card=cards['late'], **usual)
    house.do('round_report', HOST)
    everybody.look('reported', promise='1')
    house.do('trace_contest', 'carl', card=cards['carl'], text='You missed the label.')
    house.do('trace_save', HOST, card=cards['carl'], **{**usual, 'outcome': 'in_insight', 'insight': house.insights[0],
             'version': house.database.value('select version from trace where card = %s', cards['carl'])})
    everybody.look('reported', promise='2')


def other_ends(everybody):
    """A draft with findings; a round that is cancelled; one that ended as empty, and its note; one for the invited."""
    house = everybody.house
    form = {**FORM, 'title': 'Do you like parcels?', 'report': house.day(120), 'token': 'a-token-of-a-draft'}
    house.number = house.made('round_save', HOST, number=None, form=form, findings=json.dumps([
        {'field': 'keep', 'rule': 'L1', 'severity': 'stop', 'category': 'liking'},
        {'field': 'remove', 'rule': 'L2', 'severity': 'warn', 'category': 'liking'}]))
    everybody.look('draft')
    house.do('round_publish', HOST, admin='yes', form={'override-2': 'Because we want to know.', 'accept-1-L2': 'yes'})
    everybody.look('announced')
    house.number = house.made('round_save', HOST, number=None, form={**form, 'title': 'Another', 'token': 'a-token-of-another'})
    everybody.look('draft')
    house.open(title='Parcels that are late', invited_only='yes', newness='radical', remove='', **{'ask-remove': ''})
    house.do('round_join', 'cara', value='ask')
    house.do('round_invite', HOST, who='carl\ncem', why='You *know* it.')
    house.do('round_join', 'cem', value='decline')
    everybody.look('advice')
    house.do('round_extend', HOST, days='3', reason='It was a holiday.')
    house.do('round_cancel', HOST, reason='The law has changed.')
    everybody.look('cancelled')
    house.open(title='Parcels that are early')
    everybody.cards['alone'] = house.advise('cara')
    house.at(30)
    house.database.run('select tick()')
    everybody.look('empty')
    house.do('trace_save', HOST, card=everybody.cards['alone'], outcome='not_now', action='', insight='', source='', again='',
             reason='You were the only one who saw this.', question='', version='')
    house.do('notices_seen', 'cara')
    house.do('round_learn', HOST, learning='Nobody *minds* early parcels.')
    everybody.look('closed')


def test_a_whole_round(everybody):
    for step in (begin, talk, hear, choose, report):
        step(everybody)
        assert everybody.wrong == []
    house = everybody.house
    house.to_closed(everybody.cards)
    everybody.look('closed')
    house.open(title='Parcels that come back', keep='What of it needs to stay?', remove='What should we remove of it?')
    everybody.look('advice')        # cards that were kept for the next round of this stage
    house.to('table', CUSTOMERS[:9])
    everybody.look('table')         # nobody has spoken, and there are customers alone
    other_ends(everybody)
    assert everybody.wrong == []
    assert set(PAGES) == everybody.pages
    assert {name for name in vocabulary() if name not in everybody.seen} == NEVER_HERE.keys()


# Names of the vocabulary that stand in none of the documents above, each with the reason.
NEVER_HERE = {
    '@more': 'of lists that are longer than a page: test_round_pages.py',
}


def vocabulary():
    """Every element, and every attribute, that the files of rounds define: "element" and "@attribute"."""
    for name in ('rounds.rng', 'round-rows.rng', 'promises.rng'):
        text = (SCHEMA / 'xml' / name).read_text()
        yield from re.findall(r'<element name="([^"]+)"', text)
        yield from (f'@{attribute}' for attribute in re.findall(r'<attribute name="([^"]+)"', text))
