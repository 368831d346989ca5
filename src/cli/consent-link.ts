import { z } from 'zod';
import type { Config } from '../config.ts';
import { listConsents, type MakeLinkOutcome, mailConsentLink, makeConsentLink } from '../features/connections/index.ts';
import type { Context } from '../features/context.ts';
import { isMailbox } from '../features/notices/index.ts';
import { isOpenLink, linkMinutes } from '../model/consent.ts';
import type { ConnectionId } from '../model/ids.ts';
import { CommandError } from './command-error.ts';
import { connectionIdOf } from './connection-id.ts';
import { exitCodes, type Io } from './output.ts';
import type { ConsentRequest, Parts } from './system.ts';

const Minutes = z.number().int().min(5).max(linkMinutes.most);

/** `connections consent`: whoever may run commands on the host may hand out a link, as he may make himself a sign-in link. */
export async function consentLinkHere(parts: Parts, config: Config, io: Io, asked: ConsentRequest, address: string): Promise<number> {
  const id = connectionIdOf(asked.connection);
  if (asked.minutes !== undefined && !Minutes.safeParse(asked.minutes).success)
    throw new CommandError(exitCodes.usage, `--minutes is a whole number from 5 to ${linkMinutes.most}.`);
  if (asked.mailTo !== undefined && !isMailbox(asked.mailTo)) throw new CommandError(exitCodes.usage, '--mail-to is one e-mail address.');
  const running = await parts.openProcess({ config, log: parts.makeLog('silent') });
  try {
    const made = await makeConsentLink(running.context, id, {
      purpose: asked.purpose,
      minutes: asked.minutes,
      expectedUser: asked.user,
    });
    if (made.status === 'refused') throw refusal(made.because);
    const url = `${address}/consent/${made.token}`;
    io.out(`${url}\n`);
    io.err(
      `It works once, in one browser, until ${made.endsAt.toString()}. Sign in as ${made.expectedUser ?? 'the integration account'}.\n`,
    );
    if (asked.mailTo !== undefined) {
      const { taken, detail } = await mailConsentLink(running.context, id, { ...made, to: asked.mailTo, url, purpose: asked.purpose });
      io.err(taken ? `It was sent to ${asked.mailTo}.\n` : `It could not be sent to ${asked.mailTo}: ${detail}\n`);
    }
    return asked.wait ? await awaitSignIn(running.context, io, id, made.linkId) : exitCodes.ok;
  } finally {
    await running.close();
  }
}

/** Says each new state of the link; ends when it is received or can be used no more. */
async function awaitSignIn(context: Context, io: Io, connectionId: ConnectionId, linkId: string): Promise<number> {
  let told = 'waiting';
  for (;;) {
    const link = (await listConsents(context, connectionId))?.links.find((each) => each.linkId === linkId);
    if (link === undefined) throw new CommandError(exitCodes.notFound, 'The connection is gone.');
    if (link.state !== told) {
      told = link.state;
      io.err(`${told}${link.refusal === undefined ? '' : `: ${link.refusal.cause} Try: ${link.refusal.fix}`}\n`);
    }
    if (link.state === 'received') return exitCodes.ok;
    if (!isOpenLink(link.state)) return exitCodes.failure;
    await context.clock.sleep(1_000);
  }
}

function refusal(because: Extract<MakeLinkOutcome, { status: 'refused' }>['because']): CommandError {
  switch (because) {
    case 'unknown':
      return new CommandError(exitCodes.notFound, 'There is no such connection.', undefined, 'concord connections list shows them');
    case 'notMicrosoft':
      return new CommandError(exitCodes.usage, 'Only Partner Center connections sign in by a consent link.');
    case 'cloudClosed':
      return new CommandError(exitCodes.usage, 'Microsoft closed the German cloud in 2021.');
    case 'readFirst':
      return new CommandError(
        exitCodes.conflict,
        'Nobody has signed in to read yet; writing is the second consent.',
        undefined,
        'concord connections consent without --write first',
      );
    case 'secretMissing':
      return new CommandError(
        exitCodes.conflict,
        'The client secret of the app is not set yet.',
        undefined,
        'enter it on the page of the connection',
      );
  }
}
