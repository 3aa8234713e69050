// The chair's screen: the discussion saves itself, other forms are sent without leaving the page, and keys with
// Alt and Shift: N next, P previous, L action in one line, D decision, A action, 1 to 9 an outcome. The page works
// without this file.
import { startLines } from './line.js';

const chair = document.querySelector('.pam-chair');
const notes = document.querySelector('form[data-notes]');
const box = notes?.elements.notes;
const PAUSE = 2000; // ms after the last key
const PARTS = ['recorded', 'forms', 'side']; // what another form's answer brings anew
const NOT_SAVED = 'Not saved: no connection';
const NOT_SENT = 'Not sent: no connection. What you typed is sent when the connection is back.';
const AGAIN = 5000; // ms until what met no connection is sent again
const LOOK = 1000; // ms between two questions about what another person wrote
const unsent = new Map(); // form: the button that was pressed
const onTheWay = new Map(); // form: what is being sent of it
const pressedAgain = new Map(); // form: the button that was pressed meanwhile, for something else
let opened = box?.value; // the text of the server that the box was typed over
let saving = null;
let timer;
let leaving = false;

document.addEventListener('keydown', (event) => {
  if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.code.replace('Key', '').toLowerCase())}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.tagName === 'FORM') {
    target.querySelector('input:not([type=hidden])').focus();
    return;
  }
  if (target.tagName !== 'SUMMARY') {
    target.click();
    return;
  }
  target.parentElement.open = true;
  target.parentElement.querySelector('textarea, input:not([type=hidden])')?.focus();
});

function say(words) {
  notes.querySelector('[data-saved]').textContent = words;
}

function unsaved() {
  return Boolean(box) && box.value.trim() !== opened.trim();
}

/** Puts `text` into the box where it differs; the cursor stays where the person types. */
function show(text) {
  const old = box.value;
  let start = 0;
  while (start < old.length && old[start] === text[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, text.length) - start && old.at(-1 - end) === text.at(-1 - end)) end += 1;
  box.setRangeText(text.slice(start, text.length - end), start, old.length - end, 'preserve');
}

function onPaper(text) {
  const paragraph = document.createElement('p');
  paragraph.className = 'govuk-body pam-typed';
  paragraph.dir = 'auto';
  paragraph.textContent = text;
  document.querySelector('[data-on-paper]').replaceChildren(paragraph);
}

function clash(theirs) {
  const panel = notes.querySelector('[data-clash]');
  panel.hidden = theirs === null;
  panel.querySelector('[data-theirs]').textContent = theirs ?? '';
}

async function send(keep) {
  const sent = box.value;
  const data = new FormData(notes);
  data.set('opened', opened);
  data.set('keep', keep);
  const headers = { Accept: 'application/json' };
  let answer;
  let kept;
  try {
    answer = await fetch(window.location.pathname, { method: 'POST', headers, body: data, redirect: 'manual' });
    const json = answer.headers.get('Content-Type')?.startsWith('application/json');
    kept = json ? await answer.json() : null;
  } catch {
    say(NOT_SAVED);
    soon(AGAIN);
    return false;
  }
  if (!answer.ok || !kept) {
    say(`Not saved. ${kept?.reason ?? 'Open this page in another tab to see why, then save again. Your text stays here.'}`);
    if (typeof kept?.theirs === 'string') clash(kept.theirs);
    return false;
  }
  clash(null);
  notes.elements.version.value = kept.version;
  if (kept.notes !== sent.trim() && box.value === sent) {
    show(kept.notes); // another person's words came with it
    opened = kept.notes;
  } else {
    // Typed on meanwhile: the next save is merged on what was sent, and brings the other person's words.
    opened = kept.notes === sent.trim() ? kept.notes : sent;
    if (opened !== kept.notes || unsaved()) soon();
  }
  onPaper(kept.notes);
  say(`Saved ${kept.at}`);
  return true;
}

/** Saves what is typed, one save after the other; whether all of it is saved. */
async function save(keep = '') {
  clearTimeout(timer);
  while (saving) await saving;
  if (!unsaved() && !keep) return true;
  say('Saving…');
  saving = send(keep).finally(() => { saving = null; });
  return saving;
}

async function saveAll() {
  for (let tries = 0; tries < 5; tries += 1) {
    if (!(await save())) return false;
    if (!unsaved()) return true;
  }
  return false;
}

/** Whether the discussion is saved and no line waits. */
async function everythingSent() {
  return (!lines || await lines.settled()) && saveAll();
}

function soon(pause = PAUSE) {
  clearTimeout(timer);
  timer = setTimeout(() => save(), pause);
}

