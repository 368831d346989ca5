import { AreaTabs } from './area-tabs.tsx';

const tabs = [
  { to: '/billing/invoices', title: 'Provider invoices', may: 'invoices:read' },
  { to: '/billing/prices', title: 'Distributor prices', may: 'invoices:read' },
] as const;

/** The pages of the billing. */
export const BillingTabs = () => <AreaTabs label="Pages of the billing" tabs={tabs} />;
