import { SettingsCards } from '../settings/settings-cards.tsx';
import type { SetupData } from './queries.ts';

/** The cards of the settings page, with only what the chosen systems ask for. */
export function SettingsScreen({ setup }: { readonly setup: SetupData }) {
  return <SettingsCards {...(setup.choices !== null && { psa: setup.choices.psas.length > 0 })} />;
}
