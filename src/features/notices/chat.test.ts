import { describe, expect, test } from 'vitest';
import { channelAddressFault, channelAddressWords } from './address.ts';
import { slackBodyOf, teamsBodyOf } from './chat.ts';
import { type Message, mailOf, type Told } from './compose.ts';

const mailbox = {
  address: 'ana@example.com',
  addedBy: 'Bob',
  addedAt: Temporal.Instant.from('2026-11-21T10:00:00Z'),
  linkFor: () => 'https://concord.example.com/unsubscribe/x',
};
const baseUrl = 'https://concord.example.com';
const notice: Told = {
  noticeId: '1',
  event: 'request.asked',
  title: 'Contoso',
  detail: 'Look.',
  link: '/requests/1',
  at: Temporal.Instant.from('2026-11-21T09:00:00.123Z'),
};
const message = (first: Partial<Told>, ...rest: readonly Partial<Told>[]): Message => ({
  id: 'm',
  told: [{ ...notice, ...first }, ...rest.map((each) => ({ ...notice, ...each }))],
});
const many = (count: number, each: Partial<Told> = {}): Message => message(each, ...Array.from({ length: count - 1 }, () => each));

type Piece = {
  readonly type: string;
  readonly text?: string | { readonly type: string; readonly text: string };
  readonly inlines?: readonly { readonly type: string; readonly text: string; readonly selectAction?: { readonly url: string } }[];
  readonly elements?: readonly { readonly type: string; readonly text: string }[];
};
type Card = { readonly body: readonly Piece[]; readonly actions: readonly { readonly type: string; readonly url: string }[] };
const card = (told: Message): Card =>
  (JSON.parse(teamsBodyOf(told, baseUrl)) as { attachments: [{ content: Card }] }).attachments[0].content;
const slack = (told: Message) => JSON.parse(slackBodyOf(told, baseUrl)) as { text: string; blocks: readonly Piece[] };
const namesOf = ({ body }: Card): readonly string[] => body.flatMap(({ inlines }) => (inlines ?? []).map(({ text }) => text));
const rightToLeft = '\u202eosotnoC\u202c شركة';

describe('a name from a remote is shown as it is', () => {
  test.each([
    ['markup', '<b>Contoso</b> & "Sons"'],
    ['a link of Markdown', '[Pay here](https://evil.example.com)'],
    ['a link of Slack', '<https://evil.example.com|Open in Concord>'],
    ['mentions', '<!channel> <@U012> <at>everyone</at> @here'],
    ['emphasis', '*bold* _slanted_ `code` ~gone~'],
    ['right to left', rightToLeft],
    ['emoji', '👩‍👩‍👧 Family GmbH'],
  ])('%s', (_what, title) => {
    for (const told of [message({ title, detail: title }), many(2, { title, detail: title })]) {
      const { body } = card(told);
      expect(namesOf({ body, actions: [] })).toEqual(told.told.flatMap(() => [title, title]));
      // Only text runs hold it: Teams reads Markdown in text blocks and facts.
      expect(JSON.stringify(body.filter(({ type }) => type !== 'RichTextBlock'))).not.toContain(JSON.stringify(title).slice(1, -1));
      expect(body.flatMap(({ inlines }) => inlines ?? []).every(({ type }) => type === 'TextRun')).toBe(true);

      const { text, blocks } = slack(told);
      expect(text).not.toMatch(/[<>]/);
      // What Slack does read is only our own link.
      const readBySlack = blocks.flatMap(({ elements }) => elements ?? []).map((each) => each.text);
      expect(new Set(readBySlack)).toEqual(new Set(['<https://concord.example.com/requests/1|Open in Concord>']));
      for (const { text: plain } of blocks) if (plain !== undefined) expect(plain).toMatchObject({ type: 'plain_text', emoji: false });
      expect(JSON.stringify(blocks)).toContain(JSON.stringify(title).slice(1, -1));
    }
  });
});

