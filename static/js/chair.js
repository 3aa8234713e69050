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

// What was typed of the discussion is saved before another item is opened or another form is sent. If it can't be, the
// page says why, as for its own button. What else was typed and not sent: the browser asks before it is left.
const notes = document.querySelector('form[data-notes]');
let sending = null;

function changed(form) {
  return [...form.elements].some((field) => field.matches('textarea, input[type=text]') && field.value !== field.defaultValue);
}

async function saveNotes() {
  const answer = await fetch(notes.action, { method: 'POST', body: new FormData(notes) }).catch(() => null);
  if (!answer?.ok || !answer.redirected) {
    return false;
  }
  notes.elements.notes.defaultValue = notes.elements.notes.value;
  return true;
}

async function saveFirst(event, goOn) {
  event.preventDefault();
  if (await saveNotes()) {
    goOn();
  } else {
    notes.requestSubmit();
  }
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href]');
  if (link && notes && changed(notes) && !event.ctrlKey && !event.metaKey && !event.shiftKey && link.hash !== '#main-content') {
    saveFirst(event, () => { window.location.href = link.href; });
  }
});

document.addEventListener('submit', (event) => {
  sending = event.target;
  if (notes && event.target !== notes && changed(notes)) {
    saveFirst(event, () => event.target.requestSubmit(event.submitter));
  }
});

window.addEventListener('beforeunload', (event) => {
  if ([...document.querySelectorAll('.pam-chair form')].some((form) => form !== sending && changed(form))) {
    event.preventDefault();
  }
});
