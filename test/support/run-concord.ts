import { runCli } from '../../src/cli/main.ts';
import type { System } from '../../src/cli/system.ts';

const notHere = (): never => {
  throw new Error('This command starts nothing on this machine');
};
const noSystem: System = {
  start: notHere,
  sandbox: notHere,
  serve: notHere,
  work: notHere,
  migrate: notHere,
  signInLink: notHere,
  consentLink: notHere,
  acceptLoss: notHere,
  actOnConnection: notHere,
  actOnWebhook: notHere,
  settleNotices: notHere,
  giveUpLostKeys: notHere,
  rotateKeys: notHere,
  releaseWriting: notHere,
  addConnection: notHere,
  setUp: notHere,
  importPreferences: notHere,
};
export type Env = Readonly<Record<string, string | undefined>>;

/** Runs a command against a server that is up; answers its exit code and what it printed. */
export async function runConcord(args: readonly string[], env: Env, cwd = '/') {
  let [out, err] = ['', ''];
  const code = await runCli(args, {
    system: noSystem,
    io: {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      isTerminal: false,
    },
    env,
    cwd,
    nowMs: () => 0,
  });
  return { code, out, err };
}
