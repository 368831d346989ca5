import { Button } from '@fluentui/react-components';
import { PersonCircle24Regular } from '@fluentui/react-icons';
import { lazy, Suspense, useState } from 'react';
import { useMe } from '../lib/use-me.ts';

const load = () => import('./account-menu.tsx');
const AccountMenu = lazy(async () => ({ default: (await load()).AccountMenu }));
/** Not reached: the click says so by doing nothing, and the next one tries again. */
const ignore = () => undefined;

/** The menu behind it brings positioning and much more along: it comes when somebody reaches for the button. */
export function AccountButton() {
  const me = useMe();
  const [wanted, setWanted] = useState(false);
  const fetchMenu = () => void load().catch(ignore);
  const open = () =>
    void load().then(() => {
      setWanted(true);
    }, ignore);
  const button = (
    <Button
      appearance="subtle"
      icon={<PersonCircle24Regular />}
      aria-label={`Account of ${me?.name ?? 'you'}`}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={fetchMenu}
      onFocus={fetchMenu}
      onClick={open}
    />
  );
  return wanted ? (
    <Suspense fallback={button}>
      <AccountMenu />
    </Suspense>
  ) : (
    button
  );
}
