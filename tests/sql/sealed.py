# SPDX-License-Identifier: Apache-2.0
"""One round in every phase, with the same people and the same planted words in each; and who may read what of it, by hand.

The tables below are written from the specification of advice rounds (who may do what, what is hidden and when), not from the
function that they test. A word is planted as WORD-PHASE, a card also by its number.
"""

import re

# Each phase with what the round's row says of it: days since it opened, and what was done.
PHASES = {
    'advice': (3, {}),
    'open': (3, {'staff_sealed': 'false'}),  # the same, when the round lets staff read
    'table': (12, {'drawn_at': 10}),
    'hearing': (18, {'drawn_at': 10}),
    'choosing': (24, {'drawn_at': 10, 'heard_at': 20}),
    'acting': (32, {'drawn_at': 10, 'heard_at': 20, 'chosen_at': 28}),
    'reported': (41, {'drawn_at': 10, 'heard_at': 20, 'chosen_at': 28, 'reported_at': 40}),
    'closed': (90, {'drawn_at': 10, 'heard_at': 20, 'chosen_at': 28, 'reported_at': 40}),
    'cancelled': (24, {'drawn_at': 10, 'heard_at': 20, 'cancelled_at': 22}),
    'empty': (18, {'empty_at': 10}),
    'over': (40, {'empty_at': 10, 'learned_at': 20}),  # closed after it was empty
    'draft': (-1, {'published_at': None}),
    'dropped': (-1, {'published_at': None, 'cancelled_at': 0}),     # cancelled before it was published
    'announced': (-1, {}),
}
NUMBER = {phase: number for number, phase in enumerate(PHASES, 1)}
WITH_CARDS = [phase for phase in PHASES if phase not in ('draft', 'dropped', 'announced')]

# subject: group, table and place, what else. {n} in a subject is the number of the round.
PEOPLE = {
    None: (),
    'newcomer': ('customer',),                          # signed in, and not known yet
    'member': ('customer',),
    'wanda': ('customer', 1, 1),                        # gave the cards that are looked for
    'nadia': ('customer', 1, 2),                        # gave the one that may be shown with her name
    'tom': ('distributor', 1, 3),
    'ella': ('customer', 2, 1),
    'lars': ('customer', 'late'),
    'link:{n}.7': ('customer', 'link'),                 # came by a link, and has not written
    'link:{n}.8': ('customer', 2, 2, 'link'),
    'staff0': ('staff',),
    'staff1': ('staff', 1, 4),
    'along': ('staff', 1, 0),                           # reads along
    'staff2': ('staff', 2, 3),
    'host': ('staff', 'host'),
    'cohost': ('staff', 'host'),
    'hostmod': ('staff', 'host', 'moderator'),          # hosts, and moderates
    'mod': ('customer', 'moderator'),
    'admin': ('customer', 'moderator', 'admin'),
    'staffmod': ('staff', 'moderator'),
}

COLUMNS = 'advice open table hearing choosing acting reported closed cancelled empty over'.split()


def grid(text):
    """{(subject, phase)} with a + in the table; a row may be for several."""
    seen, named = set(), set()
    for line in text.strip().splitlines():
        names, marks = re.fullmatch(r'\s*(.+?)\s+([+. ]+)', line).groups()
        marks = marks.split()
        assert len(marks) == len(COLUMNS) and set(marks) <= {'+', '.'}, line
        for name in names.split():
            name = {'visitor': None, 'link7': 'link:{n}.7', 'link8': 'link:{n}.8'}.get(name, name)
            assert name in PEOPLE and name not in named, name
            named.add(name)
            seen |= {(name, phase) for phase, mark in zip(COLUMNS, marks) if mark == '+'}
    assert named == set(PEOPLE), set(PEOPLE) - named
    return seen