box?.addEventListener('input', () => {
  say('Not saved yet');
  soon();
});
box?.addEventListener('blur', () => { if (unsaved()) save(); });
window.addEventListener('online', () => { if (unsaved()) save(); });

function typed(form) {
  return [...form.elements].some((field) => field.matches('textarea, input[type=text]') && field.value !== field.defaultValue);
}

function typedElsewhere() {
  return lines?.waits() || [...document.querySelectorAll('.pam-chair form')].some((form) => form !== notes && typed(form));
}

document.addEventListener('click', async (event) => {
  const link = event.target.closest('a[href]');
  if (!link || link.getAttribute('href').startsWith('#') || event.ctrlKey || event.metaKey || event.shiftKey && !event.altKey) return;
  if (!unsaved() && !saving && !lines?.waits()) return;
  event.preventDefault();
  if (await everythingSent() || link.dataset.again) {
    window.location.href = link.href; // a second press leaves all the same, once the browser has asked
    return;
  }
  link.dataset.again = 'true';
  box.scrollIntoView({ block: 'center' });
});

/** Sends what met no connection. The form carries the same number, so the server takes it once, whatever it had got. */
function sendAgain() {
  for (const [form, button] of [...unsent]) {
    unsent.delete(form);
    if (form.isConnected) form.requestSubmit(button);
  }
}

function later(form, button) {
  document.getElementById('sent').textContent = NOT_SENT;
  unsent.set(form, button);
  setTimeout(sendAgain, AGAIN);
}

window.addEventListener('online', sendAgain);
document.addEventListener('pam:unsent', (event) => {
  if (chair?.contains(event.target) && notes) later(event.target, event.detail);
});

function written(form, button) {
  return JSON.stringify([...new FormData(form, button)]);
}

/** What was pressed for while the form was being sent, sent after it. */
function sendPressed(form) {
  onTheWay.delete(form);
  const button = pressedAgain.get(form);
  if (!pressedAgain.delete(form) || unsent.has(form)) return;
  if (form.isConnected) form.requestSubmit(button);
  else if (button?.name) chair.querySelector(`[name="${CSS.escape(button.name)}"][value="${CSS.escape(button.value)}"]`)?.click();
}

/** What the page says after another form was sent: its parts are brought anew, the discussion stays as typed. */
function bring(html, form, typedOn) {
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  const there = fresh.querySelector('.pam-chair')?.dataset;
  if (there?.address && there.item !== chair.dataset.item) return { address: there.address };
  if (!there || PARTS.some((id) => !fresh.getElementById(id))) return false;
  const sent = form.closest('details')?.id;
  const others = [...document.querySelectorAll('#forms form')].filter((other) => (other !== form || typedOn)
    && (typed(other) || other !== form && other.contains(document.activeElement)));
  for (const id of PARTS) {
    const part = document.importNode(fresh.getElementById(id), true);
    for (const other of others) {
      const details = other.closest('details');
      part.querySelector(`#${CSS.escape(details.id)}`)?.replaceWith(details);
    }
    document.getElementById(id).replaceWith(part);
    document.dispatchEvent(new CustomEvent('htmx:afterSwap', { detail: { elt: part } }));
  }
  const wrong = document.getElementById(sent)?.querySelector('.govuk-error-message');
  const words = fresh.querySelector('.govuk-error-summary__body, .moj-alert, .govuk-notification-banner')?.textContent.trim().replace(/\s+/g, ' ');
  return { at: sent, wrong: Boolean(wrong), words: words ?? '', line: fresh.getElementById('line') };
}

function focusAfter(form, brought, pressed) {
  const details = document.getElementById(brought.at);
  if (brought.at === 'attendance') details.open = true;
  if (pressed?.name) {
    chair.querySelector(`[name="${CSS.escape(pressed.name)}"][value="${CSS.escape(pressed.value)}"]`)?.focus({ preventScroll: true });
    return;
  }
  if (!details) return;
  const target = brought.wrong ? details.querySelector('.govuk-form-group--error textarea, .govuk-form-group--error input') : details.querySelector('summary');
  target?.focus({ preventScroll: !brought.wrong });
}

