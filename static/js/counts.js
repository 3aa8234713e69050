// How many rows each choice of a list's filters leaves: asked once the filters are opened. Without it they are as before.
async function ask(filters) {
  const answer = await fetch(filters.dataset.pamCounts, { redirect: 'error' });
  return answer.ok ? (await answer.json()).counts : null;
}

/** Says it behind the choice: "Tier 1 (4)". */
function say(form, name, counts) {
  for (const field of form.querySelectorAll(`[name="${name}"]`)) {
    for (const option of field.options || []) {
      if (option.value in counts) option.textContent += ` (${counts[option.value]})`;
    }
    if (field.type === 'checkbox' && field.value in counts) field.labels[0].append(` (${counts[field.value]})`);
  }
}

export function startCounts() {
  for (const filters of document.querySelectorAll('[data-pam-counts]')) {
    filters.addEventListener('toggle', async () => {
      if (!filters.open || 'asked' in filters.dataset) return;
      filters.dataset.asked = '';
      const counts = await ask(filters).catch(() => null);
      for (const [name, of] of Object.entries(counts || {})) say(filters, name, of);
    });
  }
}
