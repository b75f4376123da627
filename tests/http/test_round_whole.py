# SPDX-License-Identifier: Apache-2.0
"""A whole round as people go through it: pages are opened, their forms filled in as they stand there, and sent.

Each step is a test; whoever starts in the middle gets the steps before it as well.
"""

import re

import pytest

from harness import page
from rounds import House, form_in, number_of, words

CUSTOMERS = ['cara', 'carl', 'cem', 'chen', 'coco', 'cora', 'cyra', 'cian', 'cody', 'cruz', 'cleo', 'cato']
DISTRIBUTORS, STAFF = ['dana', 'dirk'], ['sam', 'sia', 'sven']
ADVISERS = CUSTOMERS + DISTRIBUTORS + STAFF
LEANING = 'We lean to one label for everything.'


class Tale:
    def __init__(self, house):
        self.house, self.cards, self.done = house, {}, []

    def until(self, step):
        """Takes the steps up to this one that were not taken yet."""
        for name in STEPS[:STEPS.index(step) + 1]:
            if name not in self.done:
                assert 'broken' not in self.done, 'a step before it went wrong'
                self.done.append('broken')
                globals()[name](self, self.house)
                self.done[-1] = name

    def guest_at(self, host_page):
        """The person who has the link that a host reads on this page."""
        shown = ' '.join([host_page.text_content(), *host_page.xpath('//@value | //@href')])
        self.guest = self.house.guest(re.search(r'[?]link=([0-9a-f.]+)', shown)[1])

    def leave(self, here, one, other):
        """What a table leaves: both sides, or neither; whoever comes second reads the first's words."""
        half = one.sends(here, f'{here}/leave', {'differ': 'We need a proof.', 'differ_too': ''})
        assert half.status_code == 422
        form = other.form(here, f'{here}/leave')
        one.does(here, f'{here}/leave', {'see': 'Two forms are one too many.', 'differ': 'We need a proof.',
                                         'differ_too': 'We need no paper.', 'first': 'The second form.'})
        stale = other.posts(form.action, {'token': None, **form.filled({'see': 'Mine.'})})
        assert stale.status_code == 409 and 'Mine.' in stale.text and 'We need no paper.' in stale.text


@pytest.fixture(scope='module')
def tale(httpd, database, test_dir):
    house = House(httpd, database, test_dir)
    house.enter('hugo', 'dana', 'cato', 'cody')
    return Tale(house)


def text(tree):
    return ' '.join(tree.text_content().split())


def put(tale, who, body, question=1, do='send', share='none'):
    """Writes a new card in the form under its question, and answers its number."""
    reply = (who if not isinstance(who, str) else tale.house[who]).sends(
        '', 'cards', {'body': body, 'share': share}, ('do', do), question=question, card='')
    assert reply.status_code == 303, words(reply)
    return number_of(reply.headers['Location'])


# --- the steps ----------------------------------------------------------------------------------------------------------

def opening(tale, house):
    """A moderator fills in one form. The check stops a question; she writes it anew, accepts a warning, and publishes."""
    hana = house['hana']
    fields = {'title': 'Sending things back', 'stage': 'return', 'in_our_hands': 'The form, the label, the drop-off.',
              'not_in_our_hands': 'The law on refunds.', 'leaning': LEANING, 'hosts': 'hugo',
              'free1': 'How satisfied are you with the label?'}
    form = hana.form('/rounds/new', '/rounds')
    assert form.values['ask-remove'] == form.values['ask-keep'] == 'yes' and 'ask-better' not in form.values
    house.number = number_of(hana.posts('/rounds', {'token': None, **form.filled(fields)}).headers['Location'])

    preview = hana.page('preview')
    assert 'Sending things back' in text(preview) and LEANING not in text(preview), 'as a member sees it'
    finding, = [f for f in hana.xml('preview').findall('findings/finding') if f.get('severity') == 'stop']
    assert finding.findtext('reason') and len(finding.findall('better')) == 2
    for said in [finding.findtext('reason'), *(better.text for better in finding.findall('better'))]:
        assert said in text(preview)
    refused = hana.posts('publish', {})
    assert refused.status_code == 409 and hana.xml('').find('round').get('phase') == 'draft'
    assert house.visitor.get('').status_code == 404 and house.visitor.xml('/rounds').findall('rounds/round') == []

    hana.does('edit', 'edit', {'free1': 'What advice do you have for the team that prints the label?'})
    published = hana.does('preview', 'publish', {})
    assert 'Sending things back' in text(published)
    promises = house.visitor.xml('').findall('promises/promise')
    assert [(p.get('kind'), p.get('state'), p.findtext('keeper')) for p in promises] == [
        ('hear', 'open', 'Hana Petrova'), ('choose', 'open', 'Hana Petrova'), ('report', 'open', 'Hana Petrova')]
    assert {person.posts('publish', {}).status_code for person in (house['cara'], house['hugo'])} == {403}


