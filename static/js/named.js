// People are found by typing: suggestions below the box in place of its button "Find".
import { combobox } from './combobox.js';

let count = 0;

function line(found) {
  const option = document.createElement('li');
  option.className = 'pam-suggestions__option';
  option.setAttribute('role', 'option');
  option.dataset.key = found.key;
  option.dir = 'auto';
  option.textContent = found.words;
  return option;
}

function heading(words) {
  const group = document.createElement('li');
  group.className = 'pam-suggestions__group';
  group.setAttribute('role', 'presentation');
  group.textContent = words;
  return group;
}

function enhance(place) {
  const box = place.querySelector('input[type=text]');
  const key = place.querySelector('input[type=hidden]');
  const list = document.createElement('ul');
  count += 1;
  list.id = `pam-named-${count}`;
  list.className = 'pam-suggestions';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'People who can be chosen');
  list.hidden = true;
  box.parentElement.after(list);
  for (const button of place.querySelectorAll('button')) button.remove();
  const set = (value) => {
    key.value = value;
    key.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const box_ = combobox(box, list, {
    async ask(text, signal) {
      const address = new URL(place.dataset.pamNamed, window.location.href);
      address.searchParams.set('q', text);
      const answer = await fetch(address, { signal, redirect: 'error' });
      if (!answer.ok) throw new Error('no suggestions');
      const { groups, more, words } = await answer.json();
      const several = groups.length > 1;
      list.replaceChildren(...groups.flatMap((group) => [...(several ? [heading(group.label)] : []), ...group.found.map(line)]));
      if (more || !groups.length) list.append(heading(words));
      return words;
    },
    choose(option) {
      box.value = option.textContent;
      set(option.dataset.key);
      place.querySelector('.pam-named__found')?.remove();
      box_.close();
    },
  });
  box.addEventListener('input', () => { if (key.value) set(''); });
  for (const radio of place.querySelectorAll('[type=radio]')) {
    radio.addEventListener('change', () => {
      box.value = place.querySelector(`label[for="${radio.id}"]`).textContent;
      set(radio.value);
    });
  }
}

/** Gives each box for people in `scope` its suggestions. */
export function startNamed(scope) {
  for (const place of scope.querySelectorAll('[data-pam-named]:not([data-started])')) {
    place.dataset.started = '';
    enhance(place);
  }
}
