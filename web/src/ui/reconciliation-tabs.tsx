import { AreaTabs } from './area-tabs.tsx';

const tabs = [{ to: '/reconciliation', title: 'Differences', may: 'reconciliation:read' }] as const;

/** The pages of the reconciliation. */
export const ReconciliationTabs = () => <AreaTabs label="Pages of the reconciliation" tabs={tabs} />;
