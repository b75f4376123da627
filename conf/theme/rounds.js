// SPDX-License-Identifier: Apache-2.0
// Advice rounds, a little easier with script: the wording is looked at while it is typed, better words go in with one press,
// dates show where they fall, and nothing typed is left by mistake. Without it everything works.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const parse = html => new DOMParser().parseFromString(html, 'text/html');
const fieldOf = (form, name) => form.querySelector(`[name="${CSS.escape(name)}"]:not([type="hidden"])`);

// ---- The wording check ----------------------------------------------------------------------------------------------

const PAUSE = 600; // milliseconds without a key
const PUT = 'cocreate-put'; // a wording on its way from the preview to the form

// The stems in the language of the round; about something radically new one is asked otherwise.
function stemsOf(form, language = languageOf(form), newness = newnessOf(form)) {
  const said = all('[data-stems] data', form).filter(stem => stem.lang === language);
  const of = kind => said.filter(stem => stem.dataset.newness === kind).map(stem => [stem.value, stem.textContent]);
  return Object.fromEntries([...of('usual'), ...(newness === 'radical' ? of('radical') : [])]);
}

const languageOf = form => form.elements.language?.value || document.documentElement.lang;
const newnessOf = form => form.elements.newness?.value || 'usual';

// What the check finds comes as the theme writes it; when nothing comes, nothing is said.
async function look(form, field, place, signal) {
  const query = new URLSearchParams({ lang: languageOf(form), text: field.value.trim() });
  const reply = await fetch(`${form.dataset.roundForm}?${query}`, { headers: { Accept: 'text/html' }, signal });
  if (!reply.ok) return;
  // Only a question in one's own words has to show a sign of advice; a stem brings it along.
  const found = all('.cc-finding', parse(await reply.text()))
    .filter(finding => finding.dataset.severity !== 'need' || field.name.startsWith('free'));
  for (const button of found.flatMap(finding => all('[data-put]', finding))) button.dataset.put = field.name;
  place.replaceChildren(...found);
  offer(place);
}

function watch(form, place) {
  const field = fieldOf(form, place.dataset.findings);
  let wait;
  let running;
  field.addEventListener('input', () => {
    clearTimeout(wait);
    running?.abort();
    const text = field.value.trim();
    if (!text || text === stemsOf(form)[field.name]) {
      place.replaceChildren();
      return;
    }
    wait = setTimeout(() => {
      running = new AbortController();
      look(form, field, place, running.signal).catch(() => { /* offline, or typed on */ });
    }, PAUSE);
  });
}

// Buttons that only work with script are shown by it.
const offer = root => all('[data-put], [data-copy-button]', root).forEach(button => { button.hidden = false; });

function put(name, text) {
  const form = document.querySelector('form[data-round-form]');
  const field = form && fieldOf(form, name);
  if (!field) return false;
  field.value = text;
  const tick = form.elements[`ask-${name}`];
  if (tick) tick.checked = true;
  open(field);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.focus();
  return true;
}

document.addEventListener('click', event => {
  const button = event.target.closest('[data-put]');
  if (!button) return;
  const { put: name, edit } = button.dataset;
  const text = button.parentElement.querySelector('q').textContent;
  if (put(name, text) || !edit) return;
  try { sessionStorage.setItem(PUT, JSON.stringify({ name, text })); } catch { return; }
  location.assign(`${edit}#cc-form-${name}`);
});

function takeOver() {
  let brought = null;
  try {
    brought = JSON.parse(sessionStorage.getItem(PUT));
    sessionStorage.removeItem(PUT);
  } catch { /* forbidden */ }
  if (brought) put(brought.name, brought.text);
}

// ---- Composing questions --------------------------------------------------------------------------------------------

const RADICAL = ['keep', 'story']; // what is asked about something radically new

