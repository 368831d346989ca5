import type { Config } from '../config.ts';
import { type ActOutcome, actOnRegistration } from '../features/feeds/index.ts';
import { CommandError } from './command-error.ts';
import { connectionIdOf } from './connection-id.ts';
import { exitCodes, type Io } from './output.ts';
import { addressInCliFile } from './owner.ts';
import type { Parts, WebhookAsked } from './system.ts';

const acts = { register: 'register', 'take-over': 'takeOver', 'give-back': 'giveBack' } as const;
const isAct = (text: string): text is keyof typeof acts => text in acts;

/** `connections webhook`: who may run commands on the host may decide who gets Microsoft's notifications. */
export async function actOnWebhookHere(parts: Parts, config: Config, io: Io, asked: WebhookAsked): Promise<number> {
  const id = connectionIdOf(asked.connection);
  if (!isAct(asked.act))
    throw new CommandError(exitCodes.usage, `There is no act ${asked.act}.`, undefined, 'register, take-over or give-back');
  const baseUrl = config.baseUrl ?? addressInCliFile(config.dataDir);
  if (baseUrl === undefined)
    throw new CommandError(
      exitCodes.configuration,
      'Nobody knows by which address Microsoft reaches Concord.',
      undefined,
      'set CONCORD_BASE_URL',
    );
  const running = await parts.openProcess({ config, log: parts.makeLog('silent') });
  try {
    const outcome = await actOnRegistration(running.context, {
      connectionId: id,
      act: acts[asked.act],
      reason: asked.reason,
      baseUrl,
      seenHost: asked.from === 'none' ? null : asked.from,
      handOn: true,
    });
    if (outcome.status === 'refused') throw refusal(outcome.because);
    const { state, detail, toHost } = outcome.act;
    io.out(
      `${state}: the registration ${state === 'confirmed' ? 'is at' : 'was to be at'} ${toHost ?? 'nobody'}${detail === undefined ? '' : `. ${detail}`}\n`,
    );
    return state === 'confirmed' ? exitCodes.ok : exitCodes.failure;
  } finally {
    await running.close();
  }
}

const sentences: Readonly<Record<Extract<ActOutcome, { status: 'refused' }>['because'], string>> = {
  unknownConnection: 'There is no such partner account.',
  connectionOff: 'This connection is paused.',
  noWebhooks: 'Microsoft offers no notifications in this cloud.',
  writingHeld: 'Writing to other systems is held after a restore.',
  moved: 'The registration is not what you saw. Nothing was written.',
  notFree: 'Another tool has the registration. Nothing was written.',
  notForeign: 'No other tool has the registration. Nothing was written.',
  notOurs: 'The registration is not ours. Nothing was written.',
  nothingBefore: 'The registration was not taken from anybody.',
};

const refusal = (because: keyof typeof sentences): CommandError =>
  new CommandError(
    because === 'unknownConnection' ? exitCodes.notFound : exitCodes.conflict,
    sentences[because],
    undefined,
    'concord connections feeds <id> shows who has it',
  );
