// On a document's page: the arrow keys turn its pages, but not while its picture is scrolled sideways with them.
import { singleKey } from './keys.js';

export function startPages() {
  document.addEventListener('keydown', (event) => {
    const paper = document.activeElement?.closest('.pam-paper');
    if (paper && paper.scrollWidth > paper.clientWidth) return;
    document.querySelector(`[data-pam-page="${CSS.escape(singleKey(event))}"]`)?.click();
  });
}
