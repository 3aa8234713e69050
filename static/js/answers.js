// The questions of an assessment: what is shown follows the answers immediately, as the server works it out, and y, n, d
// and a answer the question that holds the focus. The page works without this file.
import { singleKey } from './keys.js';

const form = document.querySelector('.pam-answers');
const KEYS = { y: 'yes', n: 'no', d: '?dont_know', a: '?not_asked' };
const PAUSE = 250; // ms after the last change
let timer;
let asked = 0;

/** Asks the server what is shown by the answers on the page; what is hidden keeps what was typed. */
async function follow() {
  const number = ++asked;
  try {
    const answer = await fetch(form.dataset.shown, { method: 'POST', body: new FormData(form), credentials: 'same-origin' });
    if (!answer.ok || number !== asked) return;
    const { hidden, sections } = await answer.json();
    for (const one of form.querySelectorAll('[data-question]')) one.hidden = hidden.includes(one.dataset.question);
    for (const one of form.querySelectorAll('[data-section]')) one.hidden = sections.includes(one.dataset.section);
  } catch { /* without a connection everything stays as it is */ }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(follow, PAUSE);
}

const shownQuestions = () => [...form.querySelectorAll('[data-question]')].filter((one) => one.offsetParent);

/** The first question shown that has choices and no answer yet. */
const unanswered = () => shownQuestions().find((one) => one.querySelector('[type=radio]') && !one.querySelector(':checked'));

/** The question of the focus; the first without an answer if the focus is elsewhere. */
function current() {
  const held = document.activeElement?.closest?.('[data-question]');
  return held ?? unanswered();
}

function press(event) {
  const value = KEYS[singleKey(event)];
  const one = value && current();
  const choice = one && [...one.querySelectorAll('[type=radio]')].find((radio) => radio.value === value);
  if (!choice) return;
  event.preventDefault();
  choice.click();
  const all = shownQuestions();
  const after = all.slice(all.indexOf(one) + 1);
  const next = after.find((other) => !other.querySelector(':checked')) ?? unanswered(); // what was shown meanwhile comes last
  (next ?? one).querySelector('input:not([type=hidden]), textarea, select')?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

if (form) {
  form.addEventListener('change', later);
  document.addEventListener('keydown', press);
  const keys = document.querySelector('[data-pam-answer-keys]');
  if (keys && document.body.dataset.singleKeys !== 'off') keys.hidden = false;
}
