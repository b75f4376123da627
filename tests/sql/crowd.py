# SPDX-License-Identifier: Apache-2.0
"""A community with many rounds, for tests of how pages are read: what the actions would write, a thousand times faster.

A thousand small rounds are over. Then there is one large round in each phase, PHASES: 500 cards in each, 60 tables and 3,000
replies from the table phase on, 50 insights, stones, actions, promises and traces as far as it has come. An hour's changes of
other sessions are noted, which nobody has tidied away yet.
"""

MEMBERS, OLD = 3_000, 1_000
PHASES = ['advice', 'table', 'hearing', 'choosing', 'acting', 'reported', 'closed']
NUMBER = {phase: OLD + 1 + place for place, phase in enumerate(PHASES)}
CARDS, TABLES, REPLIES, CHANGES = 500, 60, 3_000, 20_000
ADVISER, STAFF, HOST, MEMBER = 'member9', 'member1', 'member2999', 'member2900'     # in every large round

# Days from now on which the large round of each phase opened.
OPENED = {'advice': 3, 'table': 15, 'hearing': 20, 'choosing': 27, 'acting': 34, 'reported': 60, 'closed': 120}


def first_member(n):
    return f'(select min(id) from member) + {n}'


def round_rows(numbers, opened, acts):
    """The rows of rounds that opened so many days ago. acts: columns beside the plan, each with its value."""
    names, values = ''.join(f', {name}' for name in acts), ''.join(f', {value}' for value in acts.values())
    return f'''
    insert into round (site, number, host, title, language, stage, newness, in_our_hands, not_in_our_hands, leaning, groups,
                       created_at, opens_at, advice_until, tables_until, hear_due, choose_due, report_due, grace, extend_days,
                       min_advice, tables_from, answer_days, learn_days, published_at, published_by{names})
    select 'grind', n, {first_member(2998)}, 'Round of the number ' || n, 'en', 'return', 'usual', 'This.', 'Not that.', 'That.',
           '{{customer,distributor,staff}}', o.at, o.at, o.at + '10 days', o.at + '16 days', o.at + '23 days', o.at + '30 days',
           o.at + '90 days', '15 minutes', 7, 3, 9, 14, 7, o.at, {first_member(2998)}{values}
    from generate_series({numbers}) n, lateral (select date_trunc('hour', now()) - interval '1 day' * ({opened}) as at) o;'''


