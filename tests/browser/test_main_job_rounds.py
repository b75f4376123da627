# SPDX-License-Identifier: Apache-2.0
"""What advice rounds are there for, as one story: a moderator opens a round in one form, members give advice from their
telephones, and weeks later each of them reads on one page what became of it. With the script, and without.

The pictures of docs/moderators.md are made here: make pictures."""

import re

from browser import DESKTOP, PHONE
from places import COMMUNITY
from played import Round
from test_main_job import sign_in

ROUNDS = f'{COMMUNITY}/rounds'
DESK = 900  # how wide the pictures of a desk are

# What two people tell in the two stories. The same question a second time would be stopped.
STORIES = {
    True: {
        'title': 'Choosing the first grinder',
        'in_our_hands': 'What our pages say about the three grinders, what lies beside them in the shop, and whether one can be '
                        'borrowed for a week.',
        'not_in_our_hands': 'The price of steel, and what other makers do.',
        'remove': 'What should we take away from choosing a grinder?',
        'keep': 'What needs to stay as it is when somebody chooses?',
    },
    False: {'title': 'The shelf in the shop', 'in_our_hands': 'What stands on it.', 'not_in_our_hands': 'How long it is.'},
}
LEANING = 'We lean towards the table with the eleven columns, because we have it.'
BAD = 'Do you like our new table of the three grinders?'
ADA = 'The word *stepless*. I stood in the shop and did not dare to ask what it means.'
BEN = 'The table with eleven columns. My customers look at two of them: the price, and whether it fits into the drawer.'
CLEO = 'The letters. Whoever writes "I brew for four on Sundays" gets the right grinder from us every time.'
WALTER = 'That somebody at the bench picks up the telephone.'


class Story(Round):
    """The round of a story; time passes for it as in one that is played."""

    def __init__(self, browser, demo):
        self.browser, self.demo, self.links, self.cards = browser, demo, {}, {}
        self.story = STORIES[browser.script]

    def go(self, page='', user=None, size=DESKTOP):
        """Somebody comes to a page of the round."""
        self.browser.size(size)
        self.browser.sign_in(self.demo, None if user in self.links else user)
        link = f'?link={self.links[user]}' if user in self.links else ''
        self.browser.get(f'{self.demo.origin}{self.path}{page}{link}')

    def press(self, text, says=''):
        """A button that leads on, to a page that thanks."""
        self.browser.follow(self.browser.button(text))
        assert says in self.browser.text('.cc-done')

    def figure(self, *arguments, **options):
        if self.browser.script:
            self.browser.figure(*arguments, **options)


def test_from_the_question_to_the_last_promise(either, demo):
    story = Story(either, demo)
    open_the_round(story)
    ask_people(story)
    story.pass_until('opens')
    give_advice(story)
    story.pass_until('advice-until', 16 * 60)
    sit_at_the_table(story)
    story.pass_until('tables-until')
    hear(story)
    lay_stones(story)
    choose(story)
    story.pass_time('18 days')
    keep_the_first_promise(story)
    report(story)
    read_what_came_of_it(story)
    miss_the_point(story)
    story.pass_time('20 days')
    keep_the_last_promise(story)


# ---- opening -----------------------------------------------------------------------------------------------------------------

def open_the_round(story):
    """In under two minutes: three presses, and no more to fill in than one types in one."""
    browser, demo = story.browser, story.demo
    browser.get(demo.origin + ROUNDS)
    assert not browser.has(f'a[href="{ROUNDS}/new"]')
    browser.follow(browser.link('Sign in'))
    sign_in(browser, 'mod')
    browser.follow(browser.link('Open a round'))
    required = [field.get_attribute('name') for field in browser.all('.cc-round-form [required]')]
    assert required == ['title', 'in_our_hands', 'not_in_our_hands'] and browser.has('[aria-required] [name=stage]')
    assert [e.get_attribute('name') for e in browser.all('[name^=ask-]:checked')] == ['ask-remove', 'ask-keep']
    for name, text in story.story.items():
        browser.type(f'#cc-form-{name}', text)
    assert sum(map(len, story.story.values())) < 350
    browser.choose('stage', 'buy')
    unfold(browser, '[name=tables][value=on]').click()
    unfold(browser, '#cc-form-leaning').send_keys(LEANING)
    better = settle_the_wording(story)
    assert 'cc-summary' not in browser.driver.page_source
    preview = browser.text('.cc-preview')
    assert all(text in preview for text in (story.story['title'], story.story['in_our_hands'], better, 'What happens next'[:4]))
    assert not browser.find('.cc-preview textarea').is_enabled()
    story.figure('round-preview', 'h1', '.cc-preview .cc-hands', width=DESK)
    story.press('Publish the round', 'Published')
    story.number = int(re.search(r'/rounds/(\d+)', browser.path())[1])
    story.path = f'{ROUNDS}/{story.number}'
    assert story.xml().find('round').get('phase') == 'announced'


