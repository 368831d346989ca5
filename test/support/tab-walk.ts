import type { Page } from 'playwright-core';

/** What somebody without a mouse meets on a page, from its first stop of the Tab key round to the first again. */
export type Walk = {
  readonly stops: number;
  /** Addresses of the links that were met. */
  readonly links: readonly string[];
  /** Sentences about what is wrong: no visible focus, covered, a trap, not reached. */
  readonly wrong: readonly string[];
};

// Runs in the browser, of which this folder has no types. One call for each press of the key.
const helper = `(() => {
  const props = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'borderTopColor', 'borderBottomColor', 'borderBottomWidth', 'backgroundColor',
    'color', 'textDecorationLine', 'textDecorationStyle', 'opacity', 'transform', 'top'];
  const part = (element, pseudo) => { const style = getComputedStyle(element, pseudo); return props.map((name) => style[name]).join(); };
  const look = (element) => {
    const around = [element, element.nextElementSibling, element.parentElement, element.parentElement?.parentElement].filter(Boolean);
    return around.flatMap((each) => [part(each), part(each, '::before'), part(each, '::after')]).join('|');
  };
  const nameOf = (element) => {
    const text = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent ?? '';
    const name = text.trim().replace(/\\s+/g, ' ').slice(0, 60);
    return (element.getAttribute('role') ?? element.tagName.toLowerCase()) + ' "' + name + '"';
  };
  const related = (one, other) => other !== null && (one.contains(other) || other.contains(one) || [...(one.labels ?? [])].some((label) => label.contains(other)));
  const isShown = (element) => {
    const box = element.getBoundingClientRect();
    const at = (x, y) => related(element, document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
    return at(0.5, 0.5) || at(0.05, 0.5) || at(0.95, 0.5) || at(0.5, 0.1) || at(0.5, 0.9);
  };
  const interactive = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [role=link], [role=checkbox],'
    + '[role=switch], [role=combobox], [role=row][data-row]';
  const groups = '[role=grid], [role=tablist], [role=radiogroup], [role=toolbar], [role=menu], [role=listbox], fieldset';
  // What comes while the walk goes on (a note that the books moved, with its button) may come behind it.
  const atStart = new Set(document.querySelectorAll(interactive));
  const seen = new Set();
  let round = new Set();
  let last, lastLook;
  const met = (element) => {
    if (seen.has(element)) return true;
    if (element.type === 'radio') return [...seen].some((each) => each.type === 'radio' && each.name === element.name);
    const group = element.closest(groups);
    return group !== null && [...seen].some((each) => group.contains(each)) && (element.tabIndex < 0 || element.closest('[role=row], [role=tablist]') !== null);
  };
  window.tabWalk = {
    step() {
      for (const each of document.getAnimations()) if (each.effect?.getComputedTiming().endTime !== Infinity) each.finish();
      const element = document.activeElement;
      const answer = { wrong: [] };
      if (last !== undefined && last !== document.body && last !== element && last.isConnected && look(last) === lastLook) answer.wrong.push('no visible focus: ' + nameOf(last));
      if (element === last && element !== document.body) answer.wrong.push('a trap: ' + nameOf(element));
      answer.done = round.has(element) || element === last;
      last = element;
      lastLook = look(element);
      seen.add(element);
      round.add(element);
      if (answer.done || element === document.body || element.hasAttribute('data-tabster-dummy')) return answer;
      if (!isShown(element)) answer.wrong.push('covered or out of sight: ' + nameOf(element));
      if (element.href) answer.link = element.pathname;
      return answer;
    },
    again() {
      round = new Set([last]);
    },
    left() {
      const all = [...document.querySelectorAll(interactive)].filter((element) => atStart.has(element) && element.closest('.fui-SearchBox__dismiss') === null && element.checkVisibility({ visibilityProperty: true })
        && !element.disabled && element.closest('[inert], [aria-hidden=true]') === null && element.getBoundingClientRect().width > 1);
      return all.filter((element) => !met(element)).map((element) => 'not reached: ' + nameOf(element));
    },
  };
})()`;

type Step = { readonly wrong: readonly string[]; readonly done: boolean; readonly link?: string };
const most = 600;
/** A row that a read takes away under the focus sends it to a row before: the round is then shorter than the page. */
const mostRounds = 3;

/** Goes around the page, or around the dialog that is open, with the Tab key alone: once, and again only for what was not reached. */
export async function tabWalk(page: Page): Promise<Walk> {
  await page.evaluate(helper);
  const links = new Set<string>();
  const wrong = new Set<string>();
  for (let stops = 0, round = 1; stops < most; stops += 1) {
    await page.keyboard.press('Tab');
    const step = await page.evaluate<Step>('tabWalk.step()');
    for (const each of step.wrong) wrong.add(each);
    if (step.link !== undefined) links.add(step.link);
    if (!step.done) continue;
    const left = await page.evaluate<readonly string[]>('tabWalk.left()');
    if (left.length === 0 || round === mostRounds) return { stops, links: [...links], wrong: [...wrong, ...left] };
    await page.evaluate('tabWalk.again()');
    round += 1;
  }
  return { stops: most, links: [...links], wrong: [...wrong, `it does not end after ${most} stops`] };
}