def announcing(tale, house):
    """It is announced: read by everybody, written in by nobody; a slip is mended, people are invited, a link is made."""
    hana = house['hana']
    assert 'opens for advice' in text(house.visitor.page(''))
    early = house['cara'].posts('cards', {'question': 1, 'body': 'Drop the second form.', 'do': 'send'})
    assert early.status_code == 409 and 'Drop the second form.' in early.text
    hana.does('edit', 'edit', {'not_in_our_hands': 'The law on refunds!'})
    refused = hana.sends('edit', 'edit', {'in_our_hands': 'Something else altogether, from the beginning to the end.'})
    assert refused.status_code == 422 and 'Something else altogether' in refused.text

    hana.does('host', 'invite', {'who': 'dana\ncato\ncody', 'why': 'You sent something back last month.'})
    for login, others in (('dana', 2), ('cody', 2)):
        mine = house[login].xml('').find('mine')
        assert (mine.get('invited'), int(mine.get('others'))) == ('yes', others)
        assert 'You sent something back last month.' in text(house[login].page(''))
        assert 'Sending things back' in text(house[login].page('/me'))
    declined = house['cody'].does('', 'join', button=('value', 'decline'))
    assert house['cody'].xml('').find('mine').get('declined') == 'yes'
    assert form_in(declined, house['cody'].url('join')).buttons == {('value', 'accept')}
    house['cody'].does('', 'join', button=('value', 'accept'))
    assert house['cody'].xml('').find('mine').get('declined') is None

    host_page = hana.does('host', 'links', {'guest': 'Gerda Gast', 'guest_group': 'customer', 'days': ''})
    tale.guest_at(host_page)


def advising(tale, house):
    """Everybody writes alone. The leaning is read after the first card."""
    house.to('opens_at')
    open_, = house.visitor.xml('/overview').findall('rounds/round')
    assert open_.get('phase') == 'advice' and open_.findtext('question') == 'What should we remove?'
    front = house.visitor.page('/overview')
    assert 'What should we remove?' in text(front) and front.xpath(f'//a[contains(@href, "/rounds/{house.number}")]')

    assert LEANING not in house['cara'].get('').text
    draft = put(tale, 'cara', 'Drop the *second* form.', do='draft')
    assert LEANING not in house['cara'].get('').text
    house['cara'].does('', 'cards', {'body': 'Drop the second form.', 'share': 'name'}, ('do', 'send'), card=draft)
    assert LEANING in text(house['cara'].page(''))
    tale.cards['cara'] = draft
    gone = put(tale, 'cara', 'And the third one.', question=2)
    house['cara'].does('', f'cards/{gone}/withdraw')
    assert 'And the third one.' not in house['cara'].get('').text
    assert [card.get('number') for card in house['cara'].xml('').findall('own/card')] == [str(draft)]

    for who in [who for who in ADVISERS if who not in ('cara', 'cian')]:
        tale.cards[who] = put(tale, who, f'The slip is my proof, says {who}.', share='text')
    tale.cards['guest'] = put(tale, tale.guest, 'I have no printer at home.')
    assert 'Gerda' not in house['carl'].get('').text
    for place in range(4):
        put(tale, 'carl', f'Also this, number {place}.')
    full = house['carl'].posts('cards', {'question': 1, 'body': 'And a sixth one.', 'do': 'send'})
    assert full.status_code == 422 and 'And a sixth one.' in full.text

    assert text(house['hana'].page('')).count('says carl') == 0 and not house['hana'].xml('').findall('cards/card')
    refused = house['hana'].posts('cards', {'question': 1, 'body': 'I tell you.', 'do': 'send'})
    assert refused.status_code == 403
    assert house['hana'].xml('host').find('todo').get('enough') == 'yes'


