# SPDX-License-Identifier: Apache-2.0
"""A round in which every text that somebody writes is a word of its own, and what each person finds where.

    story = Story(house)            plays the whole round; at each phase everybody looks at every address that they can think of
    story.looks[phase]              what they found: a Look
    look.places(thing, who)         the channels on which this person reads this thing
"""

import concurrent.futures
import dataclasses

from rounds import number_of

# Who looks, by name, group and firm. Some sign in by a word to look for.
PEOPLE = {
    'author': ('Nora zqnameauthorzq', 'customer', 'zqfirmzq Traders'),
    'one': ('Ole zqnameonezq', 'customer'),
    'two': ('Tia zqnametwozq', 'customer'),
    'three': ('Thea Holm', 'customer'),
    'four': ('Finn Roth', 'customer'),
    'five': ('Fay Kim', 'customer'),
    'six': ('Sol Vega', 'customer'),
    'seller': ('Sven Ito', 'distributor'),
    'buyer': ('Bea Diaz', 'distributor'),
    'clerk': ('Cleo Marsh', 'staff'),
    'packer': ('Paul Adams', 'staff'),
    'staff': ('Stella Berg', 'staff'),
    'late': ('Lara zqnamelatezq', 'customer'),
    'member': ('Mia Costa', 'customer'),
    'host': ('Hana Petrova', 'staff'),
    'cohost': ('Hugo Brandt', 'staff'),
    # Neither speaks for the company, so that nothing is theirs but by their office.
    'moderator': ('Mona Dahl', 'customer'),
    'admin': ('Adele Voss', 'customer'),
}
LOGINS = {'author': 'zqlogauthorzq', 'two': 'zqlogtwozq'}
CUSTOMERS = ['author', 'one', 'two', 'three', 'four', 'five', 'six']
ADVISERS = CUSTOMERS + ['seller', 'buyer', 'clerk', 'packer']


ODD = ' Ünïcode 🫖🫖🫖, semicolons; a back\\slash, "quotes" & <tags>.'     # what files like to stumble over


def sign_ins():
    return {LOGINS.get(label, label): said for label, said in PEOPLE.items()}


def zq(name):
    """The word of a thing: no other word is part of it."""
    return f'zq{name.replace(" ", "").replace("-", "")}zq'


@dataclasses.dataclass
class Look:
    """What everybody found at one moment."""
    people: dict            # label: set of channels -> reply
    groups: dict            # name of a group of people: set of labels
    words: dict             # thing: the word to look for

    def places(self, thing, who):
        word = self.words[thing].encode()
        return {channel for channel, reply in self.people[who].items() if word in reply.content}


def walk(person, cards=(), html=True):
    """What a person finds: {channel: reply} of all addresses, and of forms that are refused. Pages are made of the documents;
    html: look at the pages as well."""
    found = {path: person.get(path) for path in (pages(cards) if html else []) + documents(cards)}
    found.update({f'POST {path}': person.posts(path, fields) for path, fields in refused_forms(cards)})
    return found


# Every address of the round, and those that may speak of it; guessed ones too.
def pages(cards):
    return ['', 'host', 'mine', 'hearing', 'choosing', 'tables/1', '/me', '/rounds/desk',
            *(f'cards/{card}' for card in cards[:3])]


def documents(cards):
    xml = ['', 'host', 'preview', 'edit', 'mine', 'hearing', 'choosing', '/me', '/rounds/desk', '/overview', '/rounds',
           '/promises', '/promises/3', '/promises/4', *(f'cards/{card}' for card in cards)]
    lists = ['.fragment', '.atom', '.csv', '.ics', 'traces.xml?from=all', 'tables/1.xml?from=1', 'tables/2.xml?from=1',
             '/rounds.atom', '/promises.atom', '/promises.csv', '/promises.ics']
    return [f'{path}.xml' for path in xml] + lists


def refused_forms(cards):
    """Forms that are refused to everybody; what comes back is read as well."""
    card = cards[0] if cards else 123456789
    return [('cards', {'card': card, 'question': 1, 'body': '', 'do': 'send'}),
            (f'cards/{card}/hide', {'reason': ''}), (f'cards/{card}/trace', {'outcome': '', 'version': '7'}),
            ('tables/1/replies', {'kind': '', 'body': '', 'course': 1}), ('insights', {}), ('edit', {'title': ''})]


