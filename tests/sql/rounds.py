# SPDX-License-Identifier: Apache-2.0
"""A house with people and a clock of its own, for tests that go through rounds.

    house = House(database)
    number = house.open()                   a published round; house.at(day) moves the clock, day 0 is its publishing
    card = house.advise('cara')             one sent card; house.act(action, who, ...) anything else, as the module calls it
    house.to('hearing', number)             does what leads there: twelve people advise, the clock goes on, ...

Actions run as the owner, because nobody else may set the clock; otherwise they are what the web role calls.
"""

import datetime
import itertools
import json

from conftest import outcome

WHO = 'site subject name group firm moderator admin'
ACTIONS = {
    action: f'{WHO} {fields}'.strip()
    for action, fields in {
        'round_save': 'number form findings',
        'round_publish': 'number form',
        'round_cancel': 'number reason',
        'round_extend': 'number days reason',
        'round_invite': 'number who why',
        'round_join': 'number value',
        'round_admit': 'number invitation why value',
        'link_make': 'number guest guest_group days',
        'link_end': 'number link',
        'question_strike': 'number place reason',
        'question_add': 'number slot language text findings',
        'round_learn': 'number learning',
        'advice_save': 'number card question body share do token',
        'advice_withdraw': 'number card',
        'advice_flag': 'number card reason',
        'advice_hide': 'number card reason',
        'flag_dismiss': 'number card',
        'reply_write': 'number table card parent course kind body source token',
        'reply_withdraw': 'number reply',
        'table_spare': 'number table spare',
        'table_leave': 'number table see differ differ_too first version',
        'insight_save': 'number insight form',
        'insight_drop': 'number insight',
        'insight_card_out': 'number insight card',
        'advice_look': 'number form',
        'round_agreed': 'number value',
        'round_hear': 'number',
        'stones_lay': 'number first second third',
        'priority_save': 'number insight place reason',
        'action_save': 'number action title insight size people keeper due version token',
        'action_drop': 'number action',
        'round_choose': 'number departure',
        'promise_tell': 'promise kind text due keeper token',
        'trace_save': 'number card outcome action insight source again reason question version',
        'trace_rest': 'number insight outcome action reason',
        'round_report': 'number',
        'trace_contest': 'number card text',
        'notices_seen': '',
    }.items()
}

CUSTOMERS = ['cara', 'carl', 'cem', 'chen', 'cleo', 'coco', 'cora', 'cyra', 'cato', 'cian', 'cody', 'cruz']
DISTRIBUTORS = ['dana', 'dirk']
STAFF = ['sam', 'sia', 'sven']
HOST = 'hana'  # moderates and hosts; speaks for the company
GROUPS = {'c': 'customer', 'd': 'distributor', 's': 'staff', 'h': 'staff', 'm': 'staff', 'o': 'staff'}

START = datetime.datetime(2027, 3, 1, 9, tzinfo=datetime.timezone.utc)
# Days after the start, each at its hour of the settings: 06:00 for the opening, 20:00 for the rest.
OPENS, UNTIL, TABLES_UNTIL, HEAR, CHOOSE, REPORT = 2, 12, 18, 25, 32, 49
FORM = {
    'title': 'Sending things back', 'language': 'en', 'stage': 'return', 'newness': 'usual',
    'ask-remove': 'yes', 'ask-keep': 'yes',
    'remove': 'What should we remove?', 'keep': 'What needs to stay?',
    'in_our_hands': 'The form, the label, the drop-off.', 'not_in_our_hands': 'The law on refunds.',
    'group-customer': 'yes', 'group-distributor': 'yes', 'group-staff': 'yes', 'tables': 'auto', 'stones': 'auto',
}

tokens = (f'token-of-round-{n:08}' for n in itertools.count())



