import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useLocation } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useMe } from '../lib/use-me.ts';
import { useGo } from '../ui/text-link.tsx';
import { isInArea, type NavEntry, navEntries } from './words.ts';

const OpenBadge = lazy(async () => ({ default: (await import('./open-badge.tsx')).OpenBadge }));

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: tokens.spacingHorizontalS, display: 'flex', flexDirection: 'column', gap: '2px' },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '40px',
    paddingInline: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    boxSizing: 'border-box',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover, color: tokens.colorNeutralForeground1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  current: {
    backgroundColor: tokens.colorSubtleBackgroundSelected,
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    boxShadow: `inset 3px 0 0 ${tokens.colorBrandStroke1}`,
  },
  icon: { flexShrink: 0 },
  iconOnly: { justifyContent: 'center', paddingInline: 0, width: '44px' },
});

export type NavProps = { readonly iconsOnly: boolean; readonly onGone?: () => void; readonly entries?: readonly NavEntry[] };

/** The main navigation; with icons only, the names stay as tooltips and accessible names. */
export function Nav({ iconsOnly, onGone, entries: all = navEntries }: NavProps) {
  const styles = useStyles();
  const me = useMe();
  const path = useLocation({ select: (location) => location.pathname });
  const entries = all.filter((entry) => me?.permissions.includes(entry.may) ?? true);
  return (
    <nav aria-label="Main">
      <ul className={styles.list}>
        {entries.map((entry) => (
          <li key={entry.to}>
            <NavLink entry={entry} isCurrent={isInArea(path, entry)} iconsOnly={iconsOnly} {...(onGone !== undefined && { onGone })} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

type NavLinkProps = NavProps & { readonly entry: NavEntry; readonly isCurrent: boolean };

function NavLink({ entry, isCurrent, iconsOnly, onGone }: NavLinkProps) {
  const styles = useStyles();
  const go = useGo();
  const me = useMe();
  const { icon: Icon } = entry;
  return (
    <a
      href={entry.to}
      {...(iconsOnly && { title: entry.title, 'aria-label': entry.title })}
      className={mergeClasses(styles.link, isCurrent && styles.current, iconsOnly && styles.iconOnly)}
      {...(isCurrent && { 'aria-current': 'page' as const })}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        go(entry.to);
        onGone?.();
      }}
    >
      <Icon className={styles.icon} aria-hidden />
      {!iconsOnly && entry.title}
      {!iconsOnly && entry.to === '/reconciliation' && me?.permissions.includes('overview:read') === true && (
        <Suspense>
          <OpenBadge />
        </Suspense>
      )}
    </a>
  );
}
