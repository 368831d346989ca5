import { AreaTabs } from './area-tabs.tsx';

const tabs = [
  { to: '/reconciliation', title: 'Differences', may: 'reconciliation:read' },
  { to: '/reconciliation/loss-meter', title: 'Loss meter', may: 'reconciliation:read' },
  { to: '/reconciliation/periods', title: 'Months', may: 'reconciliation:read' },
  { to: '/reconciliation/rules', title: 'Rules', may: 'reconciliation:read' },
] as const;

/** The pages of the reconciliation. */
export const ReconciliationTabs = () => <AreaTabs label="Pages of the reconciliation" tabs={tabs} />;
