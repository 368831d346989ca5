import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { examples, openers, routesOf } from '../support/every-page.ts';
import { Keyboard } from '../support/keyboard.ts';
import { aDataFolder, type System, startSystem, until } from '../support/start-system.ts';
import { tabWalk } from '../support/tab-walk.ts';

// All pages that the router knows, by keyboard alone: a new one is in this walk without anybody adding it.
const folder = aDataFolder();
const minutes = 60_000;
let system: System;
let browser: Browser;
let page: Page;
let addresses: ReadonlyMap<string, string>;
let leadingOn: readonly string[];

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(folder.dataDir), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })).newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(await system.link());
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  const routes = await routesOf(page);
  const known = await examples(page, system);
  leadingOn = routes.flatMap(({ path, leadsOn }) => (leadsOn ? [path] : []));
  addresses = new Map(routes.flatMap(({ path, leadsOn }) => (leadsOn ? [] : [[path, known[path] ?? path] as const])));
});
afterAll(async () => {
  await browser.close();
  await system.running.stop();
  folder.remove();
});

/** Waits until something holds in the page; not by `waitForFunction`, which the content security policy refuses for texts. */
const holds = (what: string): Promise<unknown> => until(what, () => page.evaluate<boolean>(what));

async function open(address: string): Promise<void> {
  await page.goto(system.url + address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
}

/** What has the focus once a dialog is gone: it comes back a frame later, so the right one is waited for, and what stays instead is told. */
async function focusAfter(wanted: string): Promise<string> {
  const focused = (): Promise<string> =>
    page.evaluate<string>(`document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''`);
  try {
    return await until(`the focus on ${wanted}`, async () => (await focused()) === wanted && wanted, 5000);
  } catch {
    return focused();
  }
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** The rules that colours decide; all others say the same in the dark. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/** Fluent's focus sentinels are the one exclusion (ux reference 8). */
async function complaints(scheme: 'light' | 'dark'): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: scheme });
  await holds(`document.documentElement.style.colorScheme === '${scheme}'`);
  // With motion reduced every colour still changes for a moment, one level of the page after the other.
  await holds(
    `document.getAnimations().every((each) => each.effect.getComputedTiming().endTime === Infinity || each.playState === 'finished')`,
  );
  const axe = new AxeBuilder({ page }).exclude('[data-tabster-dummy]');
  const { violations } = await (scheme === 'light' ? axe.withTags(standards) : axe.withRules(ofColours)).analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${scheme}: ${id} at ${nodes
        .slice(0, 3)
        .map(({ target }) => target.join(' '))
        .join(', ')}`,
  );
}

/** Pages to which a link in a mail, the sign-in, an act or a slip of the keyboard leads, not a link on another page. */
const fromElsewhere = [
  '/$',
  '/sign-in',
  '/consent/$token',
  '/form/$token',
  '/unsubscribe/$token',
  '/register',
  '/register/$token',
  '/own-customers',
  '/plans/$planId',
  '/customers/plans/$planId',
];
const matches = (route: string, address: string): boolean => new RegExp(`^${route.replaceAll(/\$\w+/g, '[^/]+')}$`).test(address);

describe('every page', () => {
  const links = new Set<string>();

  test(
    'is gone around with Tab alone: all is reached, seen and left again; clean for assistive technology in light and dark',
    async () => {
      const wrong: string[] = [];
      expect(
        [...addresses.values()].filter((address) => address.includes('$')),
        'a route with a parameter needs an example',
      ).toEqual([]);
      for (const [route, address] of addresses) {
        await open(address);
        const walk = await tabWalk(page);
        for (const link of walk.links) links.add(link);
        const found = [...walk.wrong, ...(await complaints('dark')), ...(await complaints('light'))];
        wrong.push(...found.map((each) => `${route}: ${each}`));
      }
      expect(wrong).toEqual([]);
    },
    25 * minutes,
  );

  test('is reached by a link that has the focus, from one page to the next', () => {
    const missed = [...addresses.keys()].filter((route) => {
      const more = [...addresses.keys(), ...leadingOn].filter((other) => !other.includes('$'));
      // A page of its own is not reached by being taken for the thing of another: /customers/import is no customer.
      return ![...links].some((link) => matches(route, link) && (route === link || !more.includes(link)));
    });
    expect(missed.filter((route) => !fromElsewhere.includes(route))).toEqual([]);
  });

  test(
    'opens its dialogs from the keyboard, keeps the focus inside, and gives it back',
    async () => {
      const wrong: string[] = [];
      const dialog = page.getByRole('dialog');
      for (const [address, button] of openers) {
        await open(address);
        await new Keyboard(page).pressOn(button);
        await dialog.waitFor();
        await holds(`document.querySelector('[role=dialog]').contains(document.activeElement)`);
        await page.keyboard.press('Tab');
        await page.keyboard.press('Shift+Tab');
        const inside = await page.evaluate<boolean>(`document.querySelector('[role=dialog]').contains(document.activeElement)`);
        const found = [...(inside ? [] : ['the focus leaves it']), ...(await complaints('dark')), ...(await complaints('light'))];
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
        const back = await focusAfter(button);
        if (back !== button) found.push(`the focus goes to "${back.slice(0, 40)}"`);
        wrong.push(...found.map((each) => `${address}, ${button}: ${each}`));
      }
      expect(wrong).toEqual([]);
    },
    10 * minutes,
  );
});

test.each([
  ['o', 'Overview'],
  ['c', 'Customers'],
  ['s', 'Subscriptions'],
  ['m', 'Account mapping'],
  ['r', 'Reconciliation'],
  ['b', 'Provider invoices'],
  ['a', 'Activity'],
])('G then %s leads to %s, and the heading has the focus', async (key, title) => {
  await page.keyboard.press('g');
  await page.keyboard.press(key);
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  await holds(`document.activeElement?.tagName === 'H1'`);
});

test('Ctrl K opens the palette, and Escape leads back to where one was', async () => {
  await open('/settings/account');
  await new Keyboard(page).pressOn('Save password', 'Control+k');
  await page.getByRole('combobox', { name: 'Search customers' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await holds(`document.activeElement?.textContent === 'Save password'`);
});
