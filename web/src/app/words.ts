import {
  ArrowSyncCircle20Regular,
  BuildingMultiple20Regular,
  ClipboardTaskListLtr20Regular,
  DocumentMultiple20Regular,
  type FluentIcon,
  Home20Regular,
  LinkMultiple20Regular,
  PulseSquare20Regular,
  Settings20Regular,
} from '@fluentui/react-icons';
import type { Permission } from '#model/person.ts';

export type NavEntry = {
  readonly title: string;
  readonly to: string;
  readonly icon: FluentIcon;
  /** Who lacks it does not see the entry. */
  readonly may: Permission;
  /** Second key after G. */
  readonly key?: string;
};

/** The main navigation; areas that do not exist yet have no entry. */
export const navEntries: readonly NavEntry[] = [
  { title: 'Overview', to: '/', icon: Home20Regular, may: 'overview:read', key: 'o' },
  { title: 'Customers', to: '/customers', icon: BuildingMultiple20Regular, may: 'customers:read', key: 'c' },
  { title: 'Subscriptions', to: '/subscriptions', icon: ClipboardTaskListLtr20Regular, may: 'subscriptions:read', key: 's' },
  { title: 'Mapping', to: '/mapping/accounts', icon: LinkMultiple20Regular, may: 'mapping:read', key: 'm' },
  { title: 'Reconciliation', to: '/reconciliation', icon: ArrowSyncCircle20Regular, may: 'reconciliation:read', key: 'r' },
  { title: 'Billing', to: '/billing/invoices', icon: DocumentMultiple20Regular, may: 'invoices:read', key: 'b' },
  { title: 'Activity', to: '/activity', icon: PulseSquare20Regular, may: 'jobs:read', key: 'a' },
  { title: 'Settings', to: '/settings/connections', icon: Settings20Regular, may: 'connections:read' },
];

/** Whether a page belongs to a navigation entry. */
export function isInArea(path: string, entry: NavEntry): boolean {
  if (entry.to === '/') return path === '/';
  const area = `/${entry.to.split('/')[1] ?? ''}`;
  return path === area || path.startsWith(`${area}/`) || (area === '/reconciliation' && path.startsWith('/plans/'));
}
