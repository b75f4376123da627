# SPDX-License-Identifier: Apache-2.0
"""Every page, and every state that a page can be in, as the browser tests look at them.

A state is a function of (browser, demo, annex) that ends with the page in the tab, and the mark @state(...) with what the
console is expected to say and whether pictures of it are taken. The HTML of each is checked too, as it came over the line.
"""

from places import COMMUNITY, IDEA

IDEAS = f'{COMMUNITY}/ideas'
STATES = {}

EVERYTHING = '''\
One thing that **really** hurts: the lid. See [the care page](https://example.org/care) or `turn --slowly`.

## What I tried

1. Oil, *twice*
2. Patience
   - and then a rubber band

> It is always the lid.

```
a line of code that is so long that it does not fit into a narrow column of a telephone, not even nearly so
```

---

Donaudampfschifffahrtsgesellschaftskapitaensmuetzenabzeichenverordnungsentwurfsbesprechungsprotokoll\
Donaudampfschifffahrtsgesellschaftskapitaensmuetzenabzeichenverordnungsentwurfsbesprechungsprotokoll

هذه فقرة بالعربية لنرى كيف تقف.
'''


def state(expect=None, picture=False):
    def add(function):
        function.expect, function.picture = expect, picture
        STATES[function.__name__] = function
        return function
    return add


def at(name, path, user=None, expect=None, picture=False):
    """A state that is one address."""
    def visit(browser, demo, annex):
        browser.sign_in(demo, user)
        browser.get(demo.origin + path)
    visit.__name__ = name
    state(expect, picture)(visit)


# --- the site's own pages -----------------------------------------------------------------------------------------------

at('front', '/', picture=True)
at('front_member', '/', 'ben')
at('grinders', '/grinders/', picture=True)
at('care', '/care/', picture=True)
at('about', '/about/', picture=True)
at('table', '/community/', picture=True)
at('sign_in', '/sign-in/', picture=True)
at('sign_in_failed', '/sign-in/?failed&return=%2fcommunity%2fcocreate%2fideas')
at('sign_in_again', '/sign-in/', 'ada')
at('not_found', '/nowhere/', expect='404', picture=True)
at('site_403', '/errors/403.shtml')
at('site_500', '/errors/500.shtml')
at('site_503', '/errors/503.shtml')


@state(picture=True)
def signed_out(browser, demo, annex):
    browser.sign_in(demo, 'cleo')
    browser.get(demo.origin + IDEAS)
    browser.follow(browser.button('Sign out'))
    assert browser.text('h1') == 'You are signed out'


# --- the community ------------------------------------------------------------------------------------------------------

at('overview', f'{COMMUNITY}/', picture=True)
at('overview_member', f'{COMMUNITY}/', 'ben')
at('ideas', IDEAS, picture=True)
at('ideas_member', f'{IDEAS}?sort=top', 'ben', picture=True)
at('ideas_no_match', f'{IDEAS}?kind=remove&stage=return&sort=new&after=1_1')
at('ideas_last_page', f'{IDEAS}?sort=new&after=9_9')
at('search', f'{IDEAS}?q=crank', 'ben', picture=True)
at('search_nothing', f'{IDEAS}?q=zebra+crossing', picture=True)
at('search_refused', f'{IDEAS}?q=%3F%21&stage=use', picture=True)
at('similar', f'{IDEAS}/similar?title=The+crank+slips', picture=True)
at('similar_nothing', f'{IDEAS}/similar?title=Zebra')
at('bad_parameter', f'{IDEAS}?sort=sideways', expect='400')
at('idea_missing', f'{IDEAS}/999999', expect='404', picture=True)
at('new_visitor', f'{IDEAS}/new', expect='401', picture=True)
at('new', f'{IDEAS}/new?kind=keep', 'ada', picture=True)
at('not_yours', f'{IDEAS}/1/edit', 'ben', expect='403')


@state(picture=True)
def ideas_menu(browser, demo, annex):
    browser.sign_in(demo, 'ben')
    browser.get(f'{demo.origin}{IDEAS}?stage=use')
    browser.find('.cc-menu:nth-child(2) summary').click()
    browser.wait(lambda: browser.find('.cc-menu-list a').is_displayed() or browser.all('.cc-menu[open] a'))


@state(picture=True)
def new_similar(browser, demo, annex):
    browser.sign_in(demo, 'ada')
    browser.get(f'{demo.origin}{IDEAS}/new')
    browser.type('#cc-form-title', 'The crank slips when my hands are wet')
    browser.wait(lambda: browser.find('.cc-similar-item').is_displayed())


