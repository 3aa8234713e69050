// Files of a form: dropped onto its box, listed with their sizes, and sent with a bar for each. Without this file the browser
// sends the form itself.
const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

function listFiles(input, list) {
  list.replaceChildren(...[...input.files].map((file) => {
    const row = document.createElement('li');
    const name = document.createElement('bdi');
    const bar = document.createElement('progress');
    name.textContent = file.name;
    bar.max = Math.max(file.size, 1);
    bar.value = 0;
    bar.hidden = true;
    bar.setAttribute('aria-label', file.name);
    row.append(name, ` ${size(file.size)} `, bar);
    return row;
  }));
}

/** Bytes go one file after the other: `sent` of them fill the bars in that order. */
function showSent(list, sent) {
  let left = sent;
  for (const bar of list.querySelectorAll('progress')) {
    bar.hidden = false;
    bar.value = Math.min(Math.max(left, 0), bar.max);
    left -= bar.max;
  }
}

function show(page, address) {
  const fresh = new DOMParser().parseFromString(page, 'text/html');
  const main = fresh.querySelector('main');
  if (!main) return window.location.assign(address);
  document.querySelector('main').replaceWith(main);
  document.title = fresh.title;
  document.dispatchEvent(new CustomEvent('htmx:afterSwap', { detail: { elt: main } }));
  main.querySelector('.govuk-error-summary')?.focus();
  window.scrollTo(0, 0);
}

function send(form, button, list, said) {
  const request = new XMLHttpRequest();
  const again = (words) => {
    said.textContent = words;
    if (button) button.disabled = false;
    form.dataset.sending = '';
  };
  request.open('POST', form.action || window.location.href);
  request.setRequestHeader('X-Pam-Upload', '1');
  request.upload.addEventListener('progress', (event) => showSent(list, event.loaded));
  request.addEventListener('error', () => again('Not sent: no connection. Your files are still here: try again.'));
  request.addEventListener('load', () => {
    const to = request.getResponseHeader('X-Pam-Location');
    if (to) window.location.assign(to);
    else show(request.responseText, window.location.href);
  });
  request.send(new FormData(form, button));
  if (button) button.disabled = true;
  said.textContent = 'Sending…';
}

export function startUploads(scope) {
  for (const input of scope.querySelectorAll('form[enctype="multipart/form-data"] input[type=file]')) {
    const { form } = input;
    const list = document.createElement('ul');
    const said = document.createElement('p');
    list.className = 'govuk-list pam-uploads';
    said.className = 'govuk-body';
    said.setAttribute('role', 'status');
    input.after(list, said);
    input.addEventListener('change', () => listFiles(input, list));
    form.addEventListener('dragover', (event) => event.preventDefault());
    form.addEventListener('drop', (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
    form.addEventListener('submit', (event) => {
      if (event.defaultPrevented || !input.files.length) return;
      event.preventDefault();
      if (form.dataset.sending === 'yes') return;
      form.dataset.sending = 'yes';
      send(form, event.submitter, list, said);
    });
  }
}
