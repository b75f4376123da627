# SPDX-License-Identifier: Apache-2.0
"""Every form of a round: where it goes, who sends it, how it is filled in well, and what may be wrong with each field.

Words like @card stand for numbers of the round that the form belongs to: test_round_forms.py makes a round in each phase.
"""

GUEST = 'Gerda'


def line(most, needed=True, least=0):
    """What is wrong with one line: {how: (value, key)}"""
    wrong = {'too long': ('x' * (most + 1), 'too-long'), 'two lines': ('first\nsecond', 'one-line'),
             'control character': ('a few\x07words', 'characters'), 'no character': ('a few\ufffewords', 'characters')}
    if least:
        wrong['too short'] = ('x' * (least - 1), 'too-short')
    return {**wrong, **(MISSING if needed else {})}


def text(most=4000, needed=True, least=0):
    """What is wrong with many lines."""
    wrong = line(most, needed, least)
    del wrong['two lines']
    return wrong


def choice(needed=True):
    return {'unknown': ('nothing-of-this-kind', 'unknown'), **(ABSENT if needed else {})}


def day(**wrong):
    """What is wrong with a date that is needed; wrong: further values that are none."""
    return {'no date': ('soon', 'date'), 'no such day': ('2027-02-30', 'date'), 'another form': ('31.12.2027', 'date'),
            'far away': ('12027-01-01', 'date'), **wrong}


def address(needed=True):
    return {'no address': ('mill.example', 'address'), 'a script': ('javascript:alert(1)', 'address'),
            'too long': ('https://mill.example/' + 'x' * 500, 'too-long'), **(MISSING if needed else {})}


ABSENT = {'empty': ('', 'missing'), 'left out': (None, 'missing')}
MISSING = {**ABSENT, 'blank': (' \r\n\t ', 'missing')}
TOKEN = {'left out': (None, 'missing'), 'too short': ('abc', 'characters'), 'odd': ('a b' * 10, 'characters')}
COUNT = {'no number': ('many', 'value'), 'none': ('0', 'value'), 'negative': ('-1', 'value'), 'huge': ('9' * 30, 'value')}

ROUND = {
    'title': 'Sending things back once more', 'language': 'en', 'stage': 'return', 'newness': 'usual', 'tables': 'auto',
    'stones': 'auto', 'in_our_hands': 'The form.', 'not_in_our_hands': 'The law.', 'leaning': 'One label.', 'hosts': 'hugo',
    'ask-remove': 'yes', 'remove': 'What should we remove?', 'free1': 'What advice do you have for the team that prints it?',
    'group-customer': 'yes', 'days': '10', 'opens': '@day2', 'until': '@day12', 'tables_until': '@day18', 'hear': '@day25',
    'choose': '@day32', 'report': '@day90',
}
ROUND_FIELDS = {
    'title': line(120, least=5), 'in_our_hands': text(), 'not_in_our_hands': text(), 'leaning': text(needed=False),
    'language': choice(), 'stage': choice(), 'newness': choice(False), 'tables': choice(False), 'stones': choice(False),
    'hosts': {'unknown': ('nobody', 'unknown'), 'not of the house': ('dana', 'not-staff'),
              'too many': ('\n'.join(f'who{n}' for n in range(11)), 'too-many')},
    'remove': line(300, needed=False), 'free1': line(300, needed=False),
    'days': {'too few': ('2', 'value'), 'too many': ('29', 'value'), **COUNT},
    'opens': day(passed=('@day-1', 'passed')),
    'until': day(before=('@day1', 'too-soon'), soon=('@day4', 'too-soon')),
    'tables_until': day(soon=('@day13', 'too-soon')),
    'hear': day(before=('@day18', 'too-soon')),
    'choose': day(before=('@day25', 'too-soon')), 'report': {**day(before=('@day32', 'too-soon')), **ABSENT}, 'token': TOKEN,
}

