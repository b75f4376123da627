# SPDX-License-Identifier: Apache-2.0
"""Members: made by what they do, kept up to date by what the login says."""

import pytest


@pytest.mark.parametrize('name, shown', [
    ('Ada', 'Ada'), ('  Ada \t L. ', 'Ada L.'), ('Ada\nLovelace', 'Ada Lovelace'), ('Ada\u202eevil', 'Adaevil'),
    ('A\u200bd\ufeffa', 'Ada'), ('A\u0001da', 'A da'), ('Ada\uffff', 'Ada'),
    ('می\u200cخواهم', 'می\u200cخواهم'), ('👩\u200d🌾', '👩\u200d🌾'),
    ('x' * 81, 'x' * 80), ('ж' * 200, 'ж' * 80), ('x' * 79 + ' y', 'x' * 79),
    ('', 'ada.l'), (None, 'ada.l'), (' \u202e\u200b ', 'ada.l')])
def test_a_name_is_made_fit_to_show(database, name, shown):
    database.propose(subject='ada.l@example.com', name=name)
    assert database.value('select name from member') == shown


@pytest.mark.parametrize('subject, shown', [('@ada', '@ada'), ('x' * 255, 'x' * 80), ('a d a', 'a d a')])
def test_a_subject_as_the_name(database, subject, shown):
    database.propose(subject=subject, name=None)
    assert database.value('select name from member') == shown


@pytest.mark.parametrize('group, known', [('staff', 'staff'), ('Staff', 'customer'), ('', 'customer'), (None, 'customer'),
                                          ('x' * 9999, 'customer'), ('\u0001', 'customer')])
def test_an_unknown_group_is_the_first(database, group, known):
    database.propose(group=group)
    assert database.value('select "group" from member') == known


def test_the_first_group_is_the_sites_choice(database):
    database.run("""update member_group set position = 0 where site = 'grind' and key = 'distributor'""")
    database.propose(group='nonsense')
    assert database.value('select "group" from member') == 'distributor'


@pytest.mark.parametrize('action', ['vote_cast', 'idea_edit', 'idea_propose'])
def test_name_and_group_follow_the_login(database, action):
    database.propose()
    database.propose(title='A second one')
    database.run('delete from change')
    assert database.act(action, name='Ada L.', group='staff')[0]['status'] == 303
    assert database.rows('select name, "group" from member') == [('Ada L.', 'staff')]
    topics = {topic for topic, in database.rows('select topic from change')}
    assert {'ideas', 'idea 1', 'idea 2'} <= topics, 'every page that shows the name has changed'
    assert database.value("select members from site_tally where site = 'grind'") == 1


def test_one_subject_is_a_member_of_each_site_apart(database):
    database.propose(name='Ada here')
    database.propose(name='Ada there', site='other', group='staff')
    assert database.rows('select site, name, "group" from member order by site') == [
        ('grind', 'Ada here', 'customer'), ('other', 'Ada there', 'staff')]


def test_subjects_differ_by_case(database):
    database.propose(subject='ada')
    database.propose(subject='Ada')
    assert database.value('select count(*) from member') == 2


def test_adding_a_site(database):
    assert database.value("select site_add('third', 'A third brand')") == 'added'
    assert database.value("select site_add('third')") == 'unchanged'
    assert database.value("select site_add('third', 'Renamed')") == 'renamed'
    database.run("delete from stage where site = 'third' and key = 'return'")
    database.run("update kind set label = 'Pain' where site = 'third' and key = 'hurts'")
    assert database.value("select site_add('third', 'Renamed')") == 'unchanged'
    counts = [database.value(f"select count(*) from {table} where site = 'third'") for table in ('member_group', 'kind', 'stage')]
    assert counts == [3, 5, 5]
    assert database.propose(site='third', kind='hurts') == 1
    assert database.act('idea_propose', site='third', stage='return')[0] == {'status': 422, 'field': 'stage', 'key': 'unknown'}