# A card that was sent in time; its adviser shares it with nobody, and sits at table 1.
#                                    advice open table hearing choosing acting reported closed cancelled empty over
SENT = grid('''
    wanda                               +    +    +      +       +        +       +        +       +       +    +
    nadia tom                           .    .    +      +       +        +       +        +       .       .    .
    ella lars link8                     .    .    .      +       +        +       +        +       .       .    .
    staff0 staff2                       .    +    .      +       +        +       +        +       .       +    +
    staff1 along                        .    +    +      +       +        +       +        +       .       +    +
    host cohost hostmod                 .    +    .      +       +        +       +        +       .       +    +
    visitor newcomer member link7       .    .    .      .       .        .       .        .       .       .    .
    mod admin                           .    .    .      .       .        .       .        .       .       .    .
    staffmod                            .    +    .      +       +        +       +        +       .       +    +
''')
# The same, shared with members: once it is reported. Somebody with a link who gave no advice is no member.
SHARED = SENT | {(who, phase) for who in ('newcomer', 'member', 'mod', 'admin') for phase in ('reported', 'closed')}
# Shared by nadia, with her name.
NAMED = {('nadia' if who == 'wanda' else 'wanda' if who == 'nadia' else who, phase) for who, phase in SHARED}
# It came late, so it lies on no table.
LATE = SENT - {(who, 'table') for who in ('nadia', 'tom', 'staff1', 'along')}
# Not sent, or kept for later: for its writer alone, for ever.
OWN = {('wanda', phase) for phase in COLUMNS}
# Hidden by a moderator: its writer and those who moderate without hosting.
MODERATED = {(who, phase) for who in ('mod', 'admin', 'staffmod') for phase in COLUMNS}
HIDDEN = OWN | MODERATED
# Reported by somebody.
FLAGGED = SENT | MODERATED
# Its writer has gone, and let the words stay, shared. Nobody's now; who it was is somebody new.
GONE = {(who, phase) for who, phase in SHARED if (who, phase) not in OWN and phase != 'table'} | {
    ('wanda', phase) for phase in ('hearing', 'choosing', 'acting', 'reported', 'closed')}

CARDS = {  # kind: its card number, who may read it
    'draft': (900000001, OWN),
    'kept': (900000002, OWN),
    'sent': (900000003, SENT),
    'shared': (900000004, SHARED),
    'named': (900000005, NAMED),
    'late': (900000006, LATE),
    'taken': (900000007, SENT),             # taken back: the place stays, the words are gone
    'hidden': (900000008, HIDDEN),
    'flagged': (900000009, FLAGGED),
    'gone': (900000010, GONE),
    'erased': (900000011, GONE - {(who, phase) for who in ('newcomer', 'member', 'mod', 'admin') for phase in COLUMNS}),
}

# What is said and left at table 1; at table 2; one who gave advice reads all of it later.
TABLE_1 = grid('''
    wanda nadia tom staff1 along        .    .    +      +       +        +       +        +       .       .    .
    ella lars link8                     .    .    .      +       +        +       +        +       .       .    .
    staff0 staff2 staffmod              .    .    .      +       +        +       +        +       .       .    .
    host cohost hostmod                 .    .    .      +       +        +       +        +       .       .    .
    visitor newcomer member link7       .    .    .      .       .        .       .        .       .       .    .
    mod admin                           .    .    .      .       .        .       .        .       .       .    .
''')
TABLE_2 = TABLE_1 - {(who, 'table') for who in ('wanda', 'nadia', 'tom', 'staff1', 'along')} | {
    (who, 'table') for who in ('ella', 'link:{n}.8', 'staff2')}
# An insight that was not chosen: its hosts from the first word on, advisers and staff when it is said, then members.
INSIGHT = grid('''
    wanda nadia tom ella lars link8     .    .    .      .       +        +       +        +       .       .    .
    staff0 staff1 along staff2 staffmod .    .    .      .       +        +       +        +       .       .    .
    host cohost hostmod                 +    +    +      +       +        +       +        +       +       +    +
    newcomer member mod admin           .    .    .      .       .        +       +        +       .       .    .
    visitor link7                       .    .    .      .       .        .       .        .       .       .    .
''')
OUT = {(who, phase) for who in PEOPLE for phase in ('acting', 'reported', 'closed')}
# One that was chosen is everybody's then; before it is like the others. Why, and what is done, only then.
CHOSEN = INSIGHT | OUT
REASON = {(who, phase) for who in ('host', 'cohost', 'hostmod') for phase in COLUMNS} | OUT
# What came of the card "sent": its hosts, once they read it; whoever else may read it, when it is told.
HOSTS = {(who, phase) for who in ('host', 'cohost', 'hostmod') for phase in COLUMNS}
TRACE = {(who, phase) for who, phase in SENT if phase in ('reported', 'closed', 'over')} | HOSTS & SENT
# That the point was missed: between its adviser and the hosts.
CONTEST = HOSTS & SENT | {('wanda', phase) for phase in ('reported', 'closed', 'over')}
# The host's own leaning: who hosts; who gave advice; everybody when nobody can any more.
ADVISERS = {'wanda', 'nadia', 'tom', 'ella', 'lars', 'link:{n}.8', 'staff1', 'along', 'staff2'}
LEANING = HOSTS | {(who, phase) for who in ADVISERS for phase in ('advice', 'open')} | {
    (who, phase) for who in PEOPLE for phase in COLUMNS if phase not in ('advice', 'open')}