def unfold(browser, selector):
    """What is folded away."""
    field = browser.find(selector)
    for fold in field.find_elements('xpath', 'ancestor::details[not(@open)]'):
        browser.find('summary', fold).click()
        browser.wait(lambda: fold.get_property('open'))
    return field


def settle_the_wording(story):
    """The question that gets a verdict: found while it is typed, or before it opens. Answers the better one."""
    browser = story.browser
    browser.type('#cc-form-better', BAD)
    if browser.script:
        finding = '[data-findings=better] .cc-finding[data-severity=stop]'
        browser.wait(lambda: browser.has(finding))
        assert browser.find('[name=ask-better]').is_selected()  # who types wants to ask
        better = browser.text(f'{finding} q').strip('“”')
        story.figure('round-wording', '[data-slot=remove]', '[data-slot=better]', width=DESK)
        browser.find(f'{finding} [data-put]').click()
        assert browser.value('#cc-form-better') == better
        browser.wait(lambda: not browser.has(finding))
        story.figure('round-form', 'h1', '#cc-form-stage', width=DESK)
        browser.follow(browser.button('Look at it before it opens'))
        return better
    browser.find('[name=ask-better]').click()
    browser.follow(browser.button('Look at it before it opens'))
    assert BAD in browser.text('.cc-publish') and 'Please reword.' in browser.text('.cc-publish')
    assert not browser.all('.cc-publish [type=submit]')
    better = browser.all('.cc-publish .cc-finding[data-severity=stop] q')[1].text.strip('“”')
    browser.follow(browser.link('Change the words'))
    assert browser.value('#cc-form-better') == BAD
    browser.type('#cc-form-better', better)
    browser.follow(browser.button('Look at it before it opens'))
    return better


def ask_people(story):
    browser = story.browser
    story.go('/host', 'mod')
    browser.type('#cc-invite-who', 'ada\nben')
    browser.type('#cc-invite-why', 'You stood at that shelf not long ago.')
    story.press('Invite them', 'Invited')
    story.go('/host', 'mod')
    browser.type('#cc-links-guest', 'Walter Nemec')
    story.press('Make a link', 'link is made')
    address = browser.find('[data-copy]').get_attribute('value')
    assert address.startswith(f'{story.demo.origin}{story.path}?link=')
    story.links['Walter Nemec'] = address.split('link=')[1]


# ---- advice, from the telephone ----------------------------------------------------------------------------------------------

def give_advice(story):
    browser = story.browser
    ada_gives_advice(story)
    for who, question, text in (('ben', 1, BEN), ('cleo', 2, CLEO), ('Walter Nemec', 2, WALTER)):
        if who != 'Walter Nemec' and not browser.script:
            story.advise(who, question, 'text', text)  # nothing new in this story
            continue
        story.go('', who, PHONE)
        assert ADA.split('*')[0] not in browser.driver.page_source and LEANING not in browser.driver.page_source
        browser.type(f'#cc-q{question}-new-body', text)
        browser.follow(browser.find(f'#question-{question} button[value=send]'))
        assert 'sealed' in browser.text('.cc-done') and text.split('*')[0] in browser.text(f'#question-{question}')
    story.go('', 'mod')
    assert 'Enough people have written' in browser.text('.cc-todo')
    pages = browser.driver.page_source + story.demo.get(f'{story.path}.xml', 'mod').text
    assert ADA.split('*')[0] not in pages and BEN not in pages


