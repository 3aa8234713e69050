// Says on the page that a key or passkey gave no answer; allauth itself tells only the console.
document.addEventListener('allauth.error', (event) => {
  event.preventDefault();
  const refused = document.getElementById('passkey-refused');
  if (refused) refused.hidden = false;
});
