-- SPDX-License-Identifier: Apache-2.0
-- Sites.

-- Adds a site with the usual groups, kinds and stages, which its owner may then change as rows; a site that is there
-- gets the title, if one is given. Answers 'added', 'renamed' or 'unchanged'.
-- For the owner (schema/install --site). Raises check_violation when the name or the title is not fit.
create or replace function site_add(site text, title text default null) returns text
language plpgsql set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
begin
    insert into site as s (site, title, created_at) values (site, coalesce(title, site), clock())
    on conflict do nothing;
    if not found then
        update site s set title = title where s.site = site and s.title <> title;
        return case when found then 'renamed' else 'unchanged' end;
    end if;

    insert into site_tally (site) values (site);
    insert into round_setting (site) values (site);
    insert into member_group (site, key, label, position, speaks) values
        (site, 'customer',    'Customer',    1, false),
        (site, 'distributor', 'Distributor', 2, false),
        (site, 'staff',       'Staff',       3, true);
    insert into kind (site, key, label, position) values
        (site, 'hurts',  'Something that hurts', 1),
        (site, 'remove', 'Something to remove',  2),
        (site, 'keep',   'Something to keep',    3),
        (site, 'better', 'Could be better',      4),
        (site, 'new',    'Something new',        5);
    insert into stage (site, key, label, position) values
        (site, 'discover', 'Discover', 1),
        (site, 'buy',      'Buy',      2),
        (site, 'receive',  'Receive',  3),
        (site, 'use',      'Use',      4),
        (site, 'help',     'Get help', 5),
        (site, 'return',   'Return',   6);
    return 'added';
end $$;
