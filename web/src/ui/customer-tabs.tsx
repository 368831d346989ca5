import { AreaTabs } from './area-tabs.tsx';

const tabs = [
  { to: '/customers', title: 'All customers', may: 'customers:read' },
  { to: '/customers/access', title: 'Access (GDAP)', may: 'customers:read' },
] as const;

/** The pages about customers. */
export const CustomerTabs = () => <AreaTabs label="Pages about customers" tabs={tabs} />;
