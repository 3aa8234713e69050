// Keys of the chair's screen: n next, p previous, d decision, a action. The page works without this file.
document.addEventListener('keydown', (event) => {
  const typing = event.target.closest('input, textarea, select, [contenteditable]');
  if (typing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) {
    return;
  }
  event.preventDefault();
  if (target.tagName !== 'SUMMARY') {
    target.click();
    return;
  }
  target.parentElement.open = true;
  target.parentElement.querySelector('textarea, input:not([type=hidden])').focus();
});