def extending(tale, house):
    """Two days more, for a reason that everybody reads; the dates of all promises move, and the ledger says so."""
    before = house.visitor.xml('').find('round')
    house['hana'].does('host', 'extend', {'days': '2', 'reason': 'A holiday came between.'})
    after = house.visitor.xml('').find('round')
    assert after.get('extensions') == '1' and after.get('advice-until')[:10] > before.get('advice-until')[:10]
    assert 'A holiday came between.' in text(house.visitor.page(''))
    for promise in house.visitor.xml('').findall('promises/promise'):
        assert (promise.get('moves'), promise.get('due') > promise.get('first-due')) == ('1', True)
    assert 'A holiday came between.' in text(house.visitor.page('/promises/3'))


def sitting_down(tale, house):
    """A form that was open at the end is in time. Then the tables are drawn: mixed, each with people of each kind."""
    form = house['cian'].form('', 'cards', question=1, card='')
    house.to('advice_until', '10 minutes')
    assert house.visitor.xml('').find('next').get('key') == 'grace'
    sent = house['cian'].posts('cards', {'token': None, **form.filled({'body': 'I was slow.'}, ('do', 'send'))})
    assert 'done=card-sent' in sent.headers['Location']
    tale.cards['cian'] = number_of(sent.headers['Location'])

    house.to('advice_until', '16 minutes')
    assert house.phase() == 'table'
    tables = {}
    for who in ADVISERS:
        mine = house[who].xml('').find('mine')
        tables.setdefault(int(mine.get('table')), []).append(who)
    assert sorted(tables) == [1, 2, 3], '18 people make three tables'
    for number, people in tables.items():
        seats = house[people[0]].xml(f'tables/{number}').findall('seats/seat')
        assert 4 <= len(seats) <= 8 and 1 <= sum(seat.get('speaks') == 'yes' for seat in seats) <= len(seats) / 3
        yielded = house[people[0]].xml(f'tables/{number}').find('table').get('yielded') or ''
        assert ('distributor' in yielded) == (not any(seat.get('group') == 'distributor' for seat in seats))
        for other in [who for who in ADVISERS + ['hana', 'mona', 'adele'] if who not in people]:
            assert house[other].get(f'tables/{number}').status_code == 404
        assert not [name for name in ('Carl', 'Dana', 'Sam', 'Gerda') if name in house[people[0]].get(f'tables/{number}').text
                    and name.lower() != people[0]], 'roles and seats, no names'
    tale.tables = tables