def changed_idea(demo):
    """An idea with everything in it: all of Markdown, three versions, votes on an earlier one."""
    if not hasattr(demo, 'changed'):
        demo.changed = demo.propose(title='A lid that says: click', body='It pops open.')
        demo.vote(demo.changed, 'cleo')
        demo.edit(demo.changed, title='A lid that says click, always', body='It pops open in the bag.', stage='buy')
        demo.edit(demo.changed, title='A lid that says click when it is shut', body=EVERYTHING, kind='hurts')
        demo.vote(demo.changed, 'ben')
    return demo.changed


def open_changes(browser):
    browser.find('.cc-changes summary').click()
    browser.wait(lambda: browser.find('.cc-diff').is_displayed())


@state(picture=True)
def idea(browser, demo, annex):
    browser.sign_in(demo, None)
    browser.get(f'{demo.origin}{IDEAS}/{changed_idea(demo)}')
    open_changes(browser)


@state(picture=True)
def idea_voted(browser, demo, annex):
    browser.sign_in(demo, 'ben')
    browser.get(f'{demo.origin}{IDEAS}/{changed_idea(demo)}?done=voted')


@state(picture=True)
def idea_mine(browser, demo, annex):
    browser.sign_in(demo, 'ada')
    browser.get(f'{demo.origin}{IDEAS}/{changed_idea(demo)}?done=edited')


@state()
def idea_of_staff(browser, demo, annex):
    browser.sign_in(demo, 'ada')
    browser.get(f'{demo.origin}{IDEAS}/{demo.propose("cleo", title="x" * 120, body="")}')


@state()
def edit(browser, demo, annex):
    browser.sign_in(demo, 'ada')
    browser.get(f'{demo.origin}{IDEAS}/{changed_idea(demo)}/edit')
    browser.find('.cc-markdown summary').click()


@state('422', picture=True)
def refused(browser, demo, annex):
    browser.sign_in(demo, 'ada')
    browser.get(f'{demo.origin}{IDEAS}/new')
    browser.type('#cc-form-title', 'Abc')
    browser.find('#cc-form-body').send_keys('Every morning the same.')
    browser.follow(browser.button('Share my idea'))
    assert browser.has('.cc-summary')


@state('401', picture=True)
def signed_out_while_typing(browser, demo, annex):
    browser.sign_in(demo, 'ada')
    browser.get(f'{demo.origin}{IDEAS}/new')
    browser.type('#cc-form-title', IDEA['title'])
    browser.choose('kind', 'better')
    browser.cdp('Network.clearBrowserCookies')
    browser.follow(browser.button('Share my idea'))
    assert browser.has('.cc-summary-kind')


@state()
def draft(browser, demo, annex):
    browser.sign_in(demo, 'ada')
    browser.get(f'{demo.origin}{IDEAS}/new')
    browser.type('#cc-form-title', 'x' * 130)
    browser.leave(browser.driver.refresh)
    assert browser.find('.cc-draft').is_displayed() and browser.find('.cc-counter-over').is_displayed()


@state('409')
def edited_elsewhere(browser, demo, annex):
    number = demo.propose()
    browser.sign_in(demo, 'ada')
    browser.get(f'{demo.origin}{IDEAS}/{number}/edit')
    demo.edit(number, title='The newer words')
    browser.follow(browser.button('Save my changes'))
    assert browser.has('.cc-summary')


# --- without script -----------------------------------------------------------------------------------------------------

@state(picture=True)
def no_script_idea(browser, demo, annex):
    browser.scripting(False)
    browser.sign_in(demo, 'ben')
    browser.get(f'{demo.origin}{IDEAS}/{changed_idea(demo)}')
    open_changes(browser)


@state('422', picture=True)
def no_script_refused(browser, demo, annex):
    browser.scripting(False)
    refused(browser, demo, annex)


@state()
def no_script_new(browser, demo, annex):
    browser.scripting(False)
    browser.sign_in(demo, 'ada')
    browser.get(f'{demo.origin}{IDEAS}/new?title=The+crank+slips')
    assert browser.find('.cc-similar-place button').is_displayed()


@state()
def no_script_front(browser, demo, annex):
    browser.scripting(False)
    browser.get(demo.origin + '/')


# --- other places: the built-in page has no icon, and the browser asks for one -----------------------------------------

def elsewhere(name, path, user=None, expect='favicon.ico', picture=False, dead=False):
    def visit(browser, demo, annex):
        browser.sign_in(demo, user)
        browser.get((annex.dead if dead else annex).origin + path)
    visit.__name__ = name
    state(expect, picture)(visit)


elsewhere('empty_overview', '/empty/')
elsewhere('empty_ideas', '/empty/ideas', picture=True)
elsewhere('bare_overview', '/bare/', picture=True)
elsewhere('bare_idea', '/bare/ideas/1', 'ben', picture=True)
elsewhere('bare_form', '/bare/ideas/new', 'ada', picture=True)
elsewhere('german_overview', '/deutsch/')
elsewhere('german_ideas', '/deutsch/ideas')
elsewhere('database_down', '/bare/', expect='503 favicon.ico', dead=True)
