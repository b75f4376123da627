# SPDX-License-Identifier: Apache-2.0
"""A round of the demo that is played quickly: each act is the form that a person would send, and time passes for this round
alone. For tests that look at a page which only a round of weeks would have.

    round = Round(demo, title='...')        opened by mod, published
    round.to('hearing')                     does what leads there: five people advise, talk at their table, time passes
    round.post('look', {...}, 'mod')        any other act; round.xml('hearing', 'mod') what a page knows
"""

import datetime
import itertools
import re
import secrets
import types

from places import COMMUNITY
from travel import travel

HOST = 'mod'
PHASES = 'draft announced advice table hearing choosing acting reported closed'.split()

# What a round is about: the same question a second time would be stopped.
PARTS = itertools.chain('crank lid hopper stand knob bearing spring washer handle funnel screw gasket'.split(),
                        (f'part {n}' for n in itertools.count(13)))

FORM = {
    'language': 'en', 'newness': 'usual', 'stage': 'buy', 'days': '10',
    'in_our_hands': 'The **colour**, the shape, what the card says about both.',
    'not_in_our_hands': 'What it is made of.', 'leaning': 'We lean towards *green*.',
    'group-customer': 'yes', 'group-distributor': 'yes', 'group-staff': 'yes', 'tables': 'on', 'stones': 'on',
    'ask-remove': 'yes', 'ask-keep': 'yes'}

# Who advises, at which question, and who may read it later; two of them came by a link.
VOICES = [('ada', '1', 'name', 'The second colour. It only ever chips.'),
          ('ben', '1', 'text', 'The price of the coloured one, from the counter. People turn the card round and leave.'),
          ('cleo', '2', 'name', 'The oil. Nothing else lets a hand feel the wood.'),
          ('Walter Nemec', '2', 'none', 'That it can be unscrewed with a coin.'),
          ('Ines Duarte', '1', 'text', 'Green, because my kitchen is green enough.')]
NAMED = ('ada', 'ben', 'cleo', 'mod', 'admin')


