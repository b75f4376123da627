# SPDX-License-Identifier: Apache-2.0
"""A house whose people go through rounds over HTTP, as they do it with a browser, or quicker.

    house = House(httpd, database, test_dir)        a server of its own, with PEOPLE who sign in by their keys
    house.enter('hugo', 'cara')                     they have been here before: others may name them now
    house.open_quickly('hana', title=...)           a published round; house.number is its number
    house.to('advice_until', '16 minutes')          time passes until so long after a moment of the round's row
    house.pass_time('11 days')                      or just passes

    cara = house['cara']                            a person; house.visitor; house.guest(link)
    cara.get(path)  cara.page(path)  cara.xml(path) the reply; its tree, which must be a page, or valid XML
    cara.form(path, action)                         the form on a page that goes to .../action: a Form
    cara.does(path, action, {...}, button)          fills it in as it stands there, sends it, and is thanked: the page after it
    cara.sends(path, action, {...}, button)         the same, whatever the answer is
    cara.acts(action, {...})                        sends fields without looking at the form first, and it is done: where to
    cara.posts(action, {...})                       the same, whatever the answer is
    cara.refused(action, {...}, 422, 'body missing')    it is refused, with exactly these keys: the document
    stopped(reply, 409, 'moved-on', words ...)      a page says so, says what else one can do, and has the words still

A path that begins without / is below the round: 'host', 'tables/1', '' for its page.
"""

import itertools
import pathlib
import re
import secrets
import sys
import urllib.parse

import requests

from harness import document, page
from servers import DEADLINE, REPO

sys.path.append(str(REPO / 'tests/sql'))
from travel import travel  # noqa: E402  (a file of the tests of the schema)

PEOPLE = {  # sign-in: name, group, firm
    'cara': ('Cara Lindholm', 'customer'),
    'carl': ('Carl Baptiste', 'customer'),
    'cem': ('Cem Aydin', 'customer'),
    'chen': ('Chen Wei', 'customer'),
    'coco': ('Coco Laurent', 'customer'),
    'cora': ('Cora Haddad', 'customer'),
    'cyra': ('Cyra Novak', 'customer'),
    'cian': ('Cian Walsh', 'customer'),
    'cody': ('Cody Mbeki', 'customer'),
    'cruz': ('Cruz Ortega', 'customer'),
    'cleo': ('Cleo Marchetti', 'customer'),
    'cato': ('Cato Bergman', 'customer'),
    'dana': ('Dana Fischer', 'distributor', 'Fischer and Sons'),
    'dirk': ('Dirk Janssen', 'distributor', 'Janssen Trading'),
    'sam': ('Sam Okonkwo', 'staff'),
    'sia': ('Sia Moreau', 'staff'),
    'sven': ('Sven Eklund', 'staff'),
    'hana': ('Hana Petrova', 'staff'),      # moderates and hosts
    'hugo': ('Hugo Brandt', 'staff'),       # hosts with her
    'mona': ('Mona Dahl', 'staff'),         # moderates, and hosts nothing
    'adele': ('Adele Voss', 'staff'),       # administrates
}
MODERATORS, ADMINS = ('hana', 'mona', 'adele'), ('adele',)

ROUND = {  # what a host fills in; the rest stays as the form comes
    'title': 'Sending things back', 'stage': 'return', 'language': 'en',
    'in_our_hands': 'The form, the label, the drop-off.', 'not_in_our_hands': 'The law on refunds.',
}


class Form:
    """A form of a page, as a browser has it: what is filled in, what may be, and the buttons that send it to one address."""

    def __init__(self, element, action):
        self.action = action
        self.values, self.choices, self.buttons = {}, {}, set()
        mine = '[not(@form)] | //{0}[@form and @form = "%s"]' % element.get('id', '')
        for kind in ('input', 'textarea', 'select'):
            for field in element.xpath(f'.//{kind}' + mine.format(kind)):
                if field.get('name'):
                    self.read(field)
        for button in element.xpath('.//button' + mine.format('button')):
            if button.get('formaction', element.get('action')) == action and button.get('type') != 'button':
                self.buttons.add((button.get('name'), button.get('value')))

    def read(self, field):
        name, kind = field.get('name'), field.get('type', 'text')
        assert field.get('disabled') is None, name
        if field.tag == 'textarea':
            self.values[name] = (field.text or '').removeprefix('\n')
        elif field.tag == 'select':
            options = field.xpath('.//option')
            self.choices[name] = {option.get('value', option.text_content()) for option in options}
            chosen = [option for option in options if option.get('selected') is not None] or options[:1]
            self.values.update({name: option.get('value', option.text_content()) for option in chosen[-1:]})
        elif kind in ('radio', 'checkbox'):
            self.choices.setdefault(name, {None}).add(field.get('value', 'on'))
            if field.get('checked') is not None:
                self.values[name] = field.get('value', 'on')
        else:
            assert name not in self.values, f'{name} stands twice in the form'
            self.values[name] = field.get('value', '')

    def filled(self, fields, button=None):
        """What a browser sends when somebody fills in these fields and presses this button (name, value); None unticks."""
        sent = dict(self.values)
        for name, value in fields.items():
            assert name in self.values or name in self.choices, f'the form has no field {name}: {sorted(self.values)}'
            assert value in self.choices.get(name, {value}), f'{name} cannot be {value}: {self.choices[name]}'
            sent[name] = value
        wanted = button or (None, None)
        assert wanted in self.buttons, f'the form has no button {wanted}: {self.buttons}'
        if button:
            sent[button[0]] = button[1]
        return {name: value for name, value in sent.items() if value is not None}


