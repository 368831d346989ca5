import { lazy, Suspense } from 'react';
import { Page } from '../../ui/page.tsx';
import { SettingsTabs } from '../../ui/settings-tabs.tsx';
import { SettingsCards } from './settings-cards.tsx';

const BillingExceptions = lazy(async () => ({ default: (await import('./billing/billing-exceptions.tsx')).BillingExceptions }));
const PreferencesCard = lazy(async () => ({ default: (await import('./preferences-card.tsx')).PreferencesCard }));

/** How differences are judged, how corrections are billed, and how often everything is read. */
export function ReconciliationSettingsPage() {
  return (
    <Page title="Reconciliation and sync" area="Settings">
      <SettingsTabs />
      <SettingsCards />
      <Suspense>
        <BillingExceptions />
        <PreferencesCard />
      </Suspense>
    </Page>
  );
}