class Round:
    def __init__(self, demo, phase='advice', **fields):
        self.demo, self.links, self.cards, self.insights = demo, {}, {}, []
        part = next(PARTS)
        about = {'title': f'The colour of the {part}', 'remove': f'What should we take away from the {part}?',
                 'keep': f'What needs to stay about the {part}?'}
        reply = self.send('/rounds', {**FORM, **about, 'report': self.day(90), **fields}, HOST)
        self.number = int(re.search(r'/rounds/(\d+)', reply.headers['Location'])[1])
        self.path = f'{COMMUNITY}/rounds/{self.number}'
        self.phase = 'draft'
        self.to(phase)

    # How it is done.

    def send(self, path, fields, user):
        """A form that is taken in; by a link for those who have no account."""
        fields = {'token': secrets.token_urlsafe(24), **fields}
        if user not in NAMED:
            path, user = f'{path}?link={self.links[user]}', None
        return self.demo.post(COMMUNITY + path, fields, user)

    def post(self, act, fields=None, user=HOST):
        return self.send(f'/rounds/{self.number}/{act}', fields or {}, user)

    def xml(self, page='', user=HOST):
        path = f'{self.path}/{page}'.rstrip('/') + '.xml'
        return self.demo.xml(path if user in NAMED else f'{path}?link={self.links[user]}', user if user in NAMED else None)

    def day(self, days):
        """A date from today, as forms send it."""
        return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days)).date().isoformat()

    def pass_time(self, span):
        travel(types.SimpleNamespace(run=self.demo.sql), span, 'grind', self.number)
        self.demo.sql(f"set role cocreate_web; select cocreate.tick('grind', '{self.number}')")

    def pass_until(self, moment, after=60):
        """moment: an attribute of the round's document."""
        at = datetime.datetime.fromisoformat(self.xml().find('round').get(moment))
        self.pass_time(f'{int((at - datetime.datetime.now(datetime.timezone.utc)).total_seconds()) + after} seconds')

    # What leads from phase to phase.

    def to(self, phase):
        while PHASES.index(self.phase) < PHASES.index(phase):
            self.phase = PHASES[PHASES.index(self.phase) + 1]
            getattr(self, 'reach_' + self.phase)()
        return self

    def reach_announced(self):
        self.post('publish')

    def reach_advice(self):
        self.pass_until('opens')

    def reach_table(self):
        for who, *card in VOICES:
            if who not in NAMED:
                self.invite_by_link(who)
            self.advise(who, *card)
        self.pass_until('advice-until', 16 * 60)

    def reach_hearing(self):
        self.talk()
        self.pass_until('tables-until')

    def reach_choosing(self):
        cards = list(self.cards.values())
        for kind, sentence, under in (
                ('remove', 'A colour that chips is one colour too many.', cards[:2]),
                ('disagreement', 'Some want it green and some want it to be wood.', cards[1:4]),
                ('keep', 'A coin is the right tool.', cards[3:])):
            reply = self.post('insights', {'kind': kind, 'sentence': sentence, **{f'card-{card}': 'yes' for card in under}})
            self.insights.append(re.search(r'insight-(\d+)', reply.headers['Location'])[1])
        self.post('look', {f'card-{card}': 'yes' for card in cards})
        self.post('heard')

    def reach_acting(self):
        for who, *_ in VOICES[:4]:
            self.post('stones', {'first': self.insights[0], 'second': self.insights[0], 'third': self.insights[1]}, who)
        reasons = ['It chips, and we repaint it for nothing.', 'Both sides wrote to us about the same part.']
        for place, reason in enumerate(reasons, 1):
            self.post('priorities', {'insight': self.insights[place - 1], 'place': str(place), 'reason': reason})
        for title, size, due in (('One colour less on the shelf', 'small', 20), ('A crank without paint, oiled', 'larger', 50)):
            self.post('actions', {'title': title, 'insight': self.insights[0], 'size': size, 'people': 'Mona Dahl', 'keeper': '',
                                  'due': self.day(due)})
        self.post('chosen', {'departure': 'The coin stays as it is: there is nothing to do about it.'})

    def reach_reported(self):
        action = self.xml('traces').find('actions/action').get('number')
        ada, ben, cleo, walter, ines = self.cards.values()
        for card, outcome, fields in (
                (ada, 'shaped_action', {'action': action}),
                (ben, 'in_insight', {'insight': self.insights[0]}),
                (cleo, 'for_later', {'again': self.day(80), 'reason': 'We try the oil on one batch first, in winter.'}),
                (walter, 'already_so', {'source': 'https://example.org/care'}),
                (ines, 'could_not_use', {'reason': 'We do not know which green you mean.', 'question': 'Which one is it?'})):
            self.post(f'cards/{card}/trace', {'outcome': outcome, **fields})
        self.post('report')

    def reach_closed(self):
        self.pass_until('closes')

    # Single acts.

    def advise(self, who, question, share, body, do='send'):
        reply = self.post('cards', {'question': question, 'share': share, 'body': body, 'do': do}, who)
        self.cards[who] = re.search(r'card-(\d+)', reply.headers['Location'])[1]
        return self.cards[who]

    def invite_by_link(self, name, group='customer'):
        self.post('links', {'guest': name, 'guest_group': group, 'days': ''})
        link = next(link for link in self.xml('host').iterfind('links/link') if link.findtext('name') == name)
        self.links[name] = link.get('signed')

    def reply(self, who, card, kind, body, **fields):
        self.post('tables/1/replies', {'card': self.cards[card], 'course': '1', 'kind': kind, 'body': body, **fields}, who)

    def table_host(self):
        """The first customer that was dealt: one of the three."""
        return next(who for who in ('ada', *self.links) if self.xml('tables/1', who).find('table').get('host'))

    def talk(self):
        """Everybody sits at one table."""
        self.reply('ben', 'ada', 'builds', 'And the third one, if you count the grey.')
        self.reply('cleo', 'ada', 'differs', 'From my side of the bench the second colour is what pays for the first.')
        self.reply('ada', 'Ines Duarte', 'ask', 'Which green do you mean?')
        self.post('tables/1/spare', {'spare': 'exception'}, self.table_host())
        version = self.xml('tables/1', 'ben').find('table').get('version')
        self.post('tables/1/leave', {'see': 'Paint is the weak part.', 'differ': 'Green sells.', 'differ_too': 'Wood lasts.',
                                     'first': 'The chipping one.', 'version': version}, 'ben')
