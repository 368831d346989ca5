import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useLocation } from '@tanstack/react-router';
import type { Permission } from '#model/person.ts';
import { useMe } from '../lib/use-me.ts';
import { TextLink } from './text-link.tsx';

export type AreaTab = { readonly to: string; readonly title: string; readonly may: Permission };

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', flexShrink: 0, gap: tokens.spacingHorizontalL },
  page: { color: tokens.colorNeutralForeground2, paddingBlock: tokens.spacingVerticalSNudge },
  current: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    boxShadow: `inset 0 -2px 0 ${tokens.colorCompoundBrandStroke}`,
  },
});

/** The pages of an area, side by side; those that the viewer may not read are not there. They are links: each is a page of its own. */
export function AreaTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly AreaTab[] }) {
  const styles = useStyles();
  const me = useMe();
  const path = useLocation({ select: (location) => location.pathname });
  const current = tabs.filter(({ to }) => path === to || path.startsWith(`${to}/`)).at(-1)?.to;
  const shown = tabs.filter(({ may }) => me?.permissions.includes(may) ?? true);
  if (shown.length < 2) return null;
  return (
    <nav aria-label={label} className={styles.bar}>
      {shown.map(({ to, title }) => (
        <TextLink key={to} to={to} className={mergeClasses(styles.page, to === current && styles.current)} isCurrent={to === current}>
          {title}
        </TextLink>
      ))}
    </nav>
  );
}