# Why somebody reported a card: who moderates without hosting. Why one was asked: oneself, and who asks.
FLAG = MODERATED
WHY = {('ella', phase) for phase in COLUMNS} | {
    (who, phase) for who in ('host', 'cohost', 'hostmod', 'mod', 'admin', 'staffmod') for phase in COLUMNS}

WORDS = {  # planted once in each round: who may read it
    **{f'card{kind}': seen for kind, (_, seen) in CARDS.items() if kind not in ('taken', 'erased')},
    'hiding': HIDDEN,
    'reply1': TABLE_1,
    'reply2': TABLE_2,
    'replyunderhidden': TABLE_1 & HIDDEN,   # its writer at their table, and moderators of the house when all tables are open
    'left1': TABLE_1,
    'insight': INSIGHT,
    'chosen': CHOSEN,
    'reason': REASON,
    'departure': REASON,
    'action': REASON,
    'trace': TRACE,
    'contest': CONTEST,
    'leaning': LEANING,
    'flag': FLAG,
    'why': WHY,
}


def subject(person, phase):
    return person and person.replace('{n}', str(NUMBER[phase]))


def word(name, phase):
    return f'w{name}w{phase}w'


def fill():
    """The SQL that makes it all, beside the guards: they would not let hidden words be where they never are."""
    everybody = [person for person in PEOPLE if person not in (None, 'newcomer')]
    plain = ', '.join(f"('{who}', '{PEOPLE[who][0]}')" for who in everybody if 'link' not in PEOPLE[who])
    sql = f'''
        set session_replication_role = replica;
        insert into member (site, subject, name, "group", joined_at)
        select 'grind', s, 'n' || s || 'n', g, now() from (values {plain}) as m (s, g);
        update site_tally set members = (select count(*) from member), last_round = {len(PHASES)} where site = 'grind';'''
    for phase, (days, says) in PHASES.items():
        sql += round_sql(phase, days, says)
        if phase in WITH_CARDS:
            sql += words_sql(phase)
    return sql + '\nreset session_replication_role;'


def id_of(person, phase):
    return f"(select m.id from member m where m.site = 'grind' and m.subject = '{subject(person, phase)}')"


def round_sql(phase, days, says):
    number = NUMBER[phase]
    columns = {'published_at': 'o.at', 'published_by': id_of('mod', phase), 'departure': f"'{word('departure', phase)}'",
               'leaning': f"'{word('leaning', phase)}'", 'cards': '9', 'advisers': '9'}
    for column, value in says.items():
        columns[column] = 'null' if value is None else value if isinstance(value, str) else f"o.at + '{value} days'"
    columns.update({'table_count': '2'} if 'drawn_at' in says else {}, **{
        text: "'Because.'" for text, act in {'cancel_reason': 'cancelled_at', 'learning': 'learned_at'}.items() if act in says})
    if phase in ('draft', 'dropped'):
        columns['published_by'] = 'null'
    links = ''.join(f'''
        insert into guest_link (site, round, id, name, "group", made_by, made_at, expires_at)
        values ('grind', {number}, {link}, 'Guest', 'customer', {id_of('host', phase)}, now(), now() + '9 days');
        insert into member (site, subject, name, "group", joined_at, guest)
        values ('grind', 'link:{number}.{link}', 'Guest', 'customer', now(), true);''' for link in (7, 8))
    hosts = ''.join(f"insert into round_host values ('grind', {number}, {id_of(who, phase)});"
                    for who, what in PEOPLE.items() if 'host' in what)
    return f'''
        insert into round (site, number, host, title, language, stage, newness, in_our_hands, not_in_our_hands, groups,
                           created_at, opens_at, advice_until, tables_until, hear_due, choose_due, report_due, grace, extend_days,
                           min_advice, tables_from, answer_days, learn_days, tables, {', '.join(columns)})
        select 'grind', {number}, {id_of('host', phase)}, 'Round in {phase}', 'en', 'return', 'usual', 'This.', 'Not that.',
               '{{customer,distributor,staff}}', o.at, o.at, o.at + '10 days', o.at + '16 days', o.at + '23 days',
               o.at + '30 days', o.at + '90 days', '15 minutes', 7, 3, 9, 14, 7, 'on', {', '.join(columns.values())}
        from (select now() - interval '{days} days' as at) o;
        insert into round_secret values ('grind', {number}, '\\x00');
        insert into question (site, round, place, slot, text, checked, added_at)
        values ('grind', {number}, 1, 'keep', 'What needs to stay?', 'en What needs to stay?', now());
        {links}{hosts}'''


