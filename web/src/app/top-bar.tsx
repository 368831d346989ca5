import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Navigation24Regular, QuestionCircle24Regular, Search20Regular } from '@fluentui/react-icons';
import { useIsReseller } from '../lib/use-me.ts';
import { phone, useMedia } from '../lib/use-media.ts';
import { TextLink } from '../ui/text-link.tsx';
import { AccountButton } from './account-button.tsx';
import { ScopeSwitcher } from './scope-switcher.tsx';
import { SyncState } from './sync-state.tsx';

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
  space: { flex: '1 1 0' },
  search: { justifyContent: 'flex-start', minWidth: '220px', fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground2 },
  key: { marginInlineStart: 'auto', fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

export type TopBarProps = { readonly onMenu: () => void; readonly onSearch: () => void; readonly onHelp: () => void };

export function TopBar({ onMenu, onSearch, onHelp }: TopBarProps) {
  const styles = useStyles();
  const small = useMedia(phone);
  const isReseller = useIsReseller();
  return (
    <header className={styles.bar}>
      {small && <Button appearance="subtle" icon={<Navigation24Regular />} aria-label="Open navigation" onClick={onMenu} />}
      <TextLink to="/" className={styles.name}>
        Concord
      </TextLink>
      {!small && !isReseller && <ScopeSwitcher />}
      <span className={styles.space} />
      {isReseller ? null : small ? (
        <Button appearance="subtle" icon={<Search20Regular />} aria-label="Search" onClick={onSearch} />
      ) : (
        <Button className={styles.search} icon={<Search20Regular />} onClick={onSearch}>
          Search <span className={styles.key}>Ctrl K</span>
        </Button>
      )}
      {!isReseller && <SyncState iconOnly={small} />}
      <Button appearance="subtle" icon={<QuestionCircle24Regular />} aria-label="Help and shortcuts" onClick={onHelp} />
      <AccountButton />
    </header>
  );
}
