import { useMay } from '../../lib/use-me.ts';
import { Page } from '../../ui/page.tsx';
import { SettingsTabs } from '../../ui/settings-tabs.tsx';
import { ApiKeys } from './api-keys.tsx';
import { SetPassword } from './set-password.tsx';

/** What belongs to the person who is signed in. */
export function AccountPage() {
  const hasKeys = useMay('keys:own');
  return (
    <Page title="My account" area="Settings">
      <SettingsTabs />
      <SetPassword />
      {hasKeys && <ApiKeys />}
    </Page>
  );
}
