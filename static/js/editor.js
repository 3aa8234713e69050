// The editor of frameworks: Alt and the arrow keys, and dragging a line of the outline, move a row.
const arrange = document.querySelector('[data-arrange]');
document.addEventListener('keydown', (event) => {
  if (!arrange || !event.altKey || event.ctrlKey || event.metaKey) return;
  const what = { ArrowUp: 'up', ArrowDown: 'down' }[event.key];
  const button = what && arrange.querySelector(`button[value=${what}]`);
  if (!button) return;
  event.preventDefault();
  arrange.requestSubmit(button);
});

const placing = document.querySelector('#placing');
const listOf = (line) => line.dataset.row.slice(0, line.dataset.row.lastIndexOf('.'));
let dragged = null;
const lines = [...document.querySelectorAll('[data-row]')];
for (const line of lines) {
  line.draggable = true;
  line.addEventListener('dragstart', (event) => {
    dragged = line;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', '');
  });
  line.addEventListener('dragover', (event) => {
    if (!dragged || listOf(line) !== listOf(dragged)) return;
    event.preventDefault();
    line.classList.add('pam-editor__line--over');
  });
  line.addEventListener('dragleave', () => line.classList.remove('pam-editor__line--over'));
  line.addEventListener('drop', (event) => {
    event.preventDefault();
    const siblings = lines.filter((one) => listOf(one) === listOf(line));
    placing.elements.item.value = dragged.dataset.row;
    placing.elements.to.value = siblings.indexOf(line);
    if (line !== dragged) placing.requestSubmit();
  });
}

// The answers of the chosen question are offered beside it.
for (const group of document.querySelectorAll('[data-condition]')) {
  const offer = (select) => {
    const box = document.getElementById(select.id.replace(/subject$/, 'answer'));
    const list = [...group.querySelectorAll('[data-answers]')].find((one) => one.dataset.answers === select.value);
    if (list) box.setAttribute('list', list.id); else box.removeAttribute('list');
  };
  for (const select of group.querySelectorAll('select[name$=subject]')) {
    select.addEventListener('change', () => offer(select));
    offer(select);
  }
}
