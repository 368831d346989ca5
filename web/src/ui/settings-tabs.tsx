import { Tab, TabList } from '@fluentui/react-components';
import { useLocation } from '@tanstack/react-router';
import { useMe } from '../lib/use-me.ts';
import { useGo } from './text-link.tsx';

const tabs = [
  { to: '/settings/connections', title: 'Connections', may: 'connections:read' },
  { to: '/settings/reconciliation', title: 'Reconciliation and sync', may: 'reconciliation:read' },
  { to: '/settings/people', title: 'People', may: 'people:read' },
  { to: '/settings/account', title: 'My account', may: 'keys:own' },
] as const;

/** The pages of the settings. */
export function SettingsTabs() {
  const go = useGo();
  const me = useMe();
  const path = useLocation({ select: (location) => location.pathname });
  return (
    <TabList
      style={{ flexWrap: 'wrap' }}
      selectedValue={path}
      onTabSelect={(_, { value }) => {
        go(String(value));
      }}
    >
      {tabs
        .filter(({ may }) => me?.permissions.includes(may) ?? true)
        .map(({ to, title }) => (
          <Tab key={to} value={to}>
            {title}
          </Tab>
        ))}
    </TabList>
  );
}
