// Keys without Ctrl or Alt: in a list j and k go from row to row, x ticks one, e changes those ticked, + adds, ? says them all.
// They do nothing for a person who turned them off (data-single-keys="off" on the body; WCAG 2.1.4), nor in a box.
const TYPED_INTO = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=textbox], dialog[open]';
const ROWS = '.pam-rows tbody tr';

/** The key of `event` if it is a shortcut of a single key, else "". */
export function singleKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || event.isComposing) return '';
  if (document.body.dataset.singleKeys === 'off' || event.target.closest?.(TYPED_INTO)) return '';
  return event.key;
}

/** The row that holds the focus, or -1. */
const rowOf = (rows) => rows.findIndex((row) => row.contains(document.activeElement));

function goTo(by) {
  const rows = [...document.querySelectorAll(ROWS)];
  const now = rowOf(rows);
  const row = rows[now < 0 ? 0 : Math.min(Math.max(now + by, 0), rows.length - 1)];
  row?.querySelector('th a, a')?.focus();
  row?.scrollIntoView({ block: 'nearest' });
  return Boolean(row);
}

function tick() {
  const rows = [...document.querySelectorAll(ROWS)];
  const box = rows[rowOf(rows)]?.querySelector('.pam-tick');
  box?.click();
  return Boolean(box);
}

function showKeys() {
  const dialog = document.getElementById('keys-dialog');
  if (!dialog?.showModal) return false;
  dialog.showModal();
  return true;
}

const DEEDS = {
  j: () => goTo(1),
  k: () => goTo(-1),
  x: tick,
  e: () => Boolean(document.querySelector('.pam-tick:checked')) && (document.querySelector('.pam-many button')?.click(), true),
  '?': showKeys,
  '+': () => Boolean(document.querySelector('.pam-header__add')) && (document.querySelector('.pam-header__add').click(), true),
};

export function startKeys() {
  document.addEventListener('keydown', (event) => {
    if (DEEDS[singleKey(event)]?.()) event.preventDefault();
  });
  document.querySelector('[data-pam-keys]')?.addEventListener('click', (event) => {
    if (showKeys()) event.preventDefault();
  });
}