def talking(tale, house):
    """Replies of each kind; staff wait for another voice; the courses open one after the other; a table leaves three things."""
    number, people = next((n, who) for n, who in tale.tables.items() if 'cara' in who)
    here, replies, card = f'tables/{number}', f'tables/{number}/replies', tale.cards['cara']
    other = next(who for who in people if who in CUSTOMERS and who != 'cara')
    staff = next(who for who in people if who in STAFF)
    cara, other, staff = house['cara'], house[other], house[staff]

    waiting = staff.xml(here).find(f'cards/card[@number="{card}"]')
    assert waiting.get('wait') == 'yes'
    early = staff.posts(replies, {'card': card, 'kind': 'builds', 'course': 1, 'body': 'We could.'})
    assert early.status_code == 409 and 'We could.' in early.text
    short = other.sends(here, replies, {'kind': 'differs', 'body': 'No.'}, card=card, parent='')
    assert short.status_code == 422
    assert form_in(page(short), other.url(replies), card=card, parent='').values['body'] == 'No.'
    other.does(here, replies, {'kind': 'differs', 'body': 'The second form is my proof that I sent it.'}, card=card, parent='')
    said = cara.xml(here).find('replies/reply').get('number')
    cara.does(here, replies, {'kind': 'ask', 'body': 'What kind of proof do you need?'}, card='', parent=said)
    assert 'asks' in text(other.page('/me')) or 'asked' in [n.get('kind') for n in other.xml('/me').findall('notices/notice')]
    third = cara.xml(here).find(f'replies/reply[@parent="{said}"]').get('number')
    deeper = other.posts(replies, {'parent': third, 'kind': 'builds', 'course': 1, 'body': 'A slip.'})
    assert deeper.status_code == 422, 'two deep, no deeper'

    assert staff.xml(here).find(f'cards/card[@number="{card}"]').get('wait') is None
    no_link = staff.sends(here, replies, {'kind': 'fact', 'body': 'The law wants one form.', 'source': ''}, card=card, parent='')
    assert no_link.status_code == 422
    fact = {'kind': 'fact', 'body': 'The law wants one form.', 'source': 'https://mill.example/law'}
    staff.does(here, replies, fact, card=card, parent='')
    assert 'fact' not in staff.form(here, replies, card=card, parent='').choices['kind'], 'one correction for each card'
    assert staff.posts(replies, {'card': card, 'course': 1, **fact}).status_code == 422
    assert other.posts(replies, {'card': card, 'course': 1, **fact}).status_code == 403, 'staff only'
    cara.does(here, replies, {'body': 'One form would be enough.'}, kind='answer')
    seat = tale.guest.xml('').find('mine').get('table')
    tale.guest.does(f'tables/{seat}', f'tables/{seat}/replies', {'body': 'I speak without an account.'}, kind='answer')

    closed = cara.posts(replies, {'course': 2, 'kind': 'answer', 'body': 'I would send it within a minute.'})
    assert closed.status_code == 409 and 'I would send it within a minute.' in closed.text
    house.pass_time('3 days')
    cara.does(f'{here}?from=2', replies, {'body': 'I would send it within a minute.'}, kind='answer')
    assert 'I would send it within a minute.' in text(other.page(f'{here}?from=2'))

    sitting = [house[who] for who in people] + [tale.guest] * (str(seat) == str(number))     # who hosts is drawn: a guest may
    host = next(person for person in sitting if person.xml(here).find('table').get('host'))
    host.does(here, f'{here}/spare', {'spare': 'exception'})
    assert other.xml(here).find('table').get('spare') == 'exception'
    tale.leave(here, cara, other)
    house.tale_table = number


def hearing(tale, house):
    """Late advice is taken and marked. The hosts read every card, write what they heard, and share it."""
    hana, hugo = house['hana'], house['hugo']
    house.to('tables_until')
    assert house.phase() == 'hearing'
    late = house['mona'].sends('', 'cards', {'body': 'I hear it on the phone, too.'}, ('do', 'send'), question=1, card='')
    assert 'done=card-late' in late.headers['Location']
    tale.cards['mona'] = number_of(late.headers['Location'])
    assert hana.xml('hearing').find(f'cards/card[@number="{tale.cards["mona"]}"]').get('late') == 'yes'

    assert hana.posts('heard', {}).status_code == 409
    many = {f'card-{number}': 'yes' for who, number in tale.cards.items() if who not in ('dana', 'mona')}
    hana.does('hearing', 'insights', {'kind': 'remove', 'sentence': 'Two forms ask the same thing.', **many})
    hugo.does('hearing', 'insights', {'kind': 'keep', 'sentence': 'The slip is a proof.', f'card-{tale.cards["dana"]}': 'yes',
                                      f'card-{tale.cards["cara"]}': 'yes'})
    tale.insights = [i.get('number') for i in hana.xml('hearing').findall('insights/insight')]
    first, second = tale.insights
    hana.does(f'hearing?from={second}', f'insights/{second}/edit', {'sentence': 'The paper slip is a proof.'})
    stale = hugo.posts(f'insights/{second}/edit', {'kind': 'keep', 'sentence': 'Mine is better.', 'version': 1})
    assert stale.status_code == 409 and 'Mine is better.' in stale.text and 'The paper slip is a proof.' in stale.text
    hana.does('hearing', f'insights/{second}/cards/{tale.cards["cara"]}/out')
    rest = [f'card-{card.get("number")}' for card in hana.xml('hearing').findall('cards/card') if card.get('looked') is None]
    hana.does('hearing', 'look', dict.fromkeys(rest, 'yes'))
    hana.does('hearing', 'agreed', button=('value', 'sign'))
    assert 'Two forms ask the same thing.' not in house['cara'].get('').text
    hana.does('hearing', 'heard')
    assert 'Two forms ask the same thing.' in text(house['cara'].page(''))
    assert house.visitor.xml('/promises/1').find('promise').get('state') == 'kept'