def ada_gives_advice(story):
    browser = story.browser
    story.go('', None, PHONE)
    browser.follow(browser.find('.cc-todo .cc-button'))
    sign_in(browser, 'ada')
    assert browser.path() == story.path and 'You stood at that shelf' in browser.text('.cc-todo')
    assert '1 other person was asked, too.' in browser.text('.cc-todo')
    assert browser.sideways() <= 0 and LEANING not in browser.driver.page_source
    story.figure('round-invited', 'h1', '.cc-hands')
    browser.type('#cc-q1-new-body', ADA)
    if browser.script:  # the telephone rings, and the page is gone
        browser.get(story.demo.origin + ROUNDS)
        browser.driver.back()
        browser.wait(lambda: browser.has('#cc-q1-new-body'))
        browser.get(story.demo.origin + story.path)
        assert browser.value('#cc-q1-new-body') == ADA and browser.find('#question-1 .cc-draft').is_displayed()
    browser.find('#question-1 option[value=name]').click()
    story.figure('round-card', '#question-1')
    browser.follow(browser.find('#question-1 button[value=send]'))
    assert 'Your card is with us, sealed.' in browser.text('.cc-done') and LEANING in browser.text('#leaning')
    # Kept for later, and sent then.
    browser.type('#cc-q3-new-body', 'A chair.')
    browser.follow(browser.find('#question-3 button[value=draft]'))
    assert 'Only you see it' in browser.text('.cc-done')
    browser.find('#question-3 .cc-advice-foot summary').click()
    body = browser.find('#question-3 .cc-advice-foot textarea')
    browser.wait(body.is_displayed)
    body.send_keys(' And a scale beside it.')
    browser.follow(browser.find('#question-3 .cc-advice-foot button[value=send]'))
    assert 'And a scale beside it.' in browser.text('#question-3 .cc-advice')


# ---- the table -----------------------------------------------------------------------------------------------------------------

def sit_at_the_table(story):
    browser, demo = story.browser, story.demo
    browser.size(PHONE)
    browser.sign_in(demo, 'ada')
    browser.get(f'{demo.origin}{COMMUNITY}/me')
    assert 'Your kitchen table is set' in browser.text('.cc-notices')
    story.go('', 'ada', PHONE)
    browser.follow(browser.link('Go to my table'))
    assert BEN in browser.text('.cc-cards-list') and 'Ben' not in browser.text('.cc-table')  # roles and seats, no names
    assert browser.sideways() <= 0
    speak(story, BEN, 'differs', 'I looked at the weight. My drawer is deep enough, my wrist is not.')
    story.figure('round-table', 'h1', the_card(browser, BEN))
    story.go('/tables/1', 'ben', PHONE)
    speak(story, 'stepless', 'builds', 'Nor did I, for the first two years behind the counter.')
    if browser.script:
        story.go('/tables/1', 'Walter Nemec', PHONE)
        speak(story, CLEO[:11], 'ask', 'How long does such a letter take you?')
    story.go('/tables/1', 'ben', PHONE)
    browser.find('#leaves summary').click()
    browser.wait(browser.find('#cc-form-see').is_displayed)
    for name, text in (('see', 'One question helps more than eleven columns.'),
                       ('differ', 'At the counter: how much, and how big.'),
                       ('differ_too', 'At home: how heavy.'), ('first', 'The words of the workshop.')):
        browser.type(f'#cc-form-{name}', text)
    story.press('Leave it on the table', 'It is on the table now')
    assert 'At home: how heavy.' in browser.text('#leaves')


def speak(story, card, kind, text):
    """To the card with these words."""
    browser = story.browser
    item = the_card(browser, card)
    browser.find('.cc-say summary', item).click()
    fold = browser.find('.cc-say', item)
    browser.wait(browser.find('textarea', fold).is_displayed)
    browser.find(f'input[value={kind}]', fold).click()
    browser.find('textarea', fold).send_keys(text)
    browser.follow(browser.find('button[type=submit]', fold))
    assert 'Said.' in browser.text('.cc-done') and text in browser.text('.cc-cards-list')


def the_card(browser, words):
    return next(item for item in browser.all('.cc-cards-list > li') if words in item.text)


# ---- hearing, stones, choosing -----------------------------------------------------------------------------------------------

def hear(story):
    browser = story.browser
    story.go('', 'mod')
    browser.follow(browser.link('Say what we heard'))
    write_insight(story, 'remove', 'We answer in the words of the workshop, and nobody dares to ask back.', 'stepless', 'eleven')
    write_insight(story, 'disagreement', 'At the counter it is the price and the drawer, at home it is the wrist.', 'eleven')
    write_insight(story, 'keep', 'Somebody who answers is the best page that we have.', CLEO[:11], 'picks up')
    assert 'not looked at yet' in browser.text('.cc-pick-list')
    tick(browser, 'A chair')
    browser.find('.cc-look button').click()
    browser.wait(lambda: 'done=looked' in browser.path())
    story.figure('round-hearing', 'h1', '.cc-editor-side .cc-heard-list > li', width=1100)
    story.press('Share what we heard', 'Shared.')