class House:
    def __init__(self, database, site='grind'):
        self.database, self.site = database, site
        self.number = None
        self.start = START
        self.at(0)

    # ---- time

    def at(self, days, clock=None):
        """Sets the clock: so many days after the start at noon, or at this hour "20:10"."""
        hour, minute = (int(part) for part in (clock or '12:00').split(':'))
        self.now = self.start.replace(hour=hour, minute=minute) + datetime.timedelta(days=days)
        self.database.run('select set_config(%s, %s, false)', 'cocreate.now', self.now.isoformat())

    def day(self, days):
        return (self.start + datetime.timedelta(days=days)).strftime('%Y-%m-%d')

    # ---- acting

    def arguments(self, action, who, given):
        usual = {
            'site': self.site, 'subject': who, 'name': who and who.title(), 'group': GROUPS.get((who or ' ')[0]),
            'number': self.number and str(self.number), 'version': '1', 'token': None, 'findings': '[]',
            'moderator': 'yes' if (who or ' ')[0] in 'hm' else None, 'admin': None,
        }
        if 'token' in ACTIONS[action] and not given.get('token'):
            usual['token'] = next(tokens)
        values = []
        for field in ACTIONS[action].split():
            value = given[field] if field in given else usual.get(field)
            values.append(json.dumps(value) if isinstance(value, dict) else None if value is None else str(value))
        unknown = set(given) - set(ACTIONS[action].split())
        assert not unknown, unknown
        return values

    def statement(self, action):
        casts = {'form': '%s::jsonb', 'findings': '%s::jsonb'}
        return f"select * from {action}({', '.join(casts.get(field, '%s') for field in ACTIONS[action].split())})"

    def act(self, action, who, /, **given):
        """What an action answers: a list of rows without their NULLs."""
        with self.database.session().cursor() as cursor:
            cursor.execute(self.statement(action), self.arguments(action, who, given))
            return outcome(cursor)

    def do(self, action, who, /, **given):
        """An action that succeeds; answers what it says was done."""
        (row,) = self.act(action, who, **given)
        assert row.get('status') == 303, (action, who, given, row)
        return row['done']

    def made(self, action, who, /, **given):
        """An action that succeeds; answers the number at the end of where it leads."""
        (row,) = self.act(action, who, **given)
        assert row.get('status') == 303, (action, who, given, row)
        return int(row['location'].rstrip('/preview').replace('-', '/').rsplit('/', 1)[1])

    def refused(self, action, who, /, **given):
        """(status, key) of a refusal; of a form (422) the fields with their keys."""
        rows = self.act(action, who, **given)
        if rows[0]['status'] == 422:
            assert {row['status'] for row in rows} == {422}
            assert len({row['field'] for row in rows}) == len(rows), rows
            return 422, {row['field']: row['key'] for row in rows}
        (row,) = rows
        assert row['status'] >= 400, (action, who, given, row)
        return row['status'], row['key']

    # ---- rounds

    def open(self, **form):
        """Publishes a round today, which is its day 0; the clock then stands in the middle of the advice."""
        self.start = self.now
        plan = {'opens': OPENS, 'until': UNTIL, 'tables_until': TABLES_UNTIL, 'hear': HEAR, 'choose': CHOOSE, 'report': REPORT}
        dates = {field: self.day(days) for field, days in plan.items()}
        number = self.made('round_save', HOST, number=None, form={**FORM, **dates, **form, 'token': next(tokens)})
        self.number = number
        self.do('round_publish', HOST, form={})
        self.at(OPENS + 1)
        return number

    def phase(self):
        return self.database.value(
            'select phase(r, clock()) from round r where site = %s and number = %s', self.site, self.number)

    def row(self):
        """The columns of the round as a dict."""
        return self.database.value('select to_jsonb(r) from round r where site = %s and number = %s', self.site, self.number)

    def guest(self, number=4711, days=90, ended=False, group='customer'):
        """The subject of somebody with a link to this round."""
        self.database.run(
            '''insert into guest_link (site, round, id, name, "group", made_by, made_at, expires_at, ended_at)
               select site, number, %s, 'Gesa', %s, host, clock(), clock() + make_interval(days => %s),
                      case when %s then clock() end
               from round where site = %s and number = %s''', number, group, days, ended, self.site, self.number)
        return f'link:{self.number}.{number}'

    def card(self, number):
        """The columns of a card as a dict; None when it is gone."""
        return self.database.value(
            'select (select to_jsonb(a) from advice a where site = %s and card = %s)', self.site, number)

    def advise(self, who, question=1, body=None, **given):
        """The number of a card that somebody sends."""
        given.setdefault('do', 'send')
        body = body or f'Drop the second form, says {who}.'
        return self.made('advice_save', who, question=question, body=body, card='', share=given.pop('share', 'none'), **given)

    def counted(self):
        assert self.database.rows('select * from recount(%s)', self.site) == []

    def outbox(self, kind=None):
        """{(kind, subject)} of what was told about this round."""
        return sorted(self.database.rows(
            '''select o.kind, m.subject from outbox o join member m on m.site = o.site and m.id = o.member
               where o.site = %s and o.round = %s and (o.kind = %s or %s is null)''', self.site, self.number, kind, kind))

    # ---- ways to a phase

    def to(self, phase, people=None):
        """Leads the open round to a phase, with everything that it takes; answers {subject: card}."""
        people = CUSTOMERS + DISTRIBUTORS + STAFF if people is None else people
        cards = {who: self.advise(who) for who in people}
        steps = {'table': self.to_tables, 'hearing': self.to_hearing, 'choosing': self.to_choosing,
                 'acting': self.to_acting, 'reported': self.to_reported, 'closed': self.to_closed}
        for name, step in steps.items():
            if phase == 'advice':
                break
            step(cards)
            if name == phase:
                break
        assert self.phase() == phase
        return cards

    def to_tables(self, cards):
        self.at(UNTIL, '20:20')
        self.database.run('select tick()')

    def to_hearing(self, cards):
        self.at(TABLES_UNTIL, '20:30')

    def to_choosing(self, cards):
        """Two insights: the first of all cards but one, the second of the last card."""
        self.at(TABLES_UNTIL + 1)
        *many, last = cards.values()
        self.insights = [self.insight(many, kind='disagreement', sentence='Two forms ask the same thing.'), self.insight([last])]
        self.look()
        self.do('round_hear', HOST)
        self.at(HEAR + 1)

    def to_acting(self, cards):
        self.do('priority_save', HOST, insight=self.insights[0], place=1, reason='It costs most time.')
        self.actions = [self.made('action_save', HOST, action='', title='Join the forms', insight=self.insights[0], size='small',
                                  people='The returns team', keeper='', due=self.day(CHOOSE + 10))]
        self.do('round_choose', HOST, departure='')
        self.at(CHOOSE + 1)

    def to_reported(self, cards):
        self.at(REPORT - 2)
        self.do('trace_rest', HOST, insight=self.insights[0], outcome='shaped_action', action=self.actions[0], reason='')
        self.do('trace_rest', HOST, insight=self.insights[1], outcome='not_now', action='', reason='We lack the people for it.')
        for card in self.cards('not exists (select from trace t where t.round = a.round and t.card = a.card)'):
            self.do('trace_save', HOST, card=card, outcome='not_now', reason='We lack the people for it.', version='')
        self.do('round_report', HOST)
        self.at(REPORT - 1)

    def to_closed(self, cards):
        self.at(REPORT + 20)

    def cards(self, where='true'):
        """The numbers of the cards that were sent and are there."""
        return [card for card, in self.database.rows(
            f'''select a.card from advice a
                where a.site = %s and a.round = %s and a.sent_at is not null and a.body is not null and {where}
                order by a.card''', self.site, self.number)]

    def look(self):
        self.do('advice_look', HOST, form={f'card-{card}': 'yes' for card in self.cards()})

    def insight(self, cards, **form):
        usual = {'kind': 'remove', 'sentence': 'The second form is one too many.', 'token': next(tokens)}
        return self.made('insight_save', HOST, insight='', form={**usual, **form, **{f'card-{card}': 'yes' for card in cards}})
