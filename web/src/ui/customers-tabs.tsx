import { AreaTabs } from './area-tabs.tsx';

const tabs = [
  { to: '/customers', title: 'All customers', may: 'customers:read' },
  { to: '/customers/expected', title: 'Expected', may: 'customers:read' },
  { to: '/customers/registrations', title: 'Registrations', may: 'customers:read' },
  { to: '/customers/import', title: 'Import', may: 'customers:read' },
  { to: '/customers/duplicates', title: 'Duplicates', may: 'customers:read' },
  { to: '/customers/not-orderable', title: 'Not orderable', may: 'customers:read' },
  { to: '/customers/requests', title: 'Requests', may: 'requests:read' },
  { to: '/customers/resellers', title: 'Resellers', may: 'customers:read' },
  { to: '/customers/access', title: 'Access (GDAP)', may: 'customers:read' },
] as const;

/** The pages of the customers. */
export const CustomersTabs = () => <AreaTabs label="Pages of the customers" tabs={tabs} />;
