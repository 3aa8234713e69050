// Tags to choose from below the box: a press adds one or takes it out. Without this file they are typed.
const typed = (box) => box.value.split(',').map((tag) => tag.trim()).filter(Boolean);
const same = (one, other) => one.toLocaleLowerCase() === other.toLocaleLowerCase();

function offer(box) {
  const line = document.createElement('div');
  line.className = 'pam-tags';
  line.setAttribute('role', 'group');
  line.setAttribute('aria-label', 'Tags to choose from');
  const show = () => {
    const now = typed(box);
    for (const button of line.children) {
      button.setAttribute('aria-pressed', String(now.some((tag) => same(tag, button.textContent))));
    }
  };
  for (const tag of JSON.parse(box.dataset.tags)) {
    const button = document.createElement('button');
    button.type = 'button';
    button.dir = 'auto';
    button.textContent = tag;
    button.addEventListener('click', () => {
      const now = typed(box);
      const rest = now.filter((one) => !same(one, tag));
      box.value = (rest.length < now.length ? rest : [...now, tag]).join(', ');
      box.dispatchEvent(new Event('input', { bubbles: true }));
    });
    line.append(button);
  }
  box.addEventListener('input', show);
  box.after(line);
  show();
}

/** Offers tags below each box of `scope` that names some. */
export function startTags(scope) {
  for (const box of scope.querySelectorAll('input[data-tags]')) offer(box);
}
