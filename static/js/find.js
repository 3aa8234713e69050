// The one box to find everything: results as one types, / and Ctrl-K go to it. Without this file it is a form that searches.
import { combobox } from './combobox.js';
import { singleKey } from './keys.js';

/** Whether the key goes to the box: Ctrl-K or ⌘K anywhere, and "/" as a single key. */
function goesToBox(event) {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.defaultPrevented) return event.key.toLowerCase() === 'k' && !event.shiftKey;
  return singleKey(event) === '/';
}

export function startFind() {
  const form = document.querySelector('[data-pam-find]');
  if (!form) return;
  const box = form.querySelector('input');
  const opener = document.querySelector('.pam-find__open');
  const list = document.createElement('div');
  let note = '';
  list.id = 'find-list';
  list.className = 'pam-suggestions';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'What was found');
  list.hidden = true;
  form.append(list);

  combobox(box, list, {
    async ask(text, signal) {
      const address = new URL(form.dataset.pamFind, window.location.href);
      address.searchParams.set('q', text);
      if (note) address.searchParams.set('note', note);
      const answer = await fetch(address, { signal, redirect: 'error' });
      if (!answer.ok) throw new Error('nothing found');
      const found = new DOMParser().parseFromString(await answer.text(), 'text/html').body.firstElementChild;
      note = found.dataset.note;
      list.replaceChildren(found);
      return found.dataset.said;
    },
    choose(option, event) {
      if (!event) option.click(); // a link: the browser goes there
    },
  });

  function open() {
    form.classList.add('pam-find--open');
    opener?.setAttribute('aria-expanded', 'true');
    box.focus();
    box.select();
  }
  opener?.setAttribute('aria-expanded', 'false');
  opener?.setAttribute('role', 'button');
  opener?.addEventListener('click', (event) => {
    event.preventDefault();
    open();
  });
  document.addEventListener('keydown', (event) => {
    if (!goesToBox(event)) return;
    event.preventDefault();
    open();
  });
}
