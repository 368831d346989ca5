import type { Clock } from '../lib/clock.ts';
import { Fault } from '../lib/errors.ts';

/** Headers of a signed-in call. `refused`: the last token was turned down, so it is not given again. */
export interface SignIn {
  headers(state: { readonly refused: boolean }): Promise<Readonly<Record<string, string>>>;
}

/** A token with the seconds for which it is given out; fewer than it lives, so that none ends on its way. */
export type GivenToken = { readonly token: string; readonly seconds: number };

/** One token at a time, fetched when there is none or it is old: whoever comes meanwhile waits for the same one. */
export function heldToken(clock: Clock, fetchToken: () => Promise<GivenToken>): (state: { refused: boolean }) => Promise<string> {
  let held: { readonly token: string; readonly renewAt: Temporal.Instant } | undefined;
  let coming: Promise<string> | undefined;

  async function fetchOne(): Promise<string> {
    const askedAt = clock.now();
    const { token, seconds } = await fetchToken();
    held = { token, renewAt: askedAt.add({ seconds: Math.max(Math.floor(seconds), 1) }) };
    return token;
  }

  return async ({ refused }) => {
    if (refused) held = undefined;
    if (held !== undefined && Temporal.Instant.compare(clock.now(), held.renewAt) < 0) return held.token;
    coming ??= fetchOne().finally(() => (coming = undefined));
    return coming;
  };
}

/** The secret, or that somebody has to enter it. `remote` as the log names it, `product` as people do. */
export function neededSecret(secret: string | undefined, name: string, { remote, product }: { remote: string; product: string }): string {
  if (secret !== undefined) return secret;
  throw new Fault('secret_missing', 'needs_operator', `The connection to ${product} has no ${name}`, {
    remote,
    hint: `Enter the ${name} on the Connections screen.`,
  });
}
