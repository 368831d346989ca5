import { BuildingMultiple20Regular, ClipboardTaskListLtr20Regular, Settings20Regular } from '@fluentui/react-icons';
import type { NavEntry } from './words.ts';

/** What there is for people of a reseller, for us in its name, and for people of a customer; each sees what he may. */
export const resellerEntries: readonly NavEntry[] = [
  { title: 'My company', to: '/', icon: BuildingMultiple20Regular, may: 'company:read', key: 'c' },
  { title: 'My customers', to: '/own-customers', icon: BuildingMultiple20Regular, may: 'requests:ask', key: 'c' },
  { title: 'Requests', to: '/customers/requests', icon: ClipboardTaskListLtr20Regular, may: 'requests:read', key: 'r' },
  { title: 'People', to: '/settings/people', icon: Settings20Regular, may: 'people:read' },
];

/** Whether a page is open to resellers; the server decides what is in it. */
export const isForResellers = (path: string): boolean =>
  path === '/settings/account' || path.startsWith('/own-customers/') || resellerEntries.some(({ to }) => to === path);
