import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { plural } from '../lib/format.ts';
import { overviewQuery } from '../lib/overview-query.ts';
import { useMe } from '../lib/use-me.ts';
import { useGo } from '../ui/text-link.tsx';
import { isInArea, type NavEntry, navEntries } from './words.ts';

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
  badge: {
    marginInlineStart: 'auto',
    paddingInline: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground5,
    color: tokens.colorNeutralForeground1,
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
  },
  hidden: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
  iconOnly: { justifyContent: 'center', paddingInline: 0, width: '44px' },
});

export type NavProps = { readonly iconsOnly: boolean; readonly onGone?: () => void };

/** The main navigation; with icons only, the names stay as tooltips and accessible names. */
export function Nav({ iconsOnly, onGone }: NavProps) {
  const styles = useStyles();
  const me = useMe();
  const path = useLocation({ select: (location) => location.pathname });
  const open = useQuery({ ...overviewQuery, enabled: me?.permissions.includes('overview:read') === true }).data?.differences.open ?? 0;
  const entries = navEntries.filter((entry) => me?.permissions.includes(entry.may) ?? true);
  return (
    <nav aria-label="Main">
      <ul className={styles.list}>
        {entries.map((entry) => (
          <li key={entry.to}>
            <NavLink
              entry={entry}
              open={entry.to === '/reconciliation' ? open : 0}
              isCurrent={isInArea(path, entry)}
              iconsOnly={iconsOnly}
              {...(onGone !== undefined && { onGone })}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** `open`: findings of the area that wait for somebody. */
type NavLinkProps = NavProps & { readonly entry: NavEntry; readonly open: number; readonly isCurrent: boolean };

function NavLink({ entry, open, isCurrent, iconsOnly, onGone }: NavLinkProps) {
  const styles = useStyles();
  const go = useGo();
  const { icon: Icon } = entry;
  const name = open === 0 ? entry.title : `${entry.title}, ${plural(open, 'open difference', 'open differences')}`;
  return (
    <a
      href={entry.to}
      {...(iconsOnly && { title: name, 'aria-label': name })}
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
      {!iconsOnly && open > 0 && (
        <span className={styles.badge}>
          {open > 999 ? '999+' : open}
          <span className={styles.hidden}> open</span>
        </span>
      )}
    </a>
  );
}