def fill(old=OLD):
    """The statements; `old`: how many rounds are over."""
    number = {phase: old + 1 + place for place, phase in enumerate(PHASES)}
    acts = {'cards': '10', 'advisers': '10', 'drawn_at': "o.at + '10 days'", 'table_count': '2', 'heard_at': "o.at + '20 days'",
            'chosen_at': "o.at + '25 days'", 'reported_at': "o.at + '80 days'"}
    rounds = [round_rows(f'1, {old}', f'{old} + 200 - n', acts)]
    for phase, last in number.items():
        days = {'drawn_at': 10, 'heard_at': 22, 'chosen_at': 29, 'reported_at': 55}
        steps = ['drawn_at', 'heard_at', 'chosen_at', 'reported_at']
        done = {'advice': 0, 'table': 1, 'hearing': 1, 'choosing': 2, 'acting': 3}.get(phase, 4)
        acts = {'cards': CARDS, 'advisers': CARDS, **{step: f"o.at + '{days[step]} days'" for step in steps[:done]}}
        if done:
            acts['table_count'] = str(TABLES)
        rounds.append(round_rows(f'{last}, {last}', OPENED[phase], acts))
    return f'''
    set session_replication_role = replica;     -- without looking up each foreign key, and without the guards
    insert into member (site, subject, name, "group", joined_at)
    select 'grind', 'member' || n, 'Member ' || n,
           case when n % 8 = 1 then 'staff' when n % 8 = 2 then 'distributor' else 'customer' end, now()
    from generate_series(1, {MEMBERS}) n;
    {''.join(rounds)}
    insert into round_secret select site, number, '\\x00' from round;
    insert into round_host (site, round, member) select site, number, host from round;
    insert into question (site, round, place, slot, text, checked, added_at)
    select r.site, r.number, q.place, q.slot, q.text, 'en ' || q.text, r.opens_at
    from round r, (values (1, 'remove', 'What should we remove?'), (2, 'keep', 'What needs to stay?')) as q (place, slot, text);
    insert into wording_finding (site, round, place, rule, severity, category)
    select site, number, 1, 'H1', 'hint', 'form' from round;
    insert into invitation (site, round, member, why, invited_at)
    select r.site, r.number, {first_member('n')}, 'You know it.', r.opens_at
    from round r, generate_series(0, case when r.number > {old} then 599 else 14 end) n;
    insert into guest_link (site, round, id, name, "group", made_by, made_at, expires_at)
    select r.site, r.number, 100000000 + n, 'Guest ' || n, 'customer', r.host, r.opens_at, r.opens_at + '200 days'
    from round r, generate_series(1, 3) n;
    insert into advice (site, round, card, question, adviser, "group", body, share, created_at, sent_at, looked_at)
    select r.site, r.number, 100000000 + (n * 179424673::bigint + r.number * 32452843) % 900000000, 1 + n % 2, m.id, m."group",
           repeat('Drop the second form. ', 1 + n % 30), (array['none', 'text', 'name'])[1 + n % 3],
           r.opens_at + '1 hour', r.opens_at + '1 hour', r.heard_at
    from round r
         cross join lateral (
             select n, {first_member(f'(n - 1 + case when r.number > {old} then 0 else r.number end) % 2900')} as id
             from generate_series(1, case when r.number > {old} then {CARDS} else 10 end) n) as a
         join member m on m.site = r.site and m.id = a.id;
    insert into advice_flag (site, round, card, member, reason, at)
    select a.site, a.round, a.card, {first_member(5)}, 'Names somebody.', now()
    from (select a.*, row_number() over (partition by a.round order by a.card) as n from advice a) a where a.n % 100 = 1;
    insert into kitchen_table (site, round, "table", see, left_at)
    select site, number, n, 'We all see it.', drawn_at from round, generate_series(1, table_count) n where drawn_at is not null;
    insert into seat (site, round, "table", place, member, "group", host)
    select a.site, a.round, 1 + a.n % r.table_count, 1 + a.n / r.table_count, a.adviser, a."group", a.n < r.table_count
    from (select a.*, row_number() over (partition by a.round order by a.card) - 1 as n from advice a) a
         join round r on r.site = a.site and r.number = a.round and r.drawn_at is not null;
    insert into reply (site, round, "table", course, card, member, "group", kind, body, at)
    select s.site, s.round, s."table", case when n % 2 = 1 then 1 else 2 end, case when n % 2 = 1 then a.card end, s.member,
           s."group", case when n % 2 = 1 then 'builds' else 'answer' end, repeat('And the label. ', n),
           r.drawn_at + n * interval '1 hour'
    from seat s
         join round r on r.site = s.site and r.number = s.round
         join advice a on a.site = s.site and a.adviser = s.member and a.round = s.round,
         generate_series(1, case when s.round > {old} then {REPLIES // CARDS} else 1 end) n;
    insert into insight (site, round, kind, sentence, by, at, cards, score, place, reason)
    select r.site, r.number, (array['remove', 'keep', 'disagreement'])[1 + n % 3], 'Two forms ask the same, ' || n || '.', r.host,
           r.drawn_at, 10, 1.0 / n, case when n <= 3 and r.chosen_at is not null then n end,
           case when n <= 3 and r.chosen_at is not null then 'It costs most.' end
    from round r, generate_series(1, case when r.number > {old} then 50 else 3 end) n
    where r.number <= {old} or r.number >= {number['hearing']};
    insert into insight_advice (site, round, insight, card)
    select a.site, a.round, i.insight, a.card
    from (select a.*, row_number() over (partition by a.round order by a.card) as n from advice a) a
         join (select i.*, row_number() over (partition by i.round order by i.insight) as n,
                      count(*) over (partition by i.round) as of from insight i) i
             on i.site = a.site and i.round = a.round and i.n = 1 + a.n % i.of;
    insert into stone (site, round, member, stone, insight, "group")
    select a.site, a.round, a.adviser, n, x.insight, a."group"
    from advice a join insight_advice x on x.site = a.site and x.round = a.round and x.card = a.card,
         generate_series(1, 3) n
    where a.round >= {number['choosing']}
    on conflict do nothing;
    insert into action (site, round, insight, title, size, people, keeper, due, by, at)
    select i.site, i.round, i.insight, 'Join the forms', 'small', 'The team', r.host, r.report_due - interval '40 days', r.host,
           r.chosen_at
    from insight i join round r on r.site = i.site and r.number = i.round where i.place is not null;
    insert into promise (site, promise, round, kind, action, text, keeper, keeper_name, made_at, first_due)
    select p.site, row_number() over (order by p.round, p.kind, p.action), p.round, p.kind, p.action, 'We tell you.', p.keeper,
           'Host', p.made_at, p.due
    from (select r.site, r.number as round, k.kind, null::bigint as action, r.host as keeper, r.opens_at as made_at,
                 r.hear_due as due
          from round r, (values ('hear'), ('choose'), ('report')) as k (kind)
          union all
          select a.site, a.round, 'act', a.action, a.keeper, a.at, a.due from action a) p;
    update action a set promise = p.promise from promise p where p.site = a.site and p.round = a.round and p.action = a.action;
    insert into promise_event (site, promise, kind, at, text)
    select site, promise, 'progress', made_at, 'It goes on.' from promise
    union all
    select site, promise, case promise % 9 when 0 then 'broken' when 1 then 'released' else 'kept' end, made_at, 'Done.'
    from promise where round <= {old};
    insert into promise_now (site, promise, due, keeper, ended, ended_at, last_at)
    select p.site, p.promise, p.first_due, p.keeper, e.kind, e.at, p.made_at
    from promise p left join promise_event e on e.site = p.site and e.promise = p.promise and e.kind <> 'progress';
    insert into promise_tally (site, kept, broken, released, going)
    select site, count(*) filter (where ended = 'kept'), count(*) filter (where ended = 'broken'),
           count(*) filter (where ended = 'released'), count(*) filter (where ended is null)
    from promise_now group by site
    on conflict (site) do update set kept = excluded.kept, broken = excluded.broken, released = excluded.released,
                                     going = excluded.going;
    insert into trace (site, round, card, outcome, action, insight, by, at)
    select x.site, x.round, x.card, case when a.action is null then 'in_insight' else 'shaped_action' end, a.action, x.insight,
           r.host, r.chosen_at
    from insight_advice x
         join round r on r.site = x.site and r.number = x.round and r.chosen_at is not null
         left join action a on a.site = x.site and a.round = x.round and a.insight = x.insight
    where r.reported_at is not null or x.card % 3 > 0;
    insert into round_event (site, round, kind, at, by) select site, number, 'published', published_at, host from round;
    insert into change (site, topic, xid, at)
    select 'grind', 'round ' || 1 + n % {old}, (100 + n / 50)::text::xid8, now() - n % 3600 * interval '1 second'
    from generate_series(1, {CHANGES}) n;
    insert into outbox (site, key, member, kind, round, at)
    select i.site, format('round:%s:invite:member:%s', i.round, i.member), i.member, 'invited', i.round, i.invited_at
    from invitation i;
    update site_tally set members = {MEMBERS}, last_round = {old + len(PHASES)},
                          last_promise = (select max(promise) from promise) where site = 'grind';
    reset session_replication_role;
    '''
