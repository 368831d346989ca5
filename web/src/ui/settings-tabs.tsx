import { AreaTabs } from './area-tabs.tsx';

const tabs = [
  { to: '/settings/connections', title: 'Connections', may: 'connections:read' },
  { to: '/settings/reconciliation', title: 'Reconciliation and sync', may: 'reconciliation:read' },
  { to: '/settings/notifications', title: 'Notifications', may: 'connections:read' },
  { to: '/setup', title: 'Set-up', may: 'connections:read' },
  { to: '/settings/people', title: 'People', may: 'people:read' },
  { to: '/settings/account', title: 'My account', may: 'keys:own' },
] as const;

/** The pages of the settings. */
export const SettingsTabs = () => <AreaTabs label="Settings" tabs={tabs} />;