class Story:
    def __init__(self, house):
        self.house, self.looks, self.cards, self.insights, self.words = house, {}, {}, {}, {}
        self.who = {label: house[LOGINS.get(label, label)] for label in PEOPLE}
        self.who['visitor'] = house.visitor
        # Before the tables are drawn anybody may come to sit with the author.
        self.who.update({'near': self.who['one'], 'far': self.who['two'],
                         'staff-near': self.who['clerk'], 'staff-far': self.who['packer']})
        for step in (self.draft, self.announced, self.advice, self.table, self.hearing, self.choosing, self.acting, self.reported,
                     self.closed):
            step()
            if 'guest' in self.who:
                self.renew_links()
            self.looks[step.__name__] = self.look()

    def word(self, thing):
        self.words[thing] = zq(thing)
        return f'A few words about {zq(thing)} here.'

    def name(self, thing, word):
        self.words[thing] = word

    # ---- the story

    def draft(self):
        """A draft, with a host, a second one and all its texts."""
        house = self.house
        form = {
            'title': self.word('title') + ODD, 'stage': 'return', 'language': 'en', 'newness': 'usual', 'hosts': 'cohost',
            'in_our_hands': self.word('hands'), 'not_in_our_hands': self.word('not hands'), 'leaning': self.word('leaning'),
            'ask-remove': 'yes', 'ask-keep': 'yes', 'ask-better': 'yes', 'better': 'What about zqquestionzq could be better?',
            'group-customer': 'yes', 'group-distributor': 'yes', 'group-staff': 'yes', 'report': house.day(70)}
        self.words['question'] = 'zqquestionzq'
        house.enter('cohost')
        self.who['late'].acts('/ideas/1/vote', {'value': '1'})
        place = self.who['host'].acts('/rounds', form)
        house.number = number_of(place)
        self.words['draw key'] = house.database.value(
            "select encode(draw_key, 'hex') from cocreate.round_secret where site = %s and round = %s",
            (house.site, house.number))
        for thing, login in [('login of an adviser', 'zqlogauthorzq'), ('login of another', 'zqlogtwozq'), ('firm', 'zqfirmzq'),
                             ('name of the author', 'zqnameauthorzq'), ('name of the late one', 'zqnamelatezq'),
                             ('kind of sign-in by link', 'link:')]:
            self.name(thing, login)

    def announced(self):
        """One is invited by name, two get a link."""
        self.who['host'].acts('publish', {})
        self.who['host'].acts('invite', {'who': 'late', 'why': self.word('why you')})
        for label in ('guest', 'idle'):
            guest = self.word(f'name of the {label}')[:70]
            self.who['host'].acts('links', {'guest': guest, 'guest_group': 'customer', 'days': ''})
            self.who[label] = self.house.guest('')
        self.renew_links()

    def renew_links(self):
        """The links as they are now: they carry the date on which they end, which moves when time passes in a test."""
        links = {link.findtext('name'): link.get('signed') for link in self.who['host'].xml('host').findall('links/link')}
        for label in ('guest', 'idle'):
            self.who[label].link, = (link for name, link in links.items() if zq(f'name of the {label}') in name)
            self.words[f'link of the {label}'] = self.who[label].link.rsplit('.', 1)[1]

    def advice(self):
        """Each adviser gives a card, the author one of every sort."""
        self.house.to('opens_at')
        for place, thing in enumerate(['shared with nobody', 'shared as text', 'shared by name', 'taken back later',
                                       'hidden later', 'reported']):
            share = {'shared as text': 'text', 'shared by name': 'name', 'hidden later': 'text'}.get(thing, 'none')
            self.card('author', thing, question=1 + place % 2, share=share)
        self.card('author', 'unfinished', question=3, do='draft')
        self.card('author', 'taken back sealed', question=3)
        self.who['author'].acts(f'cards/{self.cards["taken back sealed"]}/withdraw')
        for label in [label for label in ADVISERS if label != 'author']:
            self.card(label, f'of {label}')
        self.card('guest', 'by link', share='text')
        self.words['of near'], self.words['of far'] = self.words['of one'], self.words['of two']

    def card(self, who, thing, question=1, share='none', do='send'):
        fields = {'question': question, 'body': self.word(thing), 'share': share, 'do': do}
        self.cards[thing] = number_of(self.who[who].acts('cards', fields))

    def table(self):
        """Two tables; something is said at each, and both leave something. Two cards come late, two are reported."""
        self.house.to('advice_until', '16 minutes')
        self.seat()
        self.card('late', 'late')
        self.card('author', 'late of the author', question=3)
        near, far = self.tables['author'], self.tables['far']
        self.reply('near', near, 'reply', card=self.cards['shared with nobody'], kind='builds')
        self.reply('near', near, 'reply taken back', card=self.cards['shared as text'], kind='story')
        taken = self.house.database.value("select max(reply) from cocreate.reply where site = %s", (self.house.site,))
        self.who['near'].acts(f'replies/{taken}/withdraw')
        self.reply('author', near, 'answer', course=1, kind='answer')
        self.reply('far', far, 'reply elsewhere', course=1, kind='answer')
        for who, number, suffix in (('near', near, ''), ('far', far, ' elsewhere')):
            fields = {name: self.word(f'left {thing}{suffix}') for name, thing in
                      [('see', 'seen'), ('differ', 'side'), ('differ_too', 'other side'), ('first', 'first')]}
            self.who[who].acts(f'tables/{number}/leave', {**fields, 'version': 1})
        for thing in ('reported', 'hidden later'):
            self.who['near'].acts(f'cards/{self.cards[thing]}/flag', {'reason': self.word(f'why {thing}')})

    def seat(self):
        """Who sits where: near and far are customers at the author's table and at the other, and so are their staff."""
        rows = self.house.database.rows(
            '''select m.subject, s."table" from cocreate.seat s join cocreate.member m on m.site = s.site and m.id = s.member
               where s.site = %s and s.round = %s''', (self.house.site, self.house.number))
        by_login = dict(rows)
        assert sorted(set(by_login.values())) == [1, 2] and len(by_login) == len(ADVISERS) + 1, rows
        self.tables = {label: by_login[LOGINS.get(label, label)] for label in ADVISERS}
        self.tables['guest'], = (table for login, table in rows if login.startswith('link:'))
        here = self.tables['author']

        def first(labels, at_authors):
            return next(label for label in labels if label != 'author' and (self.tables[label] == here) == at_authors)

        for alias, labels, at_authors in [('near', CUSTOMERS, True), ('far', CUSTOMERS, False),
                                          ('staff-near', ['clerk', 'packer'], True), ('staff-far', ['clerk', 'packer'], False)]:
            label = first(labels, at_authors)
            self.who[alias], self.tables[alias] = self.who[label], self.tables[label]
            self.words[f'of {alias}'] = self.words[f'of {label}']

    def reply(self, who, table, thing, **fields):
        self.who[who].acts(f'tables/{table}/replies', {'body': self.word(thing), **fields})

    def hearing(self):
        """A card is hidden; the hosts write what they heard."""
        self.house.to('tables_until')
        self.who['moderator'].acts(f'cards/{self.cards["hidden later"]}/hide', {'reason': self.word('why hidden')})
        every = {f'card-{card}': 'yes' for thing, card in self.cards.items()
                 if thing not in ('unfinished', 'taken back sealed', 'hidden later')}
        self.insight('chosen', 'remove', every)
        self.insight('not chosen', 'disagreement', {f'card-{self.cards["shared with nobody"]}': 'yes'})

    def insight(self, thing, kind, cards):
        place = self.who['host'].acts('insights', {'kind': kind, 'sentence': self.word(f'insight {thing}'), **cards})
        self.insights[thing] = number_of(place)

    def choosing(self):
        """Stones are laid; a priority and two actions are prepared."""
        self.who['host'].acts('heard')
        for who in ('author', 'far', 'guest'):
            self.who[who].acts('stones', {'first': self.insights['not chosen'], 'second': self.insights['chosen'], 'third': ''})
        self.who['host'].acts('priorities', {'insight': self.insights['chosen'], 'place': 1,
                                             'reason': self.word('why it stood out')})
        for size, days in (('small', 20), ('larger', 50)):
            self.who['host'].acts('actions', {
                'title': self.word(f'action {size}'), 'insight': self.insights['chosen'], 'size': size,
                'people': self.word(f'people {size}'), 'keeper': 'cohost', 'due': self.house.day(days)})
        self.actions = [number for number, in self.house.database.rows(
            'select action from cocreate.action where site = %s order by action', (self.house.site,))]

    def acting(self):
        """It is said what was chosen; a promise makes progress; a card is taken back; outcomes are prepared; cards come too
        late."""
        self.who['host'].acts('chosen', {'departure': self.word('departure')})
        self.who['cohost'].acts('/promises/4', {'kind': 'progress', 'text': self.word('progress'), 'keeper': '', 'due': ''})
        self.who['author'].acts(f'cards/{self.cards["taken back later"]}/withdraw')
        for thing, fields in [('shared with nobody', {'outcome': 'not_now', 'reason': self.word('reason why not')}),
                              ('shared as text', {'outcome': 'could_not_use', 'reason': self.word('reason not understood'),
                                                  'question': self.word('question back')}),
                              ('shared by name', {'outcome': 'already_so', 'source': 'https://mill.example/zqsourcezq'})]:
            self.who['host'].acts(f'cards/{self.cards[thing]}/trace', {**fields, 'version': ''})
        self.words['source'] = 'zqsourcezq'
        self.card('author', 'kept for me', do='me')
        self.card('author', 'kept for the next', do='next')

    def reported(self):
        """The report; one adviser says that we missed the point."""
        self.who['host'].acts(f'insights/{self.insights["chosen"]}/traces', {
            'outcome': 'shaped_action', 'action': self.actions[0], 'reason': self.word('reason of the rest')})
        self.who['host'].acts('report')
        self.who['author'].acts(f'cards/{self.cards["shared as text"]}/missed', {'text': self.word('missed')})

    def closed(self):
        """The reopened outcome is written anew, and time runs out."""
        self.who['host'].acts(f'cards/{self.cards["shared as text"]}/trace', {
            'outcome': 'not_now', 'reason': self.word('reason written anew'), 'version': 2})
        self.house.to('closes_at(r)')

    # ---- looking

    def look(self):
        labels = [label for label in self.who if label == 'author' or label not in ADVISERS]
        with concurrent.futures.ThreadPoolExecutor(3) as threads:
            replies = dict(zip(labels, threads.map(lambda label: walk(self.who[label], self.guessed()), labels)))
        return Look(replies, self.groups(), dict(self.words))

    def label(self, thing):
        """Whose card it is: that of near is the card of some adviser."""
        alias = thing.removeprefix('of ')
        return next(label for label in ADVISERS if self.who[label] is self.who[alias])

    def guessed(self):
        """The cards whose numbers everybody tries: all, but those of advisers who do not look themselves."""
        looking = [self.words[f'of {label}'] for label in ('near', 'far') if f'of {label}' in self.words]
        return [number for thing, number in self.cards.items() if not thing.startswith('of ') or self.words[thing] in looking]

    # ---- groups of people

    def groups(self):
        wrote = {'author', 'near', 'far', 'staff-near', 'staff-far', 'guest'} if self.cards else set()
        late = {'late'} if 'late' in self.cards else set()
        hosts, staff, mods = {'host', 'cohost'}, {'staff', 'staff-near', 'staff-far'}, {'moderator', 'admin'}
        table = {'author', 'near', 'staff-near'}
        far = {'far', 'staff-far'}
        if hasattr(self, 'tables'):
            (table if self.tables['guest'] == self.tables['author'] else far).add('guest')
        members = {'author', 'near', 'far', 'late', 'member'} | staff | hosts | mods
        return {'wrote': wrote, 'hosts': hosts, 'mods': mods, 'table': table, 'far-table': far,
                'guest-table': table if 'guest' in table else far,
                'round': wrote | late | staff | hosts,
                'members': members | (wrote & {'guest'}),
                'all': members | {'visitor', 'guest', 'idle'}, 'nobody': set()}
