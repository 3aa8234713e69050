// Warns some minutes before the session ends by the clock, and keeps it going when asked. What was typed stays on the page.
const dialog = document.querySelector('dialog[data-session]');
const [title, words] = ['#session-title', '#session-words'].map((one) => dialog.querySelector(one));
const stay = dialog.querySelector('[data-session-stay]');
const signIn = dialog.querySelector('[data-session-sign-in]');
const WARN = Math.min(300, Number(dialog.dataset.idle) / 3); // seconds before the end
const AGAIN = 15; // seconds between two questions while the warning is shown: a click in another tab ends it
let timer;

/** What is left of the session: {seconds, can_stay}; null once it is over; undefined if there was no answer. */
async function ask(method) {
  const headers = { 'HX-Request': 'true' }; // no click: asking keeps no session alive
  if (method === 'POST') headers['X-CSRFToken'] = dialog.querySelector('[name=csrfmiddlewaretoken]').value;
  try {
    const answer = await fetch(dialog.dataset.session, { method, headers, redirect: 'manual' });
    return answer.ok ? await answer.json() : null;
  } catch {
    return undefined;
  }
}

function wait(seconds) {
  clearTimeout(timer);
  timer = setTimeout(() => look('GET'), Math.max(seconds, 1) * 1000);
}

function show() {
  if (!dialog.open) dialog.showModal();
}

function warn({ seconds, can_stay: canStay }) {
  const minutes = Math.max(Math.round(seconds / 60), 1);
  const left = `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  title.textContent = 'You will be signed out soon';
  words.textContent = canStay
    ? `You have not used pam for a while. You will be signed out in ${left}.`
    : `You have been signed in for a long time. You will be signed out in ${left}. Save your work now.`;
  stay.hidden = !canStay;
  signIn.hidden = true;
  show();
}

function over() {
  clearTimeout(timer);
  title.textContent = 'You have been signed out';
  words.textContent = 'What you typed is still on this page. Sign in again in a new tab, then come back here and save it.';
  stay.hidden = true;
  signIn.hidden = false;
  show();
}

async function look(method) {
  const left = await ask(method);
  if (left === undefined) return wait(AGAIN);
  if (left === null) return over();
  if (left.seconds <= WARN) {
    if (method === 'GET' && !closed) warn(left);
    return wait(Math.min(AGAIN, left.seconds + 1));
  }
  closed = false;
  if (dialog.open) dialog.close();
  return wait(left.seconds - WARN);
}

let closed = false; // the warning was read and put away; the end itself is said all the same
dialog.addEventListener('close', () => { closed = true; });
stay.addEventListener('click', () => look('POST'));
document.addEventListener('visibilitychange', () => { if (!document.hidden) look('GET'); });
wait(Number(dialog.dataset.idle) - WARN);
