import type { StateWord } from '../../../ui/state-badge.tsx';
import type { Reseller } from './queries.ts';

export const resellerWords: Readonly<Record<Reseller['state'], StateWord>> = {
  active: { word: 'Active', intent: 'success' },
  closed: { word: 'Closed', intent: 'neutral' },
};

export const signInWords: Readonly<Record<Reseller['signIn'], string>> = {
  password: 'By password or one-time link',
  link: 'By one-time links only',
};
