import { lazy, Suspense } from 'react';
import { Loading } from '../../ui/states.tsx';
import type { SetupData } from './queries.ts';

/** Only this step needs them. */
const SettingsCards = lazy(async () => ({ default: (await import('../settings/settings-cards.tsx')).SettingsCards }));

/** The cards of the settings page, with only what the chosen systems ask for. */
export function SettingsScreen({ setup }: { readonly setup: SetupData }) {
  return (
    <Suspense fallback={<Loading rows={6} label="Loading the settings" />}>
      <SettingsCards {...(setup.choices !== null && { psa: setup.choices.psas.length > 0 })} />
    </Suspense>
  );
}