def words_sql(phase):
    number, at = NUMBER[phase], f"(select r.opens_at from round r where r.site = 'grind' and r.number = {NUMBER[phase]})"

    def w(name):
        return f"'{word(name, phase)}'"

    def card(number_of_card, who, body, **columns):
        columns = {'share': "'none'", 'sent_at': at, **columns}
        group = PEOPLE[who][0] if who else 'customer'
        return f'''
        insert into advice (site, round, card, question, adviser, "group", body, created_at, {', '.join(columns)})
        values ('grind', {number}, {number_of_card}, 1, {id_of(who, phase) if who else 'null'}, '{group}', {body}, {at},
                {', '.join(columns.values())});'''

    made = {
        'draft': {'sent_at': 'null'}, 'kept': {'sent_at': 'null', 'kept': "'me'"}, 'sent': {}, 'shared': {'share': "'text'"},
        'named': {'share': "'name'"}, 'late': {'late': 'true'}, 'taken': {'withdrawn_at': at},
        'hidden': {'hidden_at': at, 'hidden_reason': w('hiding'), 'share': "'text'"}, 'flagged': {},
        'gone': {'erased_at': at, 'share': "'text'"}, 'erased': {'erased_at': at, 'share': "'text'"},
    }
    sql = ''.join(card(CARDS[kind][0], None if kind in ('gone', 'erased') else 'nadia' if kind == 'named' else 'wanda',
                       'null' if kind in ('taken', 'erased') else w(f'card{kind}'), **columns) for kind, columns in made.items())
    for other, (who, what) in enumerate(PEOPLE.items()):
        if what[1:2] == ('late',) or len(what) > 2 and isinstance(what[1], int) and who not in ('wanda', 'nadia'):
            sql += card(100000001 + other, who, "'Something else.'", late=str(what[1] == 'late').lower())
    if 'drawn_at' not in PHASES[phase][1]:
        return sql + flags_and_reasons(phase, w)
    sql += f'''
        insert into kitchen_table (site, round, "table", see, left_at)
        values ('grind', {number}, 1, {w('left1')}, {at}), ('grind', {number}, 2, null, null);'''
    for who, what in PEOPLE.items():
        if len(what) > 2 and isinstance(what[1], int):
            sql += f'''
        insert into seat (site, round, "table", place, member, "group")
        values ('grind', {number}, {what[1]}, {what[2]}, {id_of(who, phase)}, '{what[0]}');'''
    sql += f'''
        insert into reply (site, round, "table", course, card, member, "group", kind, body, at) values
            ('grind', {number}, 1, 1, {CARDS['sent'][0]}, {id_of('tom', phase)}, 'distributor', 'builds', {w('reply1')}, {at}),
            ('grind', {number}, 1, 1, {CARDS['hidden'][0]}, {id_of('tom', phase)}, 'distributor', 'builds',
             {w('replyunderhidden')}, {at}),
            ('grind', {number}, 2, 1, null, {id_of('staff2', phase)}, 'staff', 'answer', {w('reply2')}, {at});'''
    return sql + flags_and_reasons(phase, w)


def flags_and_reasons(phase, w):
    """What hosts and moderators write; in each round, also where it is too early for it: nobody is to see it there."""
    number, host = NUMBER[phase], id_of('host', phase)
    traced = ', '.join(str(CARDS[kind][0]) for kind in ('shared', 'named', 'late', 'flagged', 'gone'))
    return f'''
        insert into advice_flag values
            ('grind', {number}, {CARDS['flagged'][0]}, {id_of('tom', phase)}, {w('flag')}, now());
        insert into invitation (site, round, member, why, invited_at)
        values ('grind', {number}, {id_of('ella', phase)}, {w('why')}, now());
        insert into insight (site, round, kind, sentence, by, at, cards, score, place, reason) values
            ('grind', {number}, 'keep', {w('insight')}, {host}, now(), 1, 1, null, null),
            ('grind', {number}, 'keep', {w('chosen')}, {host}, now(), 1, 1, 1, {w('reason')});
        insert into insight_advice
        select 'grind', {number}, i.insight, c.card
        from insight i, unnest(array[{CARDS['sent'][0]}, {CARDS['flagged'][0]}]) c (card)
        where i.site = 'grind' and i.round = {number};
        insert into action (site, round, title, size, people, keeper, due, by, at)
        values ('grind', {number}, {w('action')}, 'small', 'Us', {host}, now(), {host}, now());
        insert into trace (site, round, card, outcome, reason, contest, contested_at, by, at)
        values ('grind', {number}, {CARDS['sent'][0]}, 'not_now', {w('trace')} || ' and so on', {w('contest')}, now(), {host},
                now());
        insert into trace (site, round, card, outcome, reason, by, at)
        select 'grind', {number}, c.card, 'not_now', 'This is long enough to be one.', {host}, now()
        from unnest(array[{traced}]) c (card);'''
