import { Tab, TabList } from '@fluentui/react-components';
import { useLocation } from '@tanstack/react-router';
import type { Permission } from '#model/person.ts';
import { useMe } from '../lib/use-me.ts';
import { useGo } from './text-link.tsx';

export type AreaTab = { readonly to: string; readonly title: string; readonly may: Permission };

/** The pages of an area, side by side; those that the viewer may not read are not there. */
export function AreaTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly AreaTab[] }) {
  const go = useGo();
  const me = useMe();
  const path = useLocation({ select: (location) => location.pathname });
  const current = tabs.filter(({ to }) => path === to || path.startsWith(`${to}/`)).at(-1)?.to;
  return (
    <TabList
      aria-label={label}
      size="small"
      style={{ flexWrap: 'wrap', flexShrink: 0 }}
      selectedValue={current ?? path}
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
