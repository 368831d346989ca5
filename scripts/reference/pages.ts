import { apiPage } from './api.ts';
import { commandsPage } from './commands.ts';
import { errorsPage } from './errors.ts';
import { rolesPage } from './roles.ts';
import { settingsPage } from './settings.ts';

/** File name in docs/reference, and what it says now. */
export const pages: Readonly<Record<string, () => string>> = {
  'api.md': apiPage,
  'commands.md': commandsPage,
  'errors.md': errorsPage,
  'roles.md': rolesPage,
  'settings.md': settingsPage,
};
