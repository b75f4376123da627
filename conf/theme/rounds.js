// SPDX-License-Identifier: Apache-2.0
// Advice rounds, a little easier with script: the wording is looked at while it is typed, better words go in with one press,
// dates show where they fall, and nothing typed is left by mistake. Without it everything works.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const parse = html => new DOMParser().parseFromString(html, 'text/html');
const fieldOf = (form, name) => form.querySelector(`[name="${CSS.escape(name)}"]:not([type="hidden"])`);

// ---- The wording check ----------------------------------------------------------------------------------------------

const PAUSE = 600; // milliseconds without a key
const PUT = 'cocreate-put'; // a wording on its way from the preview to the form

function stemsOf(form, language) {
  const stems = all('[data-stems] data', form).filter(stem => stem.lang === language);
  return Object.fromEntries(stems.map(stem => [stem.value, stem.textContent]));
}
const languageOf = form => form.elements.language?.value || document.documentElement.lang;

// What the check finds comes as the theme writes it; when nothing comes, nothing is said.
async function look(form, field, place, signal) {
  const query = new URLSearchParams({ lang: languageOf(form), text: field.value.trim() });
  const reply = await fetch(`${form.dataset.roundForm}?${query}`, { headers: { Accept: 'text/html' }, signal });
  if (!reply.ok) return;
  const found = all('.cc-finding', parse(await reply.text()));
  for (const button of found.flatMap(finding => all('[data-put]', finding))) button.dataset.put = field.name;
  place.replaceChildren(...found);
  offer(place);
}

function watch(form, field) {
  const place = form.querySelector(`[data-findings="${field.name}"]`);
  let wait;
  let running;
  field.addEventListener('input', () => {
    clearTimeout(wait);
    running?.abort();
    const text = field.value.trim();
    if (!text || text === stemsOf(form, languageOf(form))[field.name]) {
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
  const slots = all('[data-slot]', form).filter(slot => !slot.classList.contains('cc-slot-free'));
  const text = slot => fieldOf(form, slot.dataset.slot);
  let language = languageOf(form);
  for (const slot of slots) text(slot).addEventListener('input', event => {
    const tick = form.elements[`ask-${slot.dataset.slot}`];
    if (tick && event.isTrusted && !tick.checked) tick.checked = true;
  });
  form.elements.language?.addEventListener('change', () => {
    const before = stemsOf(form, language);
    const after = stemsOf(form, languageOf(form));
    for (const slot of slots) {
      const { slot: name } = slot.dataset;
      if (after[name] && text(slot).value.trim() === before[name]) text(slot).value = after[name];
    }
    language = languageOf(form);
  });
  const newness = () => {
    const radical = form.elements.newness?.value === 'radical';
    const stem = stemsOf(form, language).keep;
    const keep = fieldOf(form, 'keep');
    const others = all('[data-slot]', form).filter(slot => !RADICAL.includes(slot.dataset.slot));
    for (const slot of others) slot.classList.toggle('cc-slot-shut', radical);
    // What must not break is asked in words of its own, which an empty field stands for.
    if (radical && keep?.value === stem) keep.value = '';
    if (!radical && keep?.value === '') keep.value = stem;
    if (keep) keep.placeholder = radical ? form.querySelector('[data-stems]')?.dataset.radical ?? '' : '';
    if (radical) {
      for (const tick of others.flatMap(slot => all('[type="checkbox"]', slot))) tick.checked = false;
      for (const name of ['free1', 'free2']) if (form.elements[name]) form.elements[name].value = '';
      if (form.elements['ask-story']) form.elements['ask-story'].checked = true;
    }
  };
  for (const choice of all('[name="newness"]', form)) choice.addEventListener('change', newness);
  if (form.elements.newness?.value === 'radical') newness();
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
  const said = new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
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
  for (const field of all('[data-check]', form)) watch(form, field);
  compose(form);
  plan(form);
  guard(form);
}
offer(document);
takeOver();
openTarget();
addEventListener('hashchange', openTarget);
