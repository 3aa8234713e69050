// A button that copies what is beside it: to be pasted into another system. Without this file the text can be marked by hand.

/** Shows each copy button of `scope`, where the browser lets a page copy. */
export function startCopies(scope) {
  if (!navigator.clipboard) return;
  for (const button of scope.querySelectorAll('button[data-copies]')) {
    const from = document.getElementById(button.dataset.copies);
    const said = document.querySelector(`[data-copied-from="${button.dataset.copies}"]`);
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(from.innerText);
        said.textContent = 'Copied';
      } catch {
        said.textContent = 'Not copied: mark the text and copy it';
      }
    });
  }
}
