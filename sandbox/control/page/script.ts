/** Sends forms and buttons as JSON, says what came of it, and fetches the living parts of the page again. Plain for every browser. */
export const script = `
'use strict';
const said = document.getElementById('said');
const say = (text, isBad) => { said.textContent = text; said.className = isBad ? 'bad' : ''; };
async function renew() {
  const page = new DOMParser().parseFromString(await (await fetch('/_control/')).text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const fresh = page.getElementById(part.id);
    if (fresh && !part.contains(document.activeElement)) part.replaceChildren(...fresh.childNodes);
    else if (fresh) part.querySelectorAll('[data-now]').forEach((one) => { const next = fresh.querySelector('[data-now="' + one.dataset.now + '"]'); if (next) one.textContent = next.textContent; });
  }
}
function inWords(body) {
  if (body.happened) return body.name + ': ' + body.happened.map((one) => one.act + (one.refused ? ' (refused: ' + one.refused + ')' : '')).join(', ') + '. ' + body.findings.length + ' differences are to be found.';
  if (body.message) return body.message;
  return 'Done. ' + JSON.stringify(body).slice(0, 300);
}
async function send(path, method, text, type) {
  try {
    const answer = await fetch('/_control/' + path, { method, ...(method === 'DELETE' ? {} : { body: text, headers: { 'content-type': type } }) });
    const body = await answer.json();
    say(inWords(body), !answer.ok);
    document.activeElement?.blur();
    await renew();
  } catch (error) { say(String(error), true); }
}
const worth = (input) => {
  if (input.dataset.kind === 'json') return input.value.trim() === '' ? null : JSON.parse(input.value);
  if (input.dataset.kind === 'text') return input.value === '' ? null : input.value;
  if (input.value === 'true' || input.value === 'false') return input.value === 'true';
  return /^-?\\d+(\\.\\d+)?$/.test(input.value) ? Number(input.value) : input.value === '' ? null : input.value;
};
// A field may be named action, so the attribute is asked.
const placeOf = (form) => form.getAttribute('action').slice('/_control/'.length);
document.addEventListener('submit', (event) => {
  const form = event.target;
  event.preventDefault();
  const raw = form.querySelector('[data-raw]');
  if (raw) { send(placeOf(form), 'POST', raw.value, 'text/plain'); return; }
  const body = {};
  try {
    for (const input of form.elements) {
      if (!input.name || (input.dataset.was !== undefined && input.dataset.was === input.value)) continue;
      const value = worth(input);
      if (value !== null || input.dataset.was !== undefined) body[input.name] = value;
    }
  } catch (error) { say('This is no JSON: ' + error.message, true); return; }
  send(placeOf(form), 'POST', JSON.stringify(body), 'application/json');
});
document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-path]');
  if (button) send(button.dataset.path, button.dataset.method, button.dataset.body, 'application/json');
});
setInterval(() => { if (document.visibilityState === 'visible') renew().catch(() => {}); }, 5000);
`;