def tick(browser, words):
    item = next(item for item in browser.all('.cc-pick-item') if words in item.text)
    browser.find('input', item).click()


def write_insight(story, kind, sentence, *cards):
    browser = story.browser
    for words in cards:
        tick(browser, words)
    browser.type('#insight-form [name=sentence]', sentence)
    browser.choose('kind', kind)
    story.press('Write it down', 'Written down.')
    assert sentence in browser.text('.cc-heard-list')


def lay_stones(story):
    """Ada lays hers on the first insight and two on the third; the others do the same without being watched."""
    browser = story.browser
    story.go('', 'ada', PHONE)
    assert 'nobody dares to ask back' in browser.text('.cc-round-main')
    browser.find('.cc-todo .cc-button').click()
    for name, place in (('first', 0), ('second', 2), ('third', 2)):
        browser.all(f'#stones [name={name}]')[place].click()
    story.figure('round-stones', '#stones')
    story.press('Lay my stones', 'Your stones are laid')
    insights = [i.get('number') for i in story.xml().iterfind('insights/insight')]
    story.post('stones', {'first': insights[0], 'second': insights[2], 'third': ''}, 'ben')


def choose(story):
    browser = story.browser
    story.go('/choosing', 'mod')
    item = next(item for item in browser.all('.cc-choose') if 'words of the workshop' in item.text)
    browser.find('summary', item).click()
    browser.wait(browser.find('select', item).is_displayed)
    browser.find('option[value="1"]', item).click()
    browser.find('textarea', item).send_keys('Two people in one week told us that they did not dare.')
    browser.follow(browser.find('button[type=submit]', item))
    assert 'Chosen' in browser.text('.cc-done')
    add_action(story, 'A page of twelve words, each in one sentence', 'small', story.day(20))
    add_action(story, 'Any grinder may be borrowed for a week', 'larger', story.day(45))
    story.figure('round-choosing', '[aria-labelledby=actions-name]', '.cc-missing', width=DESK)
    if browser.script:  # one of the three with the most stones is left out: say why
        browser.expect('409')
        browser.follow(browser.button('Share what stood out'))
        assert browser.status() == 409 and 'most stones' in browser.text('.cc-summary')
    browser.type('[name=departure]', 'The letters stay, and need nothing from us but time. The drawer we leave to the counter.')
    story.press('Share what stood out', 'promises now')


def add_action(story, title, size, due):
    browser = story.browser
    fold = browser.find('.cc-new-action')
    if not fold.get_property('open'):
        browser.find('summary', fold).click()
    form = browser.find('.cc-action-form', fold)
    browser.wait(form.is_displayed)
    browser.find('[name=title]', form).send_keys(title)
    browser.all('[name=insight] option', form)[1].click()
    browser.find(f'[name=size][value={size}]', form).click()
    browser.find('[name=people]', form).send_keys('Mona Dahl and Hattie Boone')
    browser.js('arguments[0].value = arguments[1]', browser.find('[name=due]', form), due)
    browser.follow(browser.find('button[type=submit]', form))
    assert title in browser.text('.cc-action-list')


# ---- promises, traces, the report ----------------------------------------------------------------------------------------------

def keep_the_first_promise(story):
    """The desk says what is due; its keeper says that it is done."""
    browser, demo = story.browser, story.demo
    browser.size(DESKTOP)
    browser.sign_in(demo, 'mod')
    browser.get(f'{demo.origin}{ROUNDS}/desk')
    story.figure('desk-numbers', '[aria-labelledby=numbers-name]', width=DESK)
    browser.follow(browser.link('A page of twelve words, each in one sentence'))
    tell(story, 'kept', 'It is there: twelve words, and a picture for each.')
    assert 'kept' in browser.text('.cc-standing')
    story.figure('round-promise', 'h1', '.cc-one-promise', width=DESK)


def tell(story, kind, text):
    browser = story.browser
    unfold(browser, f'[name=kind][value={kind}]').click()
    browser.type('[name=text]', text)
    story.press('Add to the record', 'Added to the record')


