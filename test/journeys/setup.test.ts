import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { Keyboard } from '../support/keyboard.ts';
import { aDataFolder, type System, startSystem } from '../support/start-system.ts';

// A newcomer sets Concord up on a sandbox where nothing is connected: once at the keyboard, once unattended from a file. The clock is the real one.
const empty = { CONCORD_SANDBOX: 'empty' };

type SetupReply = {
  readonly state: string;
  readonly missing: readonly { readonly code: string }[];
  readonly finished: { readonly jobIds: readonly string[] } | null;
  readonly preview: { readonly customers: number };
};

describe('at the keyboard', () => {
  const folder = aDataFolder();
  let system: System;
  let browser: Browser;
  let page: Page;
  let keyboard: Keyboard;

  beforeAll(async () => {
    [system, browser] = await Promise.all([startSystem(folder.dataDir, undefined, empty), launchBrowser()]);
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })).newPage();
    page.setDefaultTimeout(60_000);
    keyboard = new Keyboard(page);
  });
  afterAll(async () => {
    await browser.close();
    await system.running.stop();
    folder.remove();
  });

  const heading = (name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();
  const mayGoOn = (name: string) => page.locator('button:not([aria-disabled="true"])', { hasText: `Next: ${name}` }).waitFor();
  async function next(name: string): Promise<void> {
    await mayGoOn(name);
    await keyboard.pressOn(`Next: ${name}`);
    await heading(name);
  }

  test('from nothing to live in five minutes and forty clicks; a reload on the way loses nothing', async () => {
    await page.goto(await system.link());
    await heading('Overview');
    const startedAt = performance.now();
    await keyboard.pressOn('Set Concord up');
    await heading('Which systems do you use?');
    await keyboard.pressOn('Save systems and go on');
    await heading('Are you ready?');
    await keyboard.pressOn('I have read the list', 'Space');
    await page.getByText('Confirmed by Owner', { exact: true }).waitFor();
    await page.reload();
    await heading('Are you ready?');
    await next('Connect your accounts');
    await keyboard.pressOn('Connect the sandbox accounts');
    await next('Access to your customers');
    await next('Account mapping');
    await next('Product mapping');
    await next('Settings');
    await next('Finish and review');
    await keyboard.pressOn('Finish and start the first sync');
    await page.waitForURL(/\/activity\/jobs\//);

    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    process.stdout.write(`set-up at the keyboard: ${keyboard.presses} clicks (and ${keyboard.moves} moves of the focus), ${seconds} s\n`);
    expect(keyboard.presses).toBeLessThanOrEqual(40);
    expect(seconds).toBeLessThanOrEqual(300);
    const setup = await system.get<SetupReply>('/setup');
    expect(setup).toMatchObject({ state: 'live', missing: [], preview: { customers: 60 } });
    expect(setup.finished?.jobIds).toHaveLength(4);
  });

  test('nobody gets around a gate by another door: the command line says what is missing, and finishing again starts nothing', async () => {
    const before = await system.get<SetupReply>('/setup');
    const again = await system.cli(['setup', 'finish', '--json']);
    expect(again.code).toBe(0);
    expect((JSON.parse(again.out) as SetupReply).finished?.jobIds).toEqual(before.finished?.jobIds);
  });
});

type Account = Readonly<Record<string, string>> & { readonly id?: string; readonly kind?: string };
type Credentials = {
  readonly partnerAccounts: readonly Account[];
  readonly distributors: readonly Account[];
  readonly psas: readonly Account[];
};

/** The accounts that the sandbox tells of, as a partner writes his own into a file. */
function fileOf({ partnerAccounts, distributors, psas }: Credentials, sandboxUrl: string): object {
  const real = (address = ''): string => address.replace(`${sandboxUrl}/`, 'https://');
  const pick = (from: Account, ...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, from[name]]));
  const connections = [
    ...partnerAccounts.slice(0, 2).map((each) => ({
      settings: { kind: 'partnerCenter', ...pick(each, 'cloud', 'partnerType', 'tenantId', 'clientId') },
      secrets: pick(each, 'clientSecret', 'refreshToken'),
      name: each['name'],
    })),
    ...distributors
      .filter(({ kind }) => kind === 'pax8')
      .map((each) => ({
        settings: { kind: 'pax8', baseUrl: real(each['baseUrl']), ...pick(each, 'clientId') },
        secrets: pick(each, 'clientSecret'),
        name: each['name'],
      })),
    ...psas
      .filter(({ kind }) => kind === 'connectwise')
      .map((each) => ({
        settings: { kind: 'connectWise', baseUrl: real(each['baseUrl']), ...pick(each, 'companyId', 'publicKey', 'clientId') },
        secrets: pick(each, 'privateKey'),
        name: each['name'],
      })),
  ];
  return { confirmedBy: 'Ana', connections, settings: { staleAfterMinutes: 90 } };
}

describe('from a file', () => {
  const folder = aDataFolder();
  let system: System;
  beforeAll(async () => {
    system = await startSystem(folder.dataDir, undefined, empty);
  });
  afterAll(async () => {
    await system.running.stop();
    folder.remove();
  });

  test('everything is done unattended within a minute, and the same file again changes nothing', async () => {
    const file = join(folder.dataDir, 'setup.json');
    writeFileSync(file, JSON.stringify(fileOf(await system.control('GET', '/credentials'), system.sandboxUrl)));
    const settings = { ...empty };
    const startedAt = performance.now();
    const first = await system.cli(['setup', '--file', file], settings);
    const seconds = (performance.now() - startedAt) / 1_000;
    process.stdout.write(`set-up from a file: ${seconds.toFixed(1)} s\n`);

    expect(first).toMatchObject({ code: 0, err: '' });
    expect(seconds).toBeLessThanOrEqual(60);
    const setup = await system.get<SetupReply>('/setup');
    expect(setup.state).toBe('live');

    const second = await system.cli(['setup', '--file', file, '--json'], settings);
    expect(JSON.parse(second.out)).toMatchObject({ status: 'live', joined: true, jobIds: setup.finished?.jobIds });
    expect((await system.get<{ readonly version: number }>('/settings')).version).toBe(1);
  });

  test('a mistake in it is named by its field, never by what stands there', async () => {
    const file = join(folder.dataDir, 'wrong.json');
    writeFileSync(
      file,
      JSON.stringify({
        confirmedBy: 'Ana',
        connections: [{ name: 'x', settings: { kind: 'pax8', baseUrl: 'http://canary', clientId: 'c' }, secrets: {} }],
      }),
    );
    const refused = await system.cli(['setup', '--file', file], empty);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('connections.0.');
    expect(refused.err).not.toContain('canary');
  });
});