class Person:
    def __init__(self, house, login=None, link=None):
        self.house, self.login, self.link = house, login, link
        self.session = requests.Session()
        self.session.trust_env = False  # no proxy of the caller's
        self.session.auth = (login, 'demo') if login else None

    def __repr__(self):
        return self.login or ('a guest' if self.link else 'a visitor')

    def url(self, path):
        """The address of a path of the product; below the round where it does not begin with /."""
        if path.startswith(self.house.server.base):
            path = path.removeprefix(self.house.server.base)
        if not path.startswith('/'):
            path = f'/rounds/{self.house.number}' + (path if path[:1] in ('', '.', '?', '#') else '/' + path)
        if self.link and 'link=' not in path:
            path, mark, fragment = path.partition('#')
            path += ('&' if '?' in path else '?') + 'link=' + self.link + mark + fragment
        return self.house.server.origin + self.house.server.base + path

    def get(self, path, **options):
        return self.session.get(self.url(path), allow_redirects=False, timeout=DEADLINE, **options)

    def posts(self, path, fields, headers=None):
        """The reply to a form of these fields, with a token of its own when it has none. None leaves a field out."""
        sent = {'token': secrets.token_urlsafe(24), **fields}
        return self.session.post(self.url(path), {k: v for k, v in sent.items() if v is not None}, allow_redirects=False,
                                 timeout=DEADLINE, headers={'Sec-Fetch-Site': 'same-origin', **(headers or {})})

    def page(self, path, status=200):
        reply = self.get(path)
        assert reply.status_code == status, (self, path, reply.status_code, words(reply))
        return page(reply)

    def xml(self, path, status=200):
        place, mark, query = path.partition('?')
        reply = self.get(place + '.xml' + mark + query)
        assert reply.status_code == status, (self, path, reply.status_code, reply.text)
        return document(reply)

    def form(self, path, action, **has):
        """The one form of a page that goes to this action, with these values of hidden fields."""
        return form_in(self.page(path), self.url(action), **has)

    def sends(self, path, action, fields=None, button=None, **has):
        form = self.form(path, action, **has)
        return self.posts(form.action, {'token': None, **form.filled(fields or {}, button)})

    def does(self, path, action, fields=None, button=None, **has):
        return self.thanked(self.sends(path, action, fields, button, **has))

    def thanked(self, reply):
        """The page after something was done, which says so."""
        tree = self.page(went(reply))
        thanks = tree.xpath('//*[contains(concat(" ", @class, " "), " cc-done ")]')
        assert len(thanks) == 1 and thanks[0].text_content().strip(), f'{reply.headers["Location"]} says nothing'
        return tree

    def acts(self, path, fields=None):
        return went(self.posts(path, fields or {}))

    def refused(self, path, fields, status, *keys):
        """A form is refused, and the document says with which keys: 'title missing' for a field, 'changed' for the whole."""
        place, mark, query = path.partition('?')
        reply = self.posts(place + '.xml' + mark + query, fields)
        assert reply.status_code == status, (self, path, reply.status_code, reply.text)
        assert refusals(document(reply)) == set(keys)
        return document(reply)


