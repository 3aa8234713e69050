// A text box with a list of what it finds: the ARIA combobox, https://www.w3.org/WAI/ARIA/apg/patterns/combobox/.
// Arrow keys move, Enter chooses, Escape closes; the focus stays in the box.
const PAUSE = 70; // ms after the last key: with the answer it stays below 150

/** Makes `box` open `list`. `ask(text, signal)` fills it with elements of role "option" and answers with what is said
 *  about it; `choose(option)` is called for the one that is chosen. Less than `least` signs ask nothing. */
export function combobox(box, list, { ask, choose, least = 2 }) {
  const status = document.createElement('div');
  status.className = 'govuk-visually-hidden';
  status.setAttribute('role', 'status');
  list.after(status);
  let timer = 0;
  let asked = null;
  const options = () => [...list.querySelectorAll('[role=option]')];
  const active = () => list.querySelector('[role=option][aria-selected=true]');

  function mark(option) {
    active()?.setAttribute('aria-selected', 'false');
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) box.setAttribute('aria-activedescendant', option.id);
    else box.removeAttribute('aria-activedescendant');
  }

  function close() {
    clearTimeout(timer);
    asked?.abort();
    mark(null);
    list.hidden = true;
    box.setAttribute('aria-expanded', 'false');
  }

  async function look() {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const words = await ask(box.value.trim(), signal);
      if (signal.aborted) return;
      options().forEach((option, n) => {
        option.id = `${list.id}-${n}`;
        option.setAttribute('aria-selected', 'false');
      });
      box.removeAttribute('aria-activedescendant');
      list.hidden = false;
      box.setAttribute('aria-expanded', 'true');
      status.textContent = words;
    } catch (error) {
      if (error.name !== 'AbortError') close();
    }
  }

  box.setAttribute('role', 'combobox');
  box.setAttribute('aria-autocomplete', 'list');
  box.setAttribute('aria-controls', list.id);
  box.setAttribute('aria-expanded', 'false');
  box.addEventListener('input', () => {
    clearTimeout(timer);
    if (box.value.trim().length < least) close();
    else timer = setTimeout(look, PAUSE);
  });
  box.addEventListener('keydown', (event) => {
    const all = options();
    if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && all.length && !list.hidden) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const at = all.indexOf(active());
      mark(all[at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length]);
    } else if (event.key === 'Enter' && !list.hidden && active()) {
      event.preventDefault();
      choose(active());
    }
  });
  list.addEventListener('mousedown', (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener('click', (event) => {
    const option = event.target.closest('[role=option]');
    if (option) choose(option, event);
  });
  box.addEventListener('blur', () => setTimeout(close, 100));
  return { close };
}
