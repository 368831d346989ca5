import { Page } from '../../ui/page.tsx';
import { SettingsTabs } from '../../ui/settings-tabs.tsx';
import { BillingExceptions } from './billing/billing-exceptions.tsx';
import { SettingsCards } from './settings-cards.tsx';

/** How differences are judged and how often everything is read. */
export function ReconciliationSettingsPage() {
  return (
    <Page title="Reconciliation and sync" area="Settings">
      <SettingsTabs />
      <SettingsCards />
      <BillingExceptions />
    </Page>
  );
}
