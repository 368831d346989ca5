import type { z } from 'zod';
import * as contract from '../contract/settings.ts';
import { type BusinessSettings, changeSettings, getSettings, resetSettings, type SettingsOutcome } from '../features/settings/index.ts';
import { type Good, good, handle, type Mounted, type Refusal, refuse } from './handle.ts';

type SettingsReply = z.input<typeof contract.Settings>;

export const settingsRoutes: readonly Mounted[] = [
  handle(contract.getSettings, async ({ context }) => good(present(await getSettings(context)))),
  handle(contract.changeSettings, async ({ context, body }) => answer(await changeSettings(context, body))),
  handle(contract.resetSettings, async ({ context, body }) => answer(await resetSettings(context, body.version))),
];

const answer = (outcome: SettingsOutcome): Good<SettingsReply> | Refusal =>
  outcome.status === 'changed'
    ? good(present(outcome.settings))
    : refuse('precondition_failed', 'Somebody changed the settings since you looked.', {
        hint: 'Look at them again and repeat your change.',
      });

/** How long a change settles is no choice of a person. */
const present = ({ settlingMinutes: _, ...shown }: BusinessSettings): SettingsReply => shown;