const lineForm = notes && document.getElementById('line');
const lines = lineForm && startLines(lineForm, (html) => bring(html, lineForm, false));

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!chair || !chair.contains(form) || !notes) return;
  event.preventDefault();
  if (form === notes) {
    await save(event.submitter?.name === 'keep' ? event.submitter.value : '');
    return;
  }
  if (form === lineForm) {
    lines.send();
    return;
  }
  if (onTheWay.has(form)) {
    if (written(form, event.submitter) !== onTheWay.get(form)) pressedAgain.set(form, event.submitter);
    return;
  }
  onTheWay.set(form, written(form, event.submitter));
  const data = new FormData(form, event.submitter);
  const before = written(form);
  const status = document.getElementById('sent');
  status.textContent = 'Sending…';
  try {
    const answer = await fetch(form.getAttribute('action')?.startsWith('#') ? window.location.pathname : form.action, { method: 'POST', body: data });
    const html = await answer.text();
    const typedOn = written(form) !== before;
    const brought = bring(html, form, typedOn);
    if (brought.address) { // an item's outcome leads to the next one
      leaving = await everythingSent();
      if (leaving) window.location.href = brought.address;
    } else if (brought) {
      status.textContent = brought.words;
      focusAfter(form, brought, event.submitter);
    } else if (await saveAll()) {
      leaving = answer.ok;
      status.textContent = 'Not saved. Open this page in another tab to see why. What you typed stays here.';
      if (leaving && !typed(form)) window.location.href = answer.url;
    }
  } catch {
    later(form, event.submitter);
  } finally {
    sendPressed(form);
  }
});

window.addEventListener('beforeunload', (event) => {
  if (!leaving && (unsaved() || typedElsewhere())) event.preventDefault();
});

// What another person writes on the item comes by itself: asks once a second whether there is something, which costs the
// server next to nothing, and brings the parts anew. What is being typed here stays.
let etag = '';
let ticket = '';

/** Whether the person is at a button of a part that would be replaced under them. */
function isAtPart() {
  return ['recorded', 'side'].some((id) => document.getElementById(id).contains(document.activeElement));
}

const isBusy = () => saving || onTheWay.size || lines?.waits();

async function bringTheirs() {
  if (isAtPart()) return;
  const answer = await fetch(window.location.pathname, { headers: { 'HX-Request': 'true' } });
  if (!answer.ok || isBusy() || isAtPart()) return;
  const html = await answer.text();
  if (isBusy() || !bring(html, notes, false)) return;
  const theirs = new DOMParser().parseFromString(html, 'text/html').querySelector('form[data-notes]');
  if (!theirs || unsaved()) return; // typed here: the next save merges both
  show(theirs.elements.notes.value);
  opened = box.value;
  notes.elements.version.value = theirs.elements.version.value;
  onPaper(opened);
}

async function look() {
  const recorded = document.getElementById('recorded');
  let wait = document.hidden ? 5000 : LOOK;
  try {
    const headers = { 'HX-Request': 'true', 'X-Pam-Live': ticket };
    if (etag) headers['If-None-Match'] = etag;
    const answer = await fetch(recorded.dataset.now, { headers, redirect: 'manual', cache: 'no-store' });
    if ([401, 403, 404].includes(answer.status) || answer.type === 'opaqueredirect') return;
    if (answer.status === 200) {
      const mine = (await answer.json())[chair.dataset.item];
      const other = mine && (mine[1] !== recorded.dataset.written || String(mine[0]) !== notes.elements.version.value);
      if (other && !isBusy()) await bringTheirs();
      const now = document.getElementById('recorded');
      if (!other || now.dataset.written === mine[1]) { // else it is asked again
        etag = answer.headers.get('ETag') ?? '';
        ticket = answer.headers.get('X-Pam-Live') ?? '';
      }
    }
    wait = Math.max(wait, Number(answer.headers.get('X-Pam-Every') ?? 0));
  } catch {
    wait = AGAIN;
  }
  setTimeout(look, wait * (0.8 + Math.random() * 0.4));
}

if (chair && notes && document.getElementById('recorded')?.dataset.now) setTimeout(look, LOOK);

// Stock phrases go into the box that was typed in last.
const phrases = document.querySelector('[data-phrases]');
let typedIn = box;
if (phrases) phrases.hidden = false;
document.addEventListener('focusin', (event) => {
  if (event.target.matches('.pam-chair textarea, .pam-chair input[type=text]')) typedIn = event.target;
});
phrases?.addEventListener('click', (event) => {
  const { phrase } = event.target.closest('[data-phrase]')?.dataset ?? {};
  if (!phrase || !typedIn?.isConnected) return;
  const before = typedIn.value && !/\s$/.test(typedIn.value.slice(0, typedIn.selectionStart)) ? ' ' : '';
  typedIn.setRangeText(before + phrase, typedIn.selectionStart, typedIn.selectionEnd, 'end');
  typedIn.dispatchEvent(new Event('input', { bubbles: true }));
  typedIn.focus();
});
