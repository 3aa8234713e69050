// A part of a page that renews itself: asks twice a second what is new, and is answered "nothing" most times. Clocks
// tick in the browser. On the chair's tablet one key presses one button. The page works without this file, by reload.
const place = document.querySelector('[data-live]');
const state = document.querySelector('[data-live-state]');
const EVERY = 500; // ms
const HIDDEN = 5000; // ms, while no one looks at the page
const LONG = 8000; // ms: a connection that answers nothing is none
const LOST = 3000; // ms without an answer until it is said
let etag = '';
let ticket = '';
let ahead = 0; // of the server's clock before this one's, in ms
let answered = Date.now();
let changed = new Date();
let ended = false;

const clock = (moment) => moment.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

function say(words) {
  if (state && state.textContent !== words) state.textContent = words;
}

function minutes(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}

/** How long the room is at its item, and when the meeting ends if the rest takes as long as planned. */
function tick() {
  if (!ended && Date.now() - answered > LOST) say(`Connection lost ${clock(new Date(answered))}. Last change ${clock(changed)}.`);
  const of = place.querySelector('[data-clock]');
  if (!of) return;
  const now = Date.now() + ahead;
  const spent = Number(of.dataset.spent) + Math.max(0, (now - Date.parse(of.dataset.since)) / 1000);
  const planned = Number(of.dataset.planned) * 60;
  of.querySelector('[data-elapsed]').textContent = minutes(spent);
  of.classList.toggle('pam-room__over', planned > 0 && spent > planned);
  const rest = Math.max(0, planned - spent) + Number(of.dataset.left) * 60;
  place.querySelector('[data-ends]').textContent = clock(new Date(now + rest * 1000));
}

async function show(answer) {
  etag = answer.headers.get('ETag') ?? '';
  ticket = answer.headers.get('X-Pam-Live') ?? '';
  const at = Date.parse(answer.headers.get('Date') ?? '');
  if (at) ahead = at - Date.now();
  const html = await answer.text();
  const fresh = document.createElement('template');
  fresh.innerHTML = html;
  if (place.innerHTML !== fresh.innerHTML) {
    place.replaceChildren(fresh.content);
    changed = new Date();
  }
  tick();
}

async function ask() {
  let wait = document.hidden ? HIDDEN : EVERY;
  try {
    const headers = { 'HX-Request': 'true', 'X-Pam-Live': ticket }; // no click: asking keeps no session alive
    if (etag) headers['If-None-Match'] = etag;
    const answer = await fetch(place.dataset.live, { headers, redirect: 'manual', cache: 'no-store', signal: AbortSignal.timeout(LONG) });
    if (answer.type === 'opaqueredirect' || [401, 403, 404].includes(answer.status)) {
      ended = true;
      place.replaceChildren();
      say('You can no longer follow this meeting here. Open the page again to see why.');
      return;
    }
    if (answer.status === 200) await show(answer);
    if (answer.ok || answer.status === 304) {
      answered = Date.now();
      say(`Connected. Last change ${clock(changed)}.`);
    }
    wait = Math.max(wait, Number(answer.headers.get('X-Pam-Every') ?? 0));
  } catch {
    wait = 2 * EVERY;
  }
  setTimeout(ask, wait * (0.8 + Math.random() * 0.4));
}

if (place) {
  document.querySelector('[data-live-reload]').hidden = true;
  document.addEventListener('visibilitychange', () => { if (!document.hidden) tick(); });
  setInterval(tick, 1000);
  tick();
  ask();
}

if (document.querySelector('[data-keys]') && document.body.dataset.singleKeys !== 'off') {
  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    if (event.target.closest('input, textarea, select, [contenteditable]')) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.tagName !== 'SUMMARY') {
      target.click();
      return;
    }
    target.parentElement.open = true;
    target.parentElement.querySelector('textarea, input:not([type=hidden])')?.focus();
  });
}