describe('what a chat takes', () => {
  test.each([1, 2, 20, 21, 500])('%i notices with very long names are one message of its size', (count) => {
    const told = many(count, { title: '株'.repeat(5_000), detail: '\u0001"'.repeat(5_000) });

    // Teams: about 28 KB. Slack: 50 blocks, a header of 150 and a section of 3,000 characters.
    expect(Buffer.byteLength(teamsBodyOf(told, baseUrl))).toBeLessThan(28_000);
    const { blocks } = slack(told);
    expect(blocks.length).toBeLessThanOrEqual(50);
    for (const { type, text } of blocks)
      if (typeof text === 'object') expect(text.text.length).toBeLessThanOrEqual(type === 'header' ? 150 : 3_000);
  });

  test('what is left away is counted, and stands behind the link', () => {
    const told = many(21);
    expect(card(told)).toMatchObject({ actions: [{ url: `${baseUrl}/activity?tab=notices` }] });
    expect(namesOf(card(told))).toHaveLength(2 * 20);
    expect(card(told).body.at(-1)?.text).toBe('And 1 more.');
    expect(slack(told).blocks.at(-1)?.elements?.[0]?.text).toContain('And 1 more. <https://concord.example.com/activity?tab=notices|');

    const huge = card(many(20, { title: '株'.repeat(200), detail: '株'.repeat(600) }));
    const shown = namesOf(huge).length / 2;
    expect(shown).toBeGreaterThan(5);
    expect(huge.body.at(-1)?.text).toBe(`And ${20 - shown} more.`);
  });

  test.each([20, 2, 1])('%i notices that fit are all shown', (count) => {
    expect(namesOf(card(many(count)))).toHaveLength(2 * count);
    expect(JSON.stringify([card(many(count)), slack(many(count))])).not.toContain('more.');
  });

  test.each([147, 148, 149, 150, 151])('an emoji at the end of what is shown is whole or not there: after %i letters', (letters) => {
    const told = many(2, { title: `${'x'.repeat(letters)}😀 and on`, detail: `${'x'.repeat(350 + letters)}😀 and on` });
    const one = message({ title: `${'x'.repeat(letters + 50)}😀 and on` });
    const texts = [...namesOf(card(told)), ...slack(told).blocks.flatMap(({ text }) => (typeof text === 'object' ? [text.text] : []))];
    texts.push(slack(message({ title: `${'x'.repeat(letters)}😀 and on` })).text, mailOf(one, mailbox, baseUrl).subject);
    expect(texts.filter((text) => !text.isWellFormed())).toEqual([]);
    expect(texts.filter((text) => text.includes('…')).length).toBeGreaterThan(0);
  });

  test('no text is empty: Slack refuses that', () => {
    for (const told of [message({ title: '', detail: '' }), message({ title: '\n \t', detail: '' })])
      for (const { text } of slack(told).blocks) if (typeof text === 'object') expect(text.text).toBe('–');
  });

  test('a name of several lines is one line where a line stands alone', () => {
    expect(slack(message({ title: 'Contoso\r\n<!here>' })).text).toBe('Contoso &lt;!here&gt;');
  });
});

test('each notice opens its own place, all of them where they stand, and always at our host', () => {
  const told = message({ link: '/requests/1' }, { link: '/customers/2?tab=access&x=a|b>' });
  const { body, actions } = card(told);
  expect(body.flatMap(({ inlines }) => inlines ?? []).flatMap(({ selectAction }) => selectAction?.url ?? [])).toEqual([
    `${baseUrl}/requests/1`,
    `${baseUrl}/customers/2?tab=access&x=a|b>`,
  ]);
  expect(actions).toEqual([expect.objectContaining({ type: 'Action.OpenUrl', url: `${baseUrl}/activity?tab=notices` })]);
  expect(card(message({})).actions).toEqual([expect.objectContaining({ url: `${baseUrl}/requests/1` })]);
  expect(
    slack(told)
      .blocks.flatMap(({ elements }) => elements ?? [])
      .map(({ text }) => text),
  ).toEqual([
    '<https://concord.example.com/requests/1|Open in Concord>',
    '<https://concord.example.com/customers/2?tab=access&amp;x=a%7Cb&gt;|Open in Concord>',
  ]);
});

describe('addresses that Microsoft retired', () => {
  test.each([
    ['https://webhook.office.com/webhookb2/x', 'retiredConnector'],
    ['https://PARTNER.WebHook.Office.com/webhookb2/x', 'retiredConnector'],
    ['https://outlook.office365.com/webhook/x', 'retiredConnector'],
    ['https://outlook.office.com:443/webhook/x', 'retiredConnector'],
    ['https://partner.webhook.office.com./webhookb2/x', 'isNetworkAddress'],
    ['https://prod-1.westeurope.logic.azure.com/workflows/x/triggers/manual/paths/invoke?sig=y', undefined],
    ['https://webhook.office.com.example.com/x', undefined],
    ['https://mywebhook.office.com/x', undefined],
    ['https://outlook.office.com/webhooks-of-mine', undefined],
  ] as const)('%s: %s', (address, fault) => {
    for (const kind of ['teams', 'slack', 'webhook'] as const) expect(channelAddressFault(kind, address, () => false)).toBe(fault);
  });

  test('are refused with what to do instead', () => {
    expect(channelAddressWords.retiredConnector).toMatch(/retired.*Make a workflow in Teams/);
  });
});
