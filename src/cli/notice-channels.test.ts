import { expect, test } from 'vitest';
import { runCli } from './main.ts';
import { exitCodes } from './output.ts';
import type { NoticesAsked, System } from './system.ts';

/** What the command asks of this machine, its exit code and what it says. */
async function quiet(...args: readonly string[]) {
  const asked: NoticesAsked[] = [];
  const settleNotices: System['settleNotices'] = (_config, _io, one) => {
    asked.push(one);
    return Promise.resolve(0);
  };
  let err = '';
  const code = await runCli(['notices', 'quiet', 'Night shift', ...args], {
    system: { settleNotices } as System, // nothing else is asked for
    io: { out: () => undefined, err: (text) => void (err += text), isTerminal: false },
    env: {},
    cwd: '/',
    nowMs: () => 0,
  });
  const [first] = asked;
  const text = first !== undefined && 'text' in first ? first.text : undefined;
  return { code, err, asked, window: text === undefined ? undefined : (JSON.parse(text) as unknown) };
}

test('quiet hours are one window of days and hours in a time zone', async () => {
  expect(await quiet('--zone', 'Europe/Berlin', '--from', '22:00', '--to', '07:00', '--days', '1,2,3')).toMatchObject({
    code: 0,
    asked: [{ act: 'quiet', channel: 'Night shift' }],
    window: { timeZone: 'Europe/Berlin', windows: [{ days: [1, 2, 3], from: '22:00', to: '07:00' }] },
  });
});

test('without days they are every night', async () => {
  expect(await quiet('--zone', 'UTC', '--from', '22:00', '--to', '07:00')).toMatchObject({
    window: { windows: [{ days: [1, 2, 3, 4, 5, 6, 7] }] },
  });
});

test('none ends them', async () => {
  expect(await quiet('--none')).toMatchObject({ code: 0, asked: [{ act: 'quiet', channel: 'Night shift', text: undefined }] });
});

test('half a window is asked back, and nothing is changed', async () => {
  expect(await quiet('--from', '22:00')).toMatchObject({
    code: exitCodes.usage,
    err: expect.stringContaining('Give --zone, --from and --to') as string,
    asked: [],
  });
});
