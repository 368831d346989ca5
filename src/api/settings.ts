import * as contract from '../contract/settings.ts';
import { type BusinessSettings, changeSettings, getSettings, resetSettings, type SettingsOutcome } from '../features/settings/index.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';

export const settingsRoutes: readonly Mounted[] = [
  handle(contract.getSettings, async ({ context }) => good(present(await getSettings(context)))),
  handle(contract.changeSettings, async ({ context, body }) => answer(await changeSettings(context, body))),
  handle(contract.resetSettings, async ({ context, body }) => answer(await resetSettings(context, body.version))),
];

const answer = (outcome: SettingsOutcome) =>
  outcome.status === 'changed'
    ? good(present(outcome.settings))
    : refuse('precondition_failed', 'Somebody changed the settings since you looked.', {
        hint: 'Look at them again and repeat your change.',
      });

const present = ({
  approvalLimit,
  staleAfterMinutes,
  syncEveryMinutes,
  priceTolerance,
  taxRates,
  readyReadHours,
  version,
}: BusinessSettings) => ({
  approvalLimit,
  staleAfterMinutes,
  syncEveryMinutes,
  priceTolerance,
  taxRates,
  readyReadHours,
  version,
});
