// SPDX-License-Identifier: Apache-2.0
// Improves what already works without it: votes in place, drafts, counters, fragments in pages without SSI.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// One quiet voice for those who hear the page.
let voice;
function say(text) {
  if (!voice) {
    voice = document.createElement('p');
    voice.className = 'cc-hidden';
    voice.setAttribute('role', 'status');
    (document.querySelector('.cocreate') ?? document.body).append(voice);
  }
  voice.textContent = '';
  setTimeout(() => { voice.textContent = text; }, 50);
}

const parse = html => new DOMParser().parseFromString(html, 'text/html');

// ---- Votes ----------------------------------------------------------------------------------------------------------

const PATIENCE = 20000; // milliseconds

// The reply holds the same control: its parts take the place of ours, and the focus stays where the person is.
function exchange(control, fresh) {
  for (const old of all('[data-part]', control)) {
    const part = fresh.querySelector(`[data-part="${old.dataset.part}"]`);
    if (!part) continue;
    const focused = old === document.activeElement;
    old.replaceWith(part);
    if (focused) part.focus();
  }
}

const controls = form => all(`form[action="${CSS.escape(form.getAttribute('action'))}"]`).map(each => each.closest('.cc-vote'));

// Said beside the button when the vote did not arrive: nothing has changed, and it can be pressed again.
function away(form, text) {
  for (const control of controls(form)) {
    control.querySelector('.cc-vote-away')?.remove();
    if (!text) continue;
    const note = document.createElement('p');
    note.className = 'cc-vote-away';
    note.textContent = text;
    control.append(note);
  }
  if (text) say(text);
}

// The reply to a vote; null while nobody can take it: no network, or a server that asks for a moment.
async function cast(form, button) {
  try {
    const reply = await fetch(`${form.action}.fragment`, {
      method: 'POST',
      headers: { Accept: 'text/html' },
      body: new URLSearchParams({ value: button.value }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    return [502, 503, 504].includes(reply.status) ? null : reply;
  } catch {
    return null;
  }
}

async function vote(form, button) {
  button.setAttribute('aria-busy', 'true');
  away(form);
  const reply = await cast(form, button);
  if (!reply) {
    button.removeAttribute('aria-busy');
    away(form, form.dataset.away);
    return;
  }
  if (!reply.ok) throw new Error(reply.statusText);
  const fresh = parse(await reply.text()).querySelector('.cc-vote');
  const said = fresh?.querySelector('button[data-part]')?.dataset.said;
  if (!said) throw new Error('no vote control in the reply');
  // The same idea may stand in two lists of the page.
  for (const control of controls(form)) exchange(control, fresh.cloneNode(true));
  say(said);
}

document.addEventListener('submit', event => {
  const form = event.target;
  if (!form.matches('.cc-vote-form') || form.dataset.plain) return;
  const button = event.submitter ?? form.querySelector('button');
  event.preventDefault();
  if (button.getAttribute('aria-busy')) return;
  vote(form, button).catch(() => {
    // Signed out, or something else to read: let the browser show what the site has to say.
    button.removeAttribute('aria-busy');
    form.dataset.plain = 'yes';
    form.requestSubmit(button);
    delete form.dataset.plain;
  });
});

// ---- The form: drafts, counters, one submission ---------------------------------------------------------------------

const KEY = 'cocreate:';
const store = {
  // Storage may be switched off: then there are no drafts, and nothing else changes.
  get(key) { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } },
  set(key, value) { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden */ } },
  drop(prefix) {
    try {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
    } catch { /* forbidden */ }
  },
};

// What a person writes and chooses; buttons, and what the form brought along, are neither.
const fields = form => [...form.elements].filter(field => field.name && !['hidden', 'submit', 'button'].includes(field.type));
const chosen = field => ['checkbox', 'radio'].includes(field.type);
const named = field => (chosen(field) ? `${field.name}=${field.value}` : field.name);
const read = form => Object.fromEntries(fields(form).map(field => [named(field), chosen(field) ? field.checked : field.value]));
const write = (form, values) => {
  for (const field of fields(form)) {
    const value = values[named(field)];
    if (value === undefined) continue;
    if (chosen(field)) field.checked = value;
    else field.value = value;
  }
};

// The draft of the form that was sent last: forgotten when the next page says that it is done.
const SENDING = `${KEY}sending`;

function drafts(form, changed) {
  const key = KEY + form.dataset.draft;
  const original = read(form);
  const draft = store.get(key);
  const note = form.querySelector('[data-draft-note]');
  if (draft && !form.dataset.typed && JSON.stringify(draft) !== JSON.stringify(original)) {
    write(form, draft);
    note.hidden = false;
    unfold(form, original);
  }
  form.addEventListener('input', () => store.set(key, read(form)));
  // Who goes back and sends again does the same deed, also where the browser asks for the page anew: the token stays.
  const { token } = form.elements;
  if (token && history.state?.[key]) token.value = history.state[key];
  form.addEventListener('submit', () => {
    store.set(SENDING, key);
    if (token) history.replaceState({ ...history.state, [key]: token.value }, '');
  });
  form.querySelector('[data-draft-drop]').addEventListener('click', () => {
    store.drop(key);
    form.reset();
    note.hidden = true;
    changed();
    fields(form)[0].focus();
  });
}

// What came back is not left folded away.
function unfold(form, original) {
  for (const field of fields(form)) {
    if (original[named(field)] === (chosen(field) ? field.checked : field.value)) continue;
    for (let fold = field.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
  }
}

// Counts what a reader calls characters the way the server does: code points, without the spaces around.
function counter(form, place) {
  const field = document.getElementById(place.dataset.counter);
  const max = Number(field.dataset.max);
  let warned = false;
  const show = () => {
    const left = max - [...field.value.trim()].length;
    const words = left < 0 ? form.dataset.over : form.dataset.left;
    const near = left < max / 5;
    place.textContent = near ? words.replace('#', Math.abs(left).toLocaleString(document.documentElement.lang || undefined)) : '';
    place.classList.toggle('cc-counter-over', left < 0);
    if (left < 0 && !warned) say(place.textContent);
    warned = left < 0;
  };
  field.addEventListener('input', show);
  show();
  return show;
}

// A second press while the first is on its way does nothing. The server would find out by the token anyway.
function once(form) {
  const buttons = all('[data-send]', form);
  form.addEventListener('submit', event => {
    if (buttons.some(button => button.getAttribute('aria-disabled'))) event.preventDefault();
    else buttons.forEach(button => button.setAttribute('aria-disabled', 'true'));
  });
  addEventListener('pageshow', () => buttons.forEach(button => button.removeAttribute('aria-disabled')));
}

function prepare(form) {
  const counters = all('[data-counter]', form).map(place => counter(form, place));
  const changed = () => counters.forEach(show => show());
  drafts(form, changed);
  changed();
}

// Shows ideas that are close to the title while it is typed. The last question counts: an earlier one is called off.
function similar(place) {
  const field = place.closest('.cc-field').querySelector('input');
  let timer, asked = '', call;
  const look = async () => {
    const title = field.value.trim();
    if (title === asked) return;
    asked = title;
    call?.abort();
    call = new AbortController();
    try {
      const reply = title.length < 4 ? null : await fetch(
        `${place.dataset.similar}?title=${encodeURIComponent(title.slice(0, 200))}`,
        { headers: { Accept: 'text/html' }, signal: call.signal },
      );
      const fresh = reply?.ok ? parse(await reply.text()).querySelector('.cc-similar') : null;
      if (fresh?.textContent !== place.firstElementChild?.textContent) place.replaceChildren(...(fresh ? [fresh] : []));
    } catch { /* called off, or no network: what is shown stays, and the form does not need it */ }
  };
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(look, 300);
  });
  look();
}

