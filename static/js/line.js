// The secretary's line: what is sent leaves the box immediately and waits below it for its turn, so that the next one can be
// typed while the last is on its way. Each goes with a number of its own, which the answer before it brought: the server
// takes it once. One that is refused comes back into the box, or says why below it while another is being typed. After "@" the
// box suggests who can own the action.
import { combobox } from './combobox.js';

const AGAIN = 5000; // ms until what met no connection is sent again
const NOT_SENT = 'Not sent: no connection. Your lines below are sent when the connection is back.';
const NOT_READ = 'Not saved. Open this page in another tab to see why. Your lines stay here.';
const NAMED = /(?:^|\s)@([^\s@]*)$/; // the name that is being typed, up to the cursor

/** Takes over `form`. `took(html)` brings what the server answered to the page: false where that is another page.
 *  Answers with what waits(), send(), and settled(): whether none waits once what is on its way has arrived. */
export function startLines(form, took) {
  const box = form.elements.line;
  const list = form.querySelector('[data-line-waiting]');
  const said = form.querySelector('[data-line-said]');
  const waiting = []; // { words, wrong: why it was refused }
  let back = null; // the one that was refused and is in the box again: why stays below it until the box is changed
  let sending = null;
  let timer;

  function tell(words, wrong = false) {
    said.textContent = words;
    said.classList.toggle('govuk-error-message', wrong);
    said.classList.toggle('pam-quiet', !wrong);
  }

  function say(words, wrong = false) {
    const refused = back && box.value.trim() === back.words;
    tell(refused ? `Not added: ${back.wrong}` : words, Boolean(refused || wrong));
  }

  function rowOf(one) {
    const row = document.createElement('li');
    row.dir = 'auto';
    row.textContent = one.wrong ? `${one.words} (${one.wrong}) ` : one.words;
    if (!one.wrong) return row;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'govuk-button govuk-button--secondary pam-button--inline';
    button.textContent = 'Change it';
    button.addEventListener('click', () => giveBack(one));
    row.append(button);
    return row;
  }

  function show() {
    list.replaceChildren(...waiting.map(rowOf));
    list.hidden = !waiting.length;
  }

  /** Puts what was refused back into the box, unless another line is being typed there. */
  function giveBack(one) {
    if (box.value.trim()) {
      tell('Send or clear the line in the box first.', true);
      return;
    }
    waiting.splice(waiting.indexOf(one), 1);
    back = one;
    box.value = one.words;
    say('');
    show();
    box.focus();
  }

  const next = () => waiting.find((one) => !one.wrong);

  /** Sends one; whether others can follow. */
  async function sendOne(one) {
    const data = new FormData(form);
    data.set('line', one.words);
    let html;
    try {
      const answer = await fetch(window.location.pathname, { method: 'POST', body: data });
      html = await answer.text();
    } catch {
      tell(NOT_SENT, true);
      clearTimeout(timer);
      timer = setTimeout(pump, AGAIN);
      return false;
    }
    const brought = took(html);
    if (!brought) {
      tell(NOT_READ, true);
      one.wrong = 'not saved';
      show();
      return false;
    }
    const { line } = brought;
    for (const name of ['csrfmiddlewaretoken', 'form_number']) {
      if (line?.elements[name]) form.elements[name].value = line.elements[name].value;
    }
    const wrong = line?.querySelector('.govuk-error-message')?.textContent.replace('Error:', '').trim();
    say(wrong || brought.words, Boolean(wrong));
    if (!line || line.elements.line.value) { // refused, or the page was from before the last sign-in
      one.wrong = wrong || 'not saved';
      show();
      if (!box.value.trim()) giveBack(one);
      return true;
    }
    waiting.splice(waiting.indexOf(one), 1);
    show();
    return true;
  }

  async function all() {
    say('Sending…');
    while (next() && await sendOne(next()));
    sending = null;
  }

  function pump() {
    if (next() && form.isConnected) sending ??= all();
  }

  window.addEventListener('online', pump);
  suggestOwners(form, box);
  return {
    waits: () => waiting.length > 0,
    async settled() {
      await sending;
      return !waiting.length;
    },
    send() {
      const words = box.value.trim();
      back = null;
      if (words) {
        waiting.push({ words });
        box.value = '';
        show();
      } else if (!waiting.length) {
        tell('Type the action', true);
      }
      box.focus();
      pump();
    },
  };
}

function option(words) {
  const row = document.createElement('li');
  row.className = 'pam-suggestions__option';
  row.setAttribute('role', 'option');
  row.dir = 'auto';
  row.textContent = words;
  return row;
}

/** Suggests agencies, teams and people for the name after "@". Enter takes one only where an arrow key marked it. */
function suggestOwners(form, box) {
  const list = document.createElement('ul');
  list.id = 'pam-line-owners';
  list.className = 'pam-suggestions';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Who can own the action');
  list.hidden = true;
  box.parentElement.classList.add('pam-line__box');
  box.after(list);
  const typing = () => box.value.slice(0, box.selectionStart).match(NAMED)?.[1] ?? '';
  const { close } = combobox(box, list, {
    least: 2,
    async ask(text, signal) {
      const typed = typing();
      if (typed.length < 2) {
        list.replaceChildren();
        throw new DOMException('no name is typed', 'NotFoundError'); // closes the list
      }
      const address = new URL(form.dataset.owners, window.location.href);
      address.searchParams.set('q', typed.replace(/[-._]+/g, ' '));
      const answer = await fetch(address, { signal, redirect: 'error' });
      if (!answer.ok) throw new Error('no suggestions');
      const { groups } = await answer.json();
      const found = groups.flatMap((group) => group.found);
      if (!found.length) throw new Error('none');
      list.replaceChildren(...found.map((one) => option(one.words)));
      list.querySelectorAll('li').forEach((row, n) => { row.dataset.name = found[n].name; });
      return `${found.length} found`;
    },
    choose(row) {
      const typed = typing();
      const end = box.selectionStart;
      const name = `"${row.dataset.name}" `;
      box.setRangeText(name, end - typed.length, end, 'end');
      close();
      box.focus();
    },
  });
}
