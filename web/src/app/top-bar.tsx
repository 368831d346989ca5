import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Navigation24Regular, QuestionCircle24Regular, Search20Regular } from '@fluentui/react-icons';
import { lazy, Suspense } from 'react';
import { phone, useMedia } from '../lib/use-media.ts';
import { TextLink } from '../ui/text-link.tsx';
import { SyncState } from './sync-state.tsx';

// Menus and lists bring positioning and much more along: after the first picture.
const AccountMenu = lazy(async () => ({ default: (await import('./account-menu.tsx')).AccountMenu }));
const ScopeSwitcher = lazy(async () => ({ default: (await import('./scope-switcher.tsx')).ScopeSwitcher }));

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minHeight: '48px',
    paddingInline: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  name: {
    fontSize: tokens.fontSizeBase400,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
    marginInlineEnd: tokens.spacingHorizontalM,
    ':hover': { color: tokens.colorNeutralForeground1 },
  },
  menu: { width: '32px' },
  space: { flex: '1 1 0' },
  search: { justifyContent: 'flex-start', minWidth: '220px', fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground2 },
  key: { marginInlineStart: 'auto', fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

export type TopBarProps = { readonly onMenu: () => void; readonly onSearch: () => void; readonly onHelp: () => void };

export function TopBar({ onMenu, onSearch, onHelp }: TopBarProps) {
  const styles = useStyles();
  const small = useMedia(phone);
  return (
    <header className={styles.bar}>
      {small && <Button appearance="subtle" icon={<Navigation24Regular />} aria-label="Open navigation" onClick={onMenu} />}
      <TextLink to="/" className={styles.name}>
        Concord
      </TextLink>
      {!small && (
        <Suspense>
          <ScopeSwitcher />
        </Suspense>
      )}
      <span className={styles.space} />
      {small ? (
        <Button appearance="subtle" icon={<Search20Regular />} aria-label="Search" onClick={onSearch} />
      ) : (
        <Button className={styles.search} icon={<Search20Regular />} onClick={onSearch}>
          Search <span className={styles.key}>Ctrl K</span>
        </Button>
      )}
      <SyncState iconOnly={small} />
      <Button appearance="subtle" icon={<QuestionCircle24Regular />} aria-label="Help and shortcuts" onClick={onHelp} />
      <Suspense fallback={<span className={styles.menu} />}>
        <AccountMenu />
      </Suspense>
    </header>
  );
}
