// The order of an agenda: Alt and the arrow keys move the item that has the focus, dragging puts it elsewhere.
const list = document.querySelector('[data-order]');
const lines = list ? [...list.children] : [];

/** Sends where `line` goes: "up", "down", or the number of a place. */
function send(line, to) {
  const form = line.querySelector('form');
  const button = document.createElement('button');
  button.name = 'to';
  button.value = to;
  button.hidden = true;
  form.append(button);
  form.requestSubmit(button);
}

list?.addEventListener('keydown', (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const line = event.target.closest('[data-order] > li');
  const to = { ArrowUp: 'up', ArrowDown: 'down' }[event.key];
  if (!line || !to) return;
  event.preventDefault();
  send(line, to);
});

let dragged = null;
for (const line of lines) {
  line.draggable = true;
  line.tabIndex = 0;
  line.addEventListener('dragstart', (event) => {
    dragged = line;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', '');
  });
  line.addEventListener('dragover', (event) => {
    if (!dragged) return;
    event.preventDefault();
    line.classList.add('pam-agenda__item--over');
  });
  line.addEventListener('dragleave', () => line.classList.remove('pam-agenda__item--over'));
  line.addEventListener('drop', (event) => {
    event.preventDefault();
    if (dragged && line !== dragged) send(dragged, String(lines.indexOf(line) + 1));
  });
}
if (window.location.hash.startsWith('#item-')) document.getElementById(window.location.hash.slice(1))?.focus();
