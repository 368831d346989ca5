import type { Crumb } from '../../ui/page.tsx';

/** Where the pages of connections lead back to: who came from the set-up goes on there. */
export const crumbsFrom = (from: string | undefined): readonly [Crumb] =>
  from === 'setup' ? [{ title: 'Set-up', to: '/setup/connections' }] : [{ title: 'Connections', to: '/settings/connections' }];
