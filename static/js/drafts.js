// Keeps what is typed into a form on the server, two seconds after the last key, until it is sent. Nothing is kept
// in the browser: the device may be shared. A form that is not kept says so, and leaving it asks.
const PAUSE = 2000; // ms after the last key
const LONGEST = 15000; // ms of typing without a pause
const AGAIN = 5000; // ms until it is tried again
const LONG = 10000; // ms: a connection that answers nothing is none
const KEEPALIVE = 60000; // bytes that a browser sends on after a page is left
const NO_CONNECTION = 'no connection';
const TOO_LONG = 'Not sent: this is too long to send. Your words are still here. Shorten them, or add them as a document.';
const NEVER = new Set(['csrfmiddlewaretoken', 'form_number']);
const states = new Map();

function stateOf(form) {
  if (!states.has(form)) states.set(form, { changed: 0, kept: 0, timer: 0, since: 0, saving: null, why: '', sent: false });
  return states.get(form);
}

const unkept = (state) => state.changed > state.kept && !state.sent;

function say(form, words) {
  let place = form.querySelector(':scope > .pam-draft');
  if (!place) {
    place = document.createElement('p');
    place.className = 'govuk-body-s pam-draft';
    place.setAttribute('role', 'status');
    form.append(place);
  }
  if (place.textContent !== words) place.textContent = words;
  place.classList.toggle('pam-draft--not', words.startsWith('Not '));
}

/** Everything that was typed and chosen, as [[name, text], …]: no files, passwords, tokens. */
function typed(form) {
  const secret = new Set([...form.querySelectorAll('[type=password]')].map((box) => box.name));
  return [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !NEVER.has(name) && !secret.has(name));
}

/** Whether the server would refuse to read it: as many bytes as a browser sends of it, without files. */
function tooLong(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => typeof value === 'string');
  const sent = pairs.map(([name, value]) => [name, value.replace(/\r?\n/g, '\r\n')]);
  const parts = form.enctype === 'multipart/form-data' ? sent.map(([name, value]) => name + value + '..') : [new URLSearchParams(sent).toString()];
  return new Blob(parts).size > Number(form.dataset.pamDraftMost);
}

/** The token of this moment: signing in again in another tab changes it. */
function token(form) {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/);
  return cookie ? cookie[1] : form.elements.csrfmiddlewaretoken.value;
}

async function send(form, last) {
  const body = new URLSearchParams({
    csrfmiddlewaretoken: token(form),
    draft: form.dataset.pamDraft,
    number: form.elements.form_number?.value ?? '',
    values: JSON.stringify(typed(form)),
  });
  if (body.toString().length > Number(form.dataset.pamDraftMost)) return { why: 'this is too long to be kept before you send it' };
  const keepalive = last && body.toString().length < KEEPALIVE;
  try {
    const answer = await fetch(form.dataset.pamDraftTo, { method: 'POST', body, redirect: 'manual', keepalive, signal: AbortSignal.timeout(LONG) });
    if (answer.type === 'opaqueredirect') return { why: 'you have been signed out. Sign in again in a new tab, then come back here' };
    const json = answer.headers.get('Content-Type')?.startsWith('application/json') ? await answer.json() : {};
    if (answer.ok && json.at) return json;
    if (answer.status === 403 && !json.why) return { why: 'you signed in again since you opened this page. Send the form: it comes back filled' };
    return { why: json.why ?? 'sorry, there is a problem with pam', again: answer.status === 429 || answer.status >= 500 };
  } catch {
    return { why: NO_CONNECTION, again: true };
  }
}

/** Keeps what the form holds now; resolves once that is done or was refused. */
async function keep(form, last = false) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  if (state.saving && !last) await state.saving;
  if (!unkept(state) || !form.isConnected) return;
  const now = state.changed;
  state.since = 0;
  if (!state.why) say(form, 'Saving…');
  state.saving = send(form, last);
  const { at, why = '', again } = await state.saving;
  state.saving = null;
  state.why = why;
  if (!why) {
    state.kept = Math.max(state.kept, now);
    say(form, `Saved at ${at} as a draft. It has not been sent.`);
  } else {
    const then = again ? 'pam will try again.' : 'Your words are still here.';
    say(form, `Not saved: ${why}. ${then}`.replace('..', '.'));
    if (again) state.timer = setTimeout(keep, AGAIN, form);
  }
}

function changed({ target }) {
  const form = target.closest?.('form[data-pam-draft]:not([data-pam-draft="no"])');
  if (!form || target.type === 'file' || target.type === 'password') return;
  const state = stateOf(form);
  state.changed += 1;
  state.since ||= Date.now();
  if (state.why === NO_CONNECTION) return; // it is being tried again already
  clearTimeout(state.timer);
  state.timer = setTimeout(keep, Math.min(PAUSE, Math.max(0, state.since + LONGEST - Date.now())), form);
}

/** A form is kept before it is sent, so that no lost connection takes it; without one it stays where it is. */
async function beforeSending(event) {
  const form = event.target;
  const state = states.get(form);
  if (!state || event.defaultPrevented) return;
  if (state.leaving) {
    event.preventDefault(); // a second press while the first one is on its way
    event.stopImmediatePropagation();
    return;
  }
  if (tooLong(form)) { // the server would not read it, and the page that says so has no words
    event.preventDefault();
    event.stopImmediatePropagation();
    say(form, TOO_LONG);
    return;
  }
  if (!unkept(state) && navigator.onLine) {
    sending(state);
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  state.leaving = true;
  state.sent = false; // it may be on its way: without a connection no one knows
  state.why = '';
  state.changed += 1;
  await keep(form);
  state.leaving = false;
  if (state.why === NO_CONNECTION) {
    say(form, 'Not sent: no connection. Your words are still here. Try again when you have a connection.');
    form.dispatchEvent(new CustomEvent('pam:unsent', { bubbles: true, detail: event.submitter }));
    return;
  }
  sending(state);
  await new Promise((next) => { setTimeout(next); }); // a browser ignores it while the first one is still being told
  form.requestSubmit(event.submitter);
}

function sending(state) {
  clearTimeout(state.timer);
  state.sent = true;
  setTimeout(() => { state.sent = false; }, 10000); // an answer that does not leave the page
}

const everyUnkept = () => [...states].filter(([form, state]) => form.isConnected && unkept(state));

document.addEventListener('input', changed);
document.addEventListener('change', changed);
document.addEventListener('submit', beforeSending, { capture: true });
window.addEventListener('online', () => everyUnkept().forEach(([form]) => keep(form)));
document.addEventListener('visibilitychange', () => { if (document.hidden) everyUnkept().forEach(([form]) => keep(form, true)); });
window.addEventListener('pagehide', () => everyUnkept().forEach(([form]) => keep(form, true)));
window.addEventListener('beforeunload', (event) => {
  if (!everyUnkept().length) return;
  everyUnkept().forEach(([form]) => keep(form, true));
  event.preventDefault();
});
