import type { RegistrationState } from '#model/registration.ts';
import type { StateWord } from '../../../ui/state-badge.tsx';

export const registrationWords: Readonly<Record<RegistrationState, StateWord>> = {
  pending: { word: 'Waiting for a decision', intent: 'warning' },
  approved: { word: 'Approved', intent: 'success' },
  refused: { word: 'Refused', intent: 'neutral' },
};
