# SPDX-License-Identifier: Apache-2.0
"""What many tests need: ideas in the database, forms that are right, and what a form says when it comes back."""

import secrets

FORM = {'title': 'A lid that stays shut', 'body': 'In a rucksack it opens.', 'kind': 'better', 'stage': 'use'}


def form(**fields):
    """A form that is right, with what the test changes in it; None leaves a field out."""
    return {k: v for k, v in {**FORM, 'token': secrets.token_urlsafe(24), **fields}.items() if v is not None}


def seed(database, site, count, subject='seeder'):
    """Proposes ideas through the rule that the module calls, and returns their number. Kinds, stages and votes go round."""
    database.run('''
        select cocreate.idea_propose(%(site)s, %(subject)s, 'Seeder', 'customer', 'Idea of the row, place ' || n, 'Text ' || n,
            (array['hurts', 'remove', 'keep', 'better', 'new'])[1 + n %% 5],
            (array['discover', 'buy', 'receive', 'use', 'help', 'return'])[1 + n %% 6],
            md5(random()::text) || md5(n::text))
        from generate_series(1, %(count)s) n''', {'site': site, 'count': count, 'subject': subject})
    return count


def seed_votes(database, site, votes):
    """votes = {number: how many}"""
    for number, count in votes.items():
        database.run('''
            select cocreate.vote_cast(%s, 'voter' || n, 'Voter', 'customer', %s, '1') from generate_series(1, %s) n''',
                     (site, str(number), count))


def count_ideas(database, site):
    return database.value('select count(*) from cocreate.idea where site = %s', (site,))


def field_errors(tree):
    """{field: words of its error} of a form that came back, and a check that the field points at its error."""
    errors = {}
    for name in ('title', 'body', 'kind', 'stage'):
        for error in tree.xpath(f'//*[@id="cc-form-{name}-error"]'):
            errors[name] = error.text_content()
            assert tree.xpath(f'//*[@aria-invalid="true"][contains(@aria-describedby, "cc-form-{name}-error")]'), name
    return errors


def typed(tree):
    """What the fields of a form hold, as a browser would send them again."""
    form, = tree.xpath('//form[contains(@class, "cc-form")]')
    fields = {i.get('name'): i.get('value') for i in form.xpath('.//input[@type="text" or @type="hidden"]')}
    fields.update({i.get('name'): i.get('value') for i in form.xpath('.//input[@type="radio"][@checked]')})
    fields.update({a.get('name'): a.text_content() for a in form.xpath('.//textarea')})
    return fields