def report(story):
    """One outcome for each card; before that there is no report."""
    browser = story.browser
    story.go('', 'mod')
    browser.follow(browser.link('Answer every card'))
    assert not browser.all('.cc-share-now')
    trace(story, 'stepless', 'shaped_action', action='A page of twelve words, each in one sentence')
    trace(story, 'eleven', 'in_insight')
    trace(story, 'A chair', 'for_later', again=story.day(60), reason='The shop is rebuilt in spring; a chair is on the list.')
    trace(story, CLEO[:11], 'already_so', source='https://example.org/letters')
    story.figure('round-traces', '.cc-missing', '.cc-trace', width=DESK)
    trace(story, 'picks up', 'not_now', reason='There are two of us at the bench, and both of us have our hands in a grinder.')
    assert '5 of 5 cards have an outcome' in browser.text('.cc-missing')
    story.press('Publish the report', 'The report is out')


def trace(story, words, outcome, **fields):
    browser = story.browser
    item = next(item for item in browser.all('.cc-trace') if words in item.text)
    browser.find(f'[name=outcome] option[value={outcome}]', item).click()
    for name, value in fields.items():
        field = browser.find(f'[name={name}]', item)
        browser.wait(field.is_displayed)
        if name == 'action':
            next(o for o in browser.all('option', field) if o.text == value).click()
        elif name == 'again':
            browser.js('arguments[0].value = arguments[1]', field, value)
        else:
            field.send_keys(value)
    browser.follow(browser.find('button[type=submit]', item))
    assert 'Saved.' in browser.text('.cc-done')


# What each of them reads on the one page, in this order.
ANSWERS = {
    'ada': [
        'Dear Ada Lindqvist', 'You said', 'did not dare to ask', 'At the table', 'One person built on it', 'We heard',
        'words of the workshop', 'It stood out', 'In first place.', 'We will', 'A page of twelve words', 'Promised for', 'kept',
        'A chair. And a scale beside it.', 'Not now. We look at it again on', 'a chair is on the list'],
    'ben': [
        'Dear Ben Okafor', 'You said', 'eleven columns', 'At the table', 'One saw it differently', 'my wrist is not', 'We heard',
        'It was heard in'],
    'cleo': [
        'Dear Cleo Marchetti', 'You said', 'I brew for four', 'This is already so, and here is where', 'example.org/letters'],
    'Walter Nemec': [
        'Dear Walter Nemec', 'You said', 'picks up the telephone', 'We are not doing this, because', 'two of us at the bench'],
}


def read_what_came_of_it(story):
    browser = story.browser
    for who in ANSWERS if browser.script else ('ada', 'Walter Nemec'):
        words = ANSWERS[who]
        story.go('', who, PHONE)
        browser.follow(browser.link('See what came of my advice'))
        letter, place = browser.text('.cc-letter'), 0
        for text in words:
            assert text in letter[place:], (who, text, letter)
            place = letter.index(text, place) + len(text)
        assert browser.sideways() <= 0
        if who == 'ada':
            story.figure('round-answer', '.cc-greeting', '.cc-answer')


def miss_the_point(story):
    """Walter says so once, and is answered anew."""
    browser = story.browser
    unfold(browser, '[action*="/missed"] textarea').send_keys('An answer the next day would do.')
    story.press('Tell them', 'Thank you')
    story.go('/traces?from=contested', 'mod')
    assert 'An answer the next day would do.' in browser.text('.cc-trace')
    reason = browser.find('.cc-trace [name=reason]')
    reason.clear()
    reason.send_keys('The next day we can: there is a box for messages now.')
    browser.follow(browser.find('.cc-trace form[action$="/trace"] button[type=submit]'))
    story.go('/mine', 'Walter Nemec', PHONE)
    assert 'there is a box for messages now' in browser.text('.cc-letter') and 'our new answer' in browser.text('.cc-letter')


def keep_the_last_promise(story):
    """Everybody sees how the house keeps its word, and Ada that the round left nothing open."""
    browser, demo = story.browser, story.demo
    loan = next(p for p in story.xml().iterfind('promises/promise') if 'borrowed for a week' in p.findtext('text'))
    browser.size(DESKTOP)
    browser.sign_in(demo, 'mod')
    browser.get(f'{demo.origin}{COMMUNITY}/promises/{loan.get("number")}')
    tell(story, 'kept', 'Six of them lie behind the counter, with a slip to sign.')
    states = {p.get('state') for p in story.xml().iterfind('promises/promise')}
    assert states == {'kept'}
    browser.sign_in(demo, None)
    browser.get(f'{demo.origin}{COMMUNITY}/promises?limit=50')
    assert 'Any grinder may be borrowed for a week' in browser.text('.cocreate')
    story.figure('promises', 'h1', '.cc-promise-list > li', width=DESK)
