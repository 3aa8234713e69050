// How far a job is: the page's own bar, fetched again every few seconds. Without this file the link on the page does the same.

const FIRST = 1000; // most jobs take little longer
const EVERY = 3000;

/** Fetches this page again; shows its bar, or the whole page once there is none. */
async function look() {
  const answer = await fetch(window.location.href, { credentials: 'same-origin' }).catch(() => null);
  if (answer && answer.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const now = page.getElementById('progress');
    if (!now) {
      window.location.reload();
      return;
    }
    document.getElementById('progress').replaceWith(now);
  }
  setTimeout(look, EVERY);
}

setTimeout(look, FIRST);