# name: (phase of the round, who, path, the form as it is right, {field: {how it is wrong: (value, key)}})
FORMS = {
    'round': ('draft', 'hana', '/rounds', ROUND, ROUND_FIELDS),
    'draft': ('draft', 'hana', 'edit', {**ROUND, 'version': '@version'}, {
        'title': line(120, least=5), 'report': ABSENT, 'version': {'left out': (None, 'missing')}, 'token': TOKEN}),
    'mend': ('announced', 'hana', 'edit', {
        'title': '@title', 'in_our_hands': '@hands', 'language': 'en', 'version': '@version'}, {
        'title': {'another': ('Something else altogether, from the first word', 'only-slips'), 'empty': ('', 'missing'),
                  'two lines': ('first\nsecond', 'one-line')},
        'in_our_hands': {'another': ('Not the form but the price, and all that belongs to it.', 'only-slips')},
        'version': {'left out': (None, 'missing')}, 'token': TOKEN}),
    'invite': ('advice', 'hana', 'invite', {'who': 'dirk', 'why': 'You sell it.'}, {
        'who': {**MISSING, 'unknown': ('nobody', 'unknown'), 'a host': ('hugo', 'hosts-do-not-advise'),
                'another group': ('sia', 'other-group'), 'too many': ('\n'.join(f'who{n}' for n in range(51)), 'too-many')},
        'why': text(1000)}),
    'admit': ('for the invited', 'hana', 'admit', {'invitation': '@asking', 'why': 'You write well.', 'value': 'yes'}, {
        'value': {**COUNT, 'empty': ('', 'missing')}, 'why': text(1000)}),
    'join': ('for the invited', 'cem', 'join', {'value': 'ask'}, {'value': {**COUNT, 'empty': ('', 'missing')}}),
    'link': ('advice', 'hana', 'links', {'guest': GUEST, 'guest_group': 'customer', 'days': '7'}, {
        'guest': line(80), 'days': {**COUNT, 'too many': ('366', 'value')},
        'guest_group': {'empty': ('', 'missing'), 'of the house': ('staff', 'other-group'), 'no group': ('x', 'other-group')}}),
    'extend': ('advice', 'hana', 'extend', {'days': '3', 'reason': 'A strike.'}, {
        'days': {'no number': ('many', 'value'), 'none': ('0', 'value'), 'too many': ('29', 'value'), 'empty': ('', 'missing')},
        'reason': text()}),
    'strike': ('advice', 'hana', 'strike', {'place': '2', 'reason': 'Asked twice.'}, {'reason': text(1000)}),
    'ask': ('advice', 'hana', 'ask', {'slot': 'better', 'text': 'What could be better?', 'language': 'en'}, {
        'slot': choice(), 'text': line(300, needed=False)}),
    'cancel': ('advice', 'hana', 'cancel', {'reason': 'Given up.'}, {'reason': text()}),
    'card': ('advice', 'coco', 'cards', {'question': '1', 'body': 'Drop it.', 'share': 'text', 'do': 'send'}, {
        'question': {**choice(), 'none of those': ('7', 'unknown')}, 'body': text(), 'share': choice(False), 'do': choice(),
        'token': TOKEN}),
    'changed card': ('advice', 'cara', 'cards', {'card': '@card', 'question': '1', 'body': 'Drop it.', 'do': 'send'}, {
        'body': text(), 'share': choice(False), 'do': choice()}),
    'flag': ('table', 'carl', 'cards/@card/flag', {'reason': 'It names a person.'}, {'reason': text()}),
    'hide': ('flagged', 'mona', 'cards/@card/hide', {'reason': 'It names a person.'}, {'reason': text()}),
    'reply': ('table', 'carl', 'tables/1/replies', {'card': '@card', 'course': '1', 'kind': 'builds', 'body': 'Both of them.'}, {
        'kind': {**choice(), 'of the course': ('answer', 'unknown')}, 'body': text(), 'token': TOKEN}),
    'seen differently': ('table', 'carl', 'tables/1/replies', {
        'card': '@card', 'course': '1', 'kind': 'differs', 'body': 'The slip is my proof of it.'}, {'body': text(least=20)}),
    'fact': ('table', 'sam', 'tables/1/replies', {
        'card': '@card', 'course': '1', 'kind': 'fact', 'body': 'The law says so.', 'source': 'https://mill.example/law'}, {
        'body': text(), 'source': address()}),
    'answer': ('table', 'carl', 'tables/1/replies', {'course': '1', 'kind': 'answer', 'body': 'A stronger glue.'}, {
        'course': {'none': ('0', 'unknown'), 'a fourth': ('4', 'unknown'), 'no number': ('x', 'unknown')},
        'kind': {**choice(), 'of a card': ('builds', 'unknown'), 'a fact': ('story', 'unknown')}, 'body': text()}),
    'spare': ('table', '@host', 'tables/1/spare', {'spare': 'sign'}, {'spare': {'unknown': ('joker', 'unknown')}}),
    'leave': ('table', 'carl', 'tables/1/leave', {
        'see': 'Two forms.', 'differ': 'A proof.', 'differ_too': 'No paper.', 'first': 'The form.', 'version': '1'}, {
        'see': text(needed=False), 'differ': text(), 'differ_too': text(), 'first': text(needed=False),
        'version': {'left out': (None, 'missing')}}),
    'insight': ('hearing', 'hana', 'insights', {'kind': 'keep', 'sentence': 'The slip stays.', 'card-@card': 'yes'}, {
        'kind': choice(), 'sentence': line(300), 'card-@card': {'not ticked': (None, 'missing cards')}, 'token': TOKEN}),
    'changed insight': ('hearing', 'hana', 'insights/@insight/edit', {'kind': 'keep', 'sentence': 'It stays.', 'version': '1'}, {
        'kind': choice(), 'sentence': line(300), 'version': {'left out': (None, 'missing')}}),
    'look': ('hearing', 'hana', 'look', {'card-@card': 'yes'}, {'card-@card': {'not ticked': (None, 'missing cards')}}),
    'sign': ('hearing', 'hana', 'agreed', {'value': 'sign'}, {'value': choice()}),
    'stones': ('choosing', 'cara', 'stones', {'first': '@insight', 'second': '@insight', 'third': ''}, {
        'first': {'another': ('999', 'unknown'), 'no number': ('x', 'unknown')}, 'third': {'another': ('0', 'unknown')}}),
    'priority': ('choosing', 'hana', 'priorities', {'insight': '@insight', 'place': '1', 'reason': 'It costs time.'}, {
        'place': {'a sixth': ('6', 'unknown'), 'no number': ('x', 'unknown')}, 'reason': text()}),
    'action': ('choosing', 'hana', 'actions', {
        'title': 'Join the forms', 'insight': '@insight', 'size': 'small', 'people': 'Us', 'keeper': 'sven', 'due': '@day20'}, {
        'title': line(300), 'people': line(300), 'size': choice(), 'insight': {'another': ('999', 'unknown')},
        'keeper': {'unknown': ('nobody', 'unknown'), 'not of the house': ('cara', 'not-staff')}, 'token': TOKEN,
        'due': {**day(today=('@day0', 'passed'), far=('@day40', 'too-far')), 'empty': ('', 'missing')}}),
    'choice': ('choosing', 'hana', 'chosen', {'departure': ''}, {
        'departure': {'too long': ('x' * 4001, 'too-long'), 'control character': ('a\x07b', 'characters')}}),
    'no outcome': ('acting', 'hana', 'cards/@card/trace', {'outcome': 'in_insight', 'version': ''}, {
        'outcome': {**choice(), 'not ours to say': ('withdrawn', 'unknown')}}),
    'an action of it': ('acting', 'hana', 'cards/@card/trace', {'outcome': 'shaped_action', 'action': '@action', 'version': ''}, {
        'action': {'another': ('999', 'unknown'), 'empty': ('', 'missing')}}),
    'already so': ('acting', 'hana', 'cards/@card/trace', {
        'outcome': 'already_so', 'source': 'https://a.example', 'version': ''}, {
        'source': address()}),
    'for later': ('acting', 'hana', 'cards/@card/trace', {
        'outcome': 'for_later', 'again': '@day60', 'reason': 'After the holidays.', 'version': ''}, {
        'again': {**day(today=('@day0', 'passed')), 'empty': ('', 'missing')}, 'reason': text()}),
    'not now': ('acting', 'hana', 'cards/@card/trace', {
        'outcome': 'not_now', 'reason': 'We lack the people for it.', 'version': ''}, {'reason': text(least=20)}),
    'not understood': ('acting', 'hana', 'cards/@card/trace', {
        'outcome': 'could_not_use', 'reason': 'Too short.', 'question': 'Which form?', 'version': ''}, {
        'reason': text(), 'question': line(300)}),
    'the rest': ('acting', 'hana', 'insights/@insight/traces', {'outcome': 'not_now', 'reason': 'We lack the people for it.'}, {
        'outcome': {**choice(), 'for one alone': ('for_later', 'unknown')}, 'reason': text(least=20)}),
    'promise': ('acting', 'hana', '/promises/@promise', {'kind': 'progress', 'text': 'It goes on.', 'keeper': 'sia'}, {
        'kind': choice(), 'text': text(), 'token': TOKEN,
        'keeper': {'unknown': ('nobody', 'unknown'), 'not of the house': ('cara', 'not-staff')}}),
    'moved promise': ('acting', 'hana', '/promises/@promise', {'kind': 'moved', 'text': 'Later.', 'due': '@day30'}, {
        'due': {**day(today=('@day0', 'passed')), 'empty': ('', 'missing')}}),
    'missed': ('reported', 'cara', 'cards/@card/missed', {'text': 'I meant the paper.'}, {'text': text()}),
    'learning': ('empty', 'hana', 'learning', {'learning': 'The wrong week.'}, {'learning': text()}),
}

def cases_of(form):
    """(field, how, value, key) of all that may be wrong with a form."""
    return [(field, how, value, key) for field, wrong in FORMS[form][4].items() for how, (value, key) in wrong.items()]