def choosing(tale, house):
    """Stones, sealed; a priority with its reason; a small action with its keeper; the departure from what most wished for."""
    hana, (first, second) = house['hana'], tale.insights
    for who in ('cara', 'carl', 'dana', 'sam'):
        house[who].does('', 'stones', {'first': first, 'second': first, 'third': ''})
    tale.guest.does('', 'stones', {'first': first, 'second': second, 'third': second})
    assert house.visitor.xml('').findall('stones/stone') == [] == hana.xml('').findall('stones/stone')
    assert {house[who].posts('stones', {'first': first}).status_code for who in ('hana', 'adele')} == {403}

    no_reason = hana.sends('choosing', 'priorities', {'place': '1', 'reason': ''}, insight=second)
    assert no_reason.status_code == 422
    hana.does('choosing', 'priorities', {'place': '1', 'reason': 'Without a proof nobody dares.'}, insight=second)
    far = {'title': 'Print the slip', 'size': 'small', 'people': 'The returns team', 'keeper': 'sven', 'due': house.day(45)}
    assert hana.sends('choosing', 'actions', far, title='').status_code == 422, 'a small one is done within thirty days'
    hana.does('choosing', 'actions', {**far, 'due': house.day(20), 'insight': second}, title='')
    hana.does('choosing', 'actions', {**far, 'title': 'Ask for the address once', 'size': 'larger', 'keeper': ''}, title='')
    tale.actions = [a.get('number') for a in hana.xml('choosing').findall('actions/action')]

    without = hana.sends('choosing', 'chosen', {'departure': ''})
    assert without.status_code == 409
    hana.does('choosing', 'chosen', {'departure': 'The two forms come from two laws; we talk to both offices first.'})
    shown = text(house.visitor.page(''))
    for said in ('Without a proof nobody dares.', 'two laws', 'Print the slip', 'The returns team', 'Sven Eklund'):
        assert said in shown, said
    stones = {(s.get('insight'), s.get('group')): s.get('count') for s in house['cara'].xml('').findall('stones/stone')}
    assert stones[first, 'customer'] == '5' and stones[first, 'staff'] == '2' and stones[second, 'customer'] == '2'
    assert [s.get('insight') for s in house.visitor.xml('').findall('stones/stone') if s.get('insight') == first] == []


def keeping(tale, house):
    """Words of the keepers: progress by somebody else, a date that moves, kept but late, released. Nothing is taken out."""
    sven, hana = house['sven'], house['hana']
    acts = {p.findtext('text'): p.get('number') for p in house.visitor.xml('').findall('promises/promise[@kind="act"]')}
    slip, address = acts['Print the slip'], acts['Ask for the address once']
    assert not house['cara'].page(f'/promises/{slip}').xpath('//form') and not hana.page(f'/promises/{slip}').xpath('//form')
    sven.does(f'/promises/{slip}', f'/promises/{slip}', {'kind': 'progress', 'text': 'The printers are ordered.'})
    sven.does(f'/promises/{slip}', f'/promises/{slip}', {'kind': 'moved', 'text': 'They come late.', 'due': house.day(25)})
    house.pass_time('23 days')
    sven.does(f'/promises/{slip}', f'/promises/{slip}', {'kind': 'kept', 'text': 'It is printed.'})
    promise = house.visitor.xml(f'/promises/{slip}').find('promise')
    assert (promise.get('state'), promise.get('moves')) == ('late', '1'), 'late counts from the first date'
    hana.does(f'/promises/{address}', f'/promises/{address}', {'kind': 'progress', 'text': 'I leave.', 'keeper': 'sia'})
    assert house.visitor.xml(f'/promises/{address}').find('promise').findtext('keeper') == 'Sia Moreau'
    assert house['hana'].posts(f'/promises/{address}', {'kind': 'kept', 'text': 'Done.'}).status_code == 403
    house['sia'].does(f'/promises/{address}', f'/promises/{address}', {'kind': 'released', 'text': 'The offices said no.'})
    ledger = text(house.visitor.page(f'/promises/{slip}'))
    for said in ('The printers are ordered.', 'They come late.', 'It is printed.'):
        assert said in ledger
    record = house.visitor.xml('/promises').find('record')
    assert (record.get('kept'), record.get('late'), record.get('released')) == ('2', '1', '1')


