// *Try it* works an answer out as it is chosen (htmx). What was chosen before htmx had come, or is put back by the browser
// (Back), told no one: it is worked out once the page is whole. Without scripts the button does it.
const isChosen = (box) => (box.tagName === 'SELECT'
  ? [...box.options].some((option, n) => option.selected !== (option.defaultSelected || (!box.multiple && n === 0 && !box.querySelector('[selected]'))))
  : box.value !== box.defaultValue);

window.addEventListener('pageshow', () => {
  const form = document.querySelector('#trying form');
  const box = form && [...form.elements].find((one) => one.matches('select, input') && isChosen(one));
  box?.dispatchEvent(new Event('change', { bubbles: true }));
});
