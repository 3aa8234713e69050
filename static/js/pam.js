// Brings the components of GOV.UK and MoJ Frontend to life, also in parts of a page that htmx brings later.
// Every page works without this file.
import { CharacterCount, initAll as initGovuk } from '../vendor/govuk-frontend/govuk-frontend.min.js';
import { initAll as initMoj } from '../vendor/moj-frontend/moj-frontend.min.js';
import { startCopies } from './copy.js';
import { startCounts } from './counts.js';
import { startFind } from './find.js';
import { startKeys } from './keys.js';
import { startNamed } from './named.js';
import { startPages } from './pages.js';
import { startTags } from './tags.js';
import { startUploads } from './uploads.js';

const PHONE = window.matchMedia('(max-width: 48.0525em)');

// The server counts an emoji, or a sign of a rare script, as one character: so does the counter.
CharacterCount.prototype.updateCount = function updateCount() {
  this.count = [...this.$textarea.value].length;
};

/** Filters are open beside the results on a wide screen, and folded above them on a phone. */
function foldFilters(scope) {
  for (const filters of scope.querySelectorAll('[data-pam-filters]')) {
    filters.open = !PHONE.matches;
  }
}

/** Parts of a page that are open on a wide screen are folded on a phone, but for the one that a link names. */
function foldParts(scope) {
  for (const part of scope.querySelectorAll('[data-pam-fold=wide]')) {
    part.open = !PHONE.matches;
  }
}

function openNamedPart() {
  const named = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const part = named && named.closest('.pam-fold:not([open])');
  if (!part) return;
  part.open = true;
  part.scrollIntoView();
}

/** What is open on the screen is not always what should be on paper: charts print with their tables, folded parts whole. */
function openDetails() {
  for (const details of document.querySelectorAll('.pam-chart__table:not([open]), .pam-fold:not([open])')) {
    details.open = true;
    details.dataset.openedForPrint = '';
  }
}

function closeDetails() {
  for (const details of document.querySelectorAll('[data-opened-for-print]')) {
    details.open = false;
    delete details.dataset.openedForPrint;
  }
}

/** Which agencies something is for is asked once "named agencies" (Audience.NAMED in records/audience.py) is chosen. */
const NAMED = 'named';
function askForAgencies(scope) {
  for (const named of scope.querySelectorAll(`input[type=radio][name$=audience][value="${NAMED}"]`)) {
    const { form, name } = named;
    const box = form.querySelector(`input[name="${name.replace(/audience$/, 'agencies')}"]`);
    const group = box?.closest('.govuk-form-group');
    if (!group) continue;
    const show = () => { group.hidden = !named.checked; };
    form.addEventListener('change', show);
    show();
  }
}

/** On a phone the tabs are in one line that scrolls: the current one is brought into sight. */
function showCurrentTab() {
  for (const tab of document.querySelectorAll('.pam-tabs [aria-current]')) {
    const list = tab.closest('ul');
    list.scrollLeft = tab.offsetLeft + tab.offsetWidth - list.offsetLeft - list.clientWidth + 40;
  }
}

function start(scope) {
  initGovuk({ scope });
  initMoj({ scope });
  foldFilters(scope);
  foldParts(scope);
  askForAgencies(scope);
  startNamed(scope);
  startTags(scope);
  startUploads(scope);
  startCopies(scope);
}

start(document);
startFind();
startKeys();
startPages();
startCounts();
showCurrentTab();
openNamedPart();
window.addEventListener('hashchange', openNamedPart);
PHONE.addEventListener('change', () => { foldFilters(document); foldParts(document); });
window.addEventListener('beforeprint', openDetails);
window.addEventListener('afterprint', closeDetails);
document.addEventListener('htmx:afterSwap', (event) => start(event.detail.elt));