def answering(tale, house):
    """One outcome for each card, prepared privately; the report tells everybody at once, in a letter to each."""
    hana, second = house['hana'], tale.insights[1]
    assert hana.posts('report', {}).status_code == 409
    traces = f'cards/{tale.cards["cara"]}/trace'
    short = hana.sends('traces', traces, {'outcome': 'not_now', 'reason': 'No.'})
    assert short.status_code == 422
    hana.does('traces', traces, {'outcome': 'not_now', 'reason': 'Two laws want two forms, as we had to learn.'})
    hana.does('traces', f'cards/{tale.cards["dana"]}/trace', {'outcome': 'shaped_action', 'action': tale.actions[0]})
    hana.does('traces', f'cards/{tale.cards["mona"]}/trace', {'outcome': 'already_so', 'source': 'https://mill.example/phone'})
    hana.does('traces', f'cards/{tale.cards["guest"]}/trace', {
        'outcome': 'could_not_use', 'reason': 'We do not know which printer.', 'question': 'Which one do you mean?'})
    hana.does('traces', f'insights/{tale.insights[0]}/traces', {'outcome': 'in_insight'})
    left = [card.get('number') for card in hana.xml('traces?from=missing').findall('cards/card')]
    later = {'outcome': 'for_later', 'again': house.day(90), 'reason': 'Next.'}
    for number in left:
        hana.does('traces?from=missing', f'cards/{number}/trace', later)
    assert 'Two laws want two forms' not in house['cara'].get('mine').text
    assert house['dirk'].posts('report', {}).status_code == 403
    hana.does('traces', 'report')

    letter = text(house['cara'].page('mine'))
    for said in ('Drop the second form.', 'Two forms ask the same thing.', 'Two laws want two forms', 'my proof that I sent it'):
        assert said in letter, said
    letter = text(house['dana'].page('mine'))
    for said in ('The paper slip is a proof.', 'Without a proof nobody dares.', 'Print the slip', 'Sven Eklund'):
        assert said in letter, said
    assert 'Which one do you mean?' in text(tale.guest.page('mine'))
    assert house.visitor.get('mine').status_code == 401
    kinds = [n.get('kind') for n in house['dana'].xml('/me').findall('notices/notice')]
    assert {'report', 'heard', 'chosen', 'seated', 'invited'} <= set(kinds) and kinds.count('report') == 1


def missing_the_point(tale, house):
    """One adviser says that we missed the point: that one outcome is written anew."""
    house['cara'].does('mine', f'cards/{tale.cards["cara"]}/missed', {'text': 'I meant the form on paper.'})
    assert house['cara'].posts(f'cards/{tale.cards["cara"]}/missed', {'text': 'Again.'}).status_code == 409
    hana = house['hana']
    assert 'contested' in [n.get('kind') for n in hana.xml('/me').findall('notices/notice')]
    assert 'I meant the form on paper.' in text(hana.page('traces'))
    assert hana.posts(f'cards/{tale.cards["carl"]}/trace', {'outcome': 'in_insight', 'version': 1}).status_code == 409
    hana.does('traces?from=contested', f'cards/{tale.cards["cara"]}/trace', {
        'outcome': 'for_later', 'again': house.day(60), 'reason': 'The one on paper goes first.'})
    assert 'The one on paper goes first.' in text(house['cara'].page('mine'))


def closing(tale, house):
    """It is closed, and stays readable; the key of the draw is public."""
    house.to('closes_at(r)')
    assert house.phase() == 'closed'
    root = house.visitor.xml('')
    assert re.fullmatch('[0-9a-f]{64}', root.find('round').findtext('draw-key'))
    assert house['cara'].page('mine') is not None
    refused = house['cara'].posts(f'cards/{tale.cards["carl"]}/missed', {'text': 'Too late for it.'})
    assert refused.status_code in (403, 409)
    assert house['mona'].xml('/rounds/desk').find('numbers/round').get('missed') == '1'
    assert text(house['cara'].page('')).count('Cara Lindholm') == 1, 'she agreed to her name'
    assert text(house['adele'].page('')).count('Carl Baptiste') == 0, 'he did not'


STEPS = ['opening', 'announcing', 'advising', 'extending', 'sitting_down', 'talking', 'hearing', 'choosing', 'keeping',
         'answering', 'missing_the_point', 'closing']


@pytest.mark.parametrize('step', STEPS)
def test_a_round(tale, step):
    tale.until(step)
