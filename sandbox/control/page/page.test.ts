import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../../src/lib/must.ts';
import { readyFaults } from '../../faults/ready.ts';
import { aSandbox, type TestSandbox } from '../../testing.ts';
import { switchNames } from '../switches.ts';
import { html } from './markup.ts';

let box: TestSandbox;
beforeAll(async () => {
  box = await aSandbox();
});
afterAll(() => box.sandbox.close());

const page = async (): Promise<string> => String((await box.get('')).body);
const unescaped = (text: string): string => text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

/** What a button or form of the page sends: its path and its body. */
const buttonsOf = (text: string): { path: string; method: string; body: string; label: string }[] =>
  [...text.matchAll(/<button type="button"[^>]*data-path="([^"]*)" data-method="(\w+)" data-body="([^"]*)">([^<]*)/g)].map(
    ([, path = '', method = '', body = '', label = '']) => ({ path, method, body: unescaped(body), label: unescaped(label) }),
  );

describe('the page for people', () => {
  test('shows the world, its clock, every switch with its meaning and every planted answer', async () => {
    const text = await page();

    for (const name of switchNames) expect(text).toContain(`<b>${name}</b>`);
    expect(text.match(/<tr><td>\w+_\w+/g)?.length).toBe(19);
    expect(unescaped(text)).toContain('the last 60 seconds, refused calls count too');
  });

  test('no button is refused by the control API', async () => {
    for (const { path, method, body, label } of buttonsOf(await page())) {
      const answer = await box.send(method, path, method === 'DELETE' ? undefined : JSON.parse(body));
      expect([label, answer.status]).toEqual([label, 200]);
    }
    await box.send('POST', 'reset', {});
  });

  test('every ready fault has a button, and what is in force can be taken away', async () => {
    const labels = buttonsOf(await page()).map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(readyFaults.map(({ name }) => name)));
    await box.send('POST', 'faults', { match: { remote: 'pax8' }, do: { status: 503 } });

    const remove = must(
      buttonsOf(await page()).find(({ label }) => label === 'Remove'),
      'button',
    );
    expect((await box.send(remove.method, remove.path)).status).toBe(200);
    expect(await box.get('faults')).toMatchObject({ body: { rules: [] } });
  });

  test('buys and approves by the members that its forms send', async () => {
    const text = await page();
    const sku = must(/<select name="sku"><option value="([^"]+)"/.exec(text)?.[1], 'product');
    expect(text).toContain('action="/_control/act"><input type="hidden" name="action" value="portal.buy">');
    expect((await box.send('POST', 'act', { action: 'portal.buy', customer: 'Contoso Ltd', sku, quantity: 5 })).status).toBe(200);

    const waiting = must(/<select name="id"><option value="([^"]+)"/.exec(text)?.[1], 'invitation');
    expect((await box.send('POST', 'gdap', { action: 'approve', id: waiting })).status).toBe(200);
  });

  test('a name that is markup stays text', async () => {
    const [customer] = box.sandbox.world.tables.customers.all();
    await box.send('POST', 'act', { action: 'customer.rename', customer: customer?.id, name: '<script>alert(1)</script>' });

    expect(await page()).not.toContain('<script>alert(1)');
    expect(html`${'<b>'}${['"', html`<i>`]}`.text).toBe('&lt;b&gt;&quot;<i>');
  });
});