class House:
    def __init__(self, httpd, database, test_dir, people=None, moderators=MODERATORS, admins=ADMINS, **options):
        self.database, self.people, self.number = database, people or PEOPLE, None
        self.site = database.add_site('r')
        self.secret = pathlib.Path(test_dir) / f'secret-{self.site}'
        self.secret.write_text(secrets.token_urlsafe(48))
        self.secret.chmod(0o600)
        self.server = httpd(site=self.site, members=self.people, server='KeepAliveTimeout 60\n', options={
            'CocreateMemberFirm': '"%{reqenv:MEMBER_FIRM}"',
            'CocreateModerator': f'"%{{REMOTE_USER}} in {{ {quoted(moderators)} }}"',
            'CocreateAdmin': f'"%{{REMOTE_USER}} in {{ {quoted(admins)} }}"',
            'CocreateLinkSecret': f'"{self.secret}"', **options})
        self.visitor = Person(self)
        self._persons, self._parts = {}, itertools.count(1)

    def __getitem__(self, login):
        assert login in self.people, login
        return self._persons.setdefault(login, Person(self, login))

    def guest(self, link):
        return Person(self, link=link)

    def enter(self, *logins):
        for login in logins:
            self[login].acts('/ideas', {'title': f'An idea of {login}', 'body': 'It helps.', 'kind': 'better', 'stage': 'use'})

    def set(self, **settings):
        """What the owner of a site may change for its rounds: columns of round_setting."""
        for name, value in settings.items():
            self.database.run(f'update cocreate.round_setting set {name} = %s where site = %s', (value, self.site))

    # ---- time

    def pass_time(self, interval, alone=False):
        """alone: for this round only."""
        travel(self.database, interval, self.site, self.number if alone else None)
        self.tick()

    def to(self, moment, after='1 second', alone=False):
        """moment: a column of the round's row."""
        self.pass_time(self.value(f"(({moment} + interval '{after}') - now())::text"), alone)

    def tick(self):
        """What the server's watchdog does now and then."""
        self.database.run('set role cocreate_web; select cocreate.tick(); reset role')

    def day(self, days):
        """The date that many days from now, as forms say it."""
        return self.database.value("select ((now() at time zone 'UTC')::date + %s)::text", (days,))

    # ---- the round

    def value(self, expression):
        """Of the round's row, which is called r."""
        return self.database.value(
            f'set search_path = cocreate, pg_temp; select {expression} from round r where site = %s and number = %s',
            (self.site, self.number))

    def phase(self):
        return self.value('phase(r, now())')

    def draft_quickly(self, host, **fields):
        """The number of a new draft; without its form. Each is about something else: nothing is asked again before it was
        answered."""
        form = {'title': f'Sending things back, part {next(self._parts)}',
                'ask-remove': 'yes', 'ask-keep': 'yes', 'group-customer': 'yes', 'group-distributor': 'yes', 'group-staff': 'yes',
                'report': self.day(70)}
        form = {**ROUND, **form, **fields}
        self.number = number_of(self[host].acts('/rounds', form))
        return self.number

    def open_quickly(self, host, **fields):
        self.draft_quickly(host, **fields)
        self[host].acts('publish')


def forms_in(tree):
    for form in tree.xpath('//form'):
        actions = [form.get('action')] + tree.xpath('//button[@form = $id]/@formaction', id=form.get('id', ''))
        yield from (Form(form, action) for action in actions)


def form_in(tree, address, **has):
    """The one form of a tree that goes to an address, with these values of its fields."""
    goes_to = urllib.parse.urlsplit(address).path
    forms = [form for form in forms_in(tree) if urllib.parse.urlsplit(form.action).path == goes_to]
    fitting = [form for form in forms if all(form.values.get(name) == str(value) for name, value in has.items())]
    assert len(fitting) == 1, f'{len(fitting)} of {len(forms)} forms go to {goes_to} with {has}'
    return fitting[0]


def went(reply):
    """Where a form that was taken in leads to."""
    assert reply.status_code == 303, (reply.status_code, words(reply))
    return urllib.parse.urlsplit(reply.headers['Location'])._replace(scheme='', netloc='').geturl()


def words(reply):
    """What a reply says to a person, in short."""
    if not reply.headers.get('Content-Type', '').startswith('text/html'):
        return reply.text[:2000]
    return ' '.join(' '.join(page(reply).xpath('//main//text() | //div[@class = "cocreate"]//text()')).split())[:2000]


def said(key, language='en'):
    """A word of the theme, without what is filled in: its longest plain piece."""
    if language not in _words:
        lines = (REPO / f'conf/theme/words/{language}.txt').read_text().splitlines()
        _words[language] = dict(re.split(r' *= *', line, maxsplit=1) for line in lines if ' = ' in line and line[0] != '#')
    return max(re.split(r'\{[^}]*\}', _words[language][key]), key=len)


_words = {}


def stopped(reply, status, key, *kept):
    """A form was refused as a whole: the page says what happened, what one can do instead, and still has what was typed.
    Answers its tree."""
    tree = page(reply)
    told = ' '.join(tree.text_content().split())
    assert reply.status_code == status, (reply.status_code, told)
    instead = 'other' if key == 'moved-on' and not reply.url.endswith('/cards') else 'text'     # a card can be carried on
    assert said(f'stop.{key}.title') in told and said(f'stop.{key}.{instead}') in told, told
    texts = [element.text_content() for element in tree.xpath('//textarea | //*[@class = "cc-keep-text"]')]
    texts += tree.xpath('//input/@value')
    for text in kept:
        assert text in texts, f'{text!r} is lost: {texts}'
    content = tree.xpath('//div[@class = "cocreate"]')[0]
    assert content.xpath('.//form | .//a[contains(@class, "cc-button")]'), 'nothing that one can do instead'
    return tree


def refusals(tree):
    return {' '.join(filter(None, (r.get('field'), r.get('key')))) for r in tree.findall('refusals/refusal')} | {
        error.get('key') for error in tree.findall('error')}


def number_of(place):
    """The number that an address ends in: /rounds/7#card-123 or /rounds/7/preview."""
    return int(re.findall(r'\d+', re.sub(r'[?].*?(#|$)', r'\1', place))[-1])


def quoted(logins):
    return ', '.join(f"'{login}'" for login in logins) or "''"