// ---- Dates, menus ---------------------------------------------------------------------------------------------------

const UNITS = [['second', 1], ['minute', 60], ['hour', 3600], ['day', 86400]];

// What is younger than a week is said the way people say it; the date itself stays in the tooltip.
function relative(time) {
  const age = (Date.now() - Date.parse(time.dateTime)) / 1000;
  if (!(age >= 0 && age < 7 * 86400) || time.title) return;
  const [unit, seconds] = UNITS.findLast(([, size]) => age >= size) ?? UNITS[0];
  const ago = unit === 'second' ? 0 : Math.floor(age / seconds);
  const lang = time.closest('[lang]')?.lang || undefined;
  time.title = time.textContent;
  time.textContent = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(-ago, unit);
}

// A moment with its hour is said in the reader's own time; what was written stays in the tooltip.
function local(time) {
  const lang = time.closest('[lang]')?.lang || undefined;
  const style = { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' };
  time.title = time.textContent;
  time.textContent = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, style).format(new Date(time.dateTime));
}

document.addEventListener('click', event => {
  for (const menu of all('.cc-menu[open]')) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape') return;
  for (const menu of all('.cc-menu[open]')) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});

// ---- Start ----------------------------------------------------------------------------------------------------------

function start(root) {
  for (const sent of all('[data-sent]', root)) store.drop(`${KEY}${sent.dataset.sent}#`);
  const sent = store.get(SENDING);
  if (!root.querySelector('[data-again]')) store.drop(SENDING); // what is to be sent again is still on its way
  if (sent && root.querySelector('.cc-done')) store.drop(sent);
  all('form[data-draft]', root).filter(form => !form.closest('fieldset[disabled]')).forEach(prepare);
  all('form', root).filter(form => form.querySelector('[data-send]')).forEach(once);
  all('[data-similar]', root).forEach(similar);
  all('time[data-moment]', root).forEach(local);
  all('time[datetime]:not([data-moment], [data-day])', root).forEach(relative);
  root.querySelector('[data-focus]')?.focus();
}

// <cocreate-fragment src="/community/cocreate/ideas.fragment?limit=5"> for pages that cannot include on the server.
// What stands inside it is shown until the ideas are there, and stays when they cannot be had.
customElements.define('cocreate-fragment', class extends HTMLElement {
  async connectedCallback() {
    const source = new URL(this.getAttribute('src') ?? '', document.baseURI);
    if (!this.hasAttribute('src') || source.origin !== location.origin) return;
    try {
      const reply = await fetch(source, { headers: { Accept: 'text/html' } });
      const fresh = reply.ok && parse(await reply.text()).querySelector('.cocreate');
      if (!fresh) return;
      this.replaceChildren(fresh);
      start(this);
    } catch { /* what is inside stays */ }
  }
});

start(document);
