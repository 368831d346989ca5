import { webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { useSyncExternalStore } from 'react';
import { useMedia } from './use-media.ts';

export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const key = 'concord.theme';
const listeners = new Set<() => void>();

const readChoice = (): ThemeChoice => themeChoices.find((choice) => choice === localStorage.getItem(key)) ?? 'system';

/** Kept in this browser; it is a matter of the screen, not of the account. */
export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(key, choice);
  for (const listener of listeners) listener();
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore((changed) => {
    listeners.add(changed);
    return () => {
      listeners.delete(changed);
    };
  }, readChoice);
}

export function useTheme() {
  const choice = useThemeChoice();
  const systemIsDark = useMedia('(prefers-color-scheme: dark)');
  const isDark = choice === 'dark' || (choice === 'system' && systemIsDark);
  return { isDark, theme: isDark ? webDarkTheme : webLightTheme };
}