function compose(form) {
  const slots = all('[data-slot]', form);
  const text = slot => fieldOf(form, slot.dataset.slot);
  const tick = slot => slot.querySelector('[type="checkbox"]');
  const others = slots.filter(slot => !RADICAL.includes(slot.dataset.slot));
  let stems = stemsOf(form);
  let newness = newnessOf(form);
  let ticked = [];
  for (const slot of slots) text(slot).addEventListener('input', event => {
    if (event.isTrusted && tick(slot)) tick(slot).checked = true;
  });
  // The sentences that nobody touched follow the language and the newness.
  const follow = () => {
    const now = stemsOf(form);
    for (const slot of slots) {
      const { slot: name } = slot.dataset;
      if (now[name] && text(slot).value.trim() === stems[name]) text(slot).value = now[name];
    }
    stems = now;
  };
  // What a radically new subject does not ask is out of sight, and comes back as it was.
  const shut = radical => {
    for (const slot of others) {
      slot.classList.toggle('cc-slot-shut', radical);
      text(slot).disabled = radical;
    }
    if (radical) {
      ticked = slots.filter(slot => tick(slot)?.checked);
      for (const slot of others) if (tick(slot)) tick(slot).checked = false;
    } else {
      for (const slot of ticked) tick(slot).checked = true;
    }
  };
  form.addEventListener('change', () => {
    follow();
    if (newnessOf(form) !== newness) shut(newnessOf(form) === 'radical');
    newness = newnessOf(form);
  });
  if (newness === 'radical') shut(true);
}

// ---- Where the dates fall -------------------------------------------------------------------------------------------

const DAY = 86400000;
const iso = day => new Date(day).toISOString().slice(0, 10);

// The dates that are left empty, as the server will fill them in.
function plan(form) {
  const [announce, table, hear, choose, act] = form.dataset.plan.split(' ').map(Number);
  const { report, days } = form.elements;
  if (!days || !report || !act) return;
  let touched = Boolean(form.dataset.typed);
  report.addEventListener('input', () => { touched = true; });
  const lang = form.closest('[lang]')?.lang || undefined;
  const style = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' };
  const said = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, style);
  const typed = name => Date.parse(form.elements[name].value);
  const show = () => {
    let day = Date.parse(iso(Date.now()));
    const lengths = { opens: announce, until: Number(days.value), tables_until: table, hear, choose };
    for (const [name, length] of Object.entries(lengths)) {
      if (name === 'tables_until' && form.elements.tables?.value === 'off') continue;
      const empty = day + length * DAY;
      const hint = document.getElementById(`cc-form-${name}-hint`);
      if (Number.isNaN(empty)) return;
      if (hint) hint.textContent = form.dataset.empty.replace('#', said.format(empty));
      day = Number.isNaN(typed(name)) ? empty : typed(name);
    }
    if (!touched) report.value = iso(day + act * DAY);
  };
  form.addEventListener('input', show);
  show();
}

// ---- Nothing left by mistake ----------------------------------------------------------------------------------------

function guard(form) {
  let dirty = false;
  form.addEventListener('input', event => { dirty ||= event.isTrusted; });
  form.addEventListener('submit', () => { dirty = false; });
  addEventListener('beforeunload', event => {
    if (dirty) event.preventDefault();
  });
}

// ---- Folds, links ---------------------------------------------------------------------------------------------------

// Whatever an address or a button leads to is not folded away.
function open(element) {
  for (let fold = element?.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
}

const openTarget = () => {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  open(target);
  target.scrollIntoView();
};

document.addEventListener('click', async event => {
  const button = event.target.closest('[data-copy-button]');
  if (!button) return;
  const address = button.parentElement.querySelector('[data-copy]');
  address.select();
  try {
    await navigator.clipboard.writeText(address.value);
    button.textContent = button.dataset.copied;
  } catch { /* it is selected: the person copies it */ }
});

// ---- Start ----------------------------------------------------------------------------------------------------------

for (const form of all('form[data-round-form]')) {
  for (const place of all('[data-findings]', form)) watch(form, place);
  compose(form);
  plan(form);
  guard(form);
}
offer(document);
takeOver();
openTarget();
addEventListener('hashchange', openTarget);
