import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import { ChevronRight12Regular } from '@fluentui/react-icons';
import { type ReactNode, useEffect, useRef } from 'react';
import { TextLink } from './text-link.tsx';

const useStyles = makeStyles({
  frame: { display: 'flex', flex: '1 1 0', minHeight: 0, minWidth: 0 },
  page: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    flex: '1 1 0',
    minWidth: 0,
    minHeight: 0,
    overflowY: 'auto',
    scrollPaddingBlock: '64px',
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXXL}`,
    '@media (max-width: 719px)': { padding: tokens.spacingHorizontalM },
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM, flexShrink: 0 },
  titles: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, flexGrow: 1, minWidth: 0 },
  title: {
    ...typographyStyles.title2,
    margin: 0,
    overflowWrap: 'anywhere',
    outlineStyle: 'none',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  crumbs: { flexShrink: 0, marginBlockEnd: `-${tokens.spacingVerticalS}` },
  crumbList: { listStyleType: 'none', display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, margin: 0, padding: 0 },
  crumb: { display: 'flex', alignItems: 'center', color: tokens.colorNeutralForeground2, whiteSpace: 'nowrap' },
  // The title stands below it in full.
  here: { display: 'block', minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' },
  body: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, flex: '1 0 auto', minWidth: 0 },
  fill: { flex: '1 1 0', minHeight: '320px' },
});

export type Crumb = { readonly title: string; readonly to: string };
export type PageProps = {
  readonly title: string;
  /** Navigation area, for the window title "Thing – Area – Concord". Left out when the title is the area. */
  readonly area?: string;
  readonly crumbs?: readonly Crumb[];
  /** Beside the title: badges, counts. */
  readonly facts?: ReactNode;
  readonly actions?: ReactNode;
  /** The drawer beside the page (`Panel`). */
  readonly panel?: ReactNode;
  /** The body takes the height that is left and scrolls inside: pages that are one list. */
  readonly fill?: boolean;
  readonly children: ReactNode;
};

let isFirst = true;

/** One screen: window title, breadcrumb, one h1 that gets the focus when the route changes, actions, body. */
export function Page({ title, area, crumbs, facts, actions, panel, fill = false, children }: PageProps) {
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirst) heading.current?.focus({ preventScroll: true });
    isFirst = false;
  }, []);
  useEffect(() => {
    document.title = [title, area, 'Concord'].filter((part) => part !== undefined && part !== '').join(' – ');
  }, [title, area]);
  return (
    <div className={styles.frame}>
      <div className={styles.page} data-page="">
        {crumbs !== undefined && <Crumbs crumbs={crumbs} title={title} />}
        <div className={styles.head}>
          <div className={styles.titles}>
            <h1 ref={heading} tabIndex={-1} className={styles.title}>
              {title}
            </h1>
            {facts}
          </div>
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </div>
        <div className={mergeClasses(styles.body, fill && styles.fill)}>{children}</div>
      </div>
      {panel}
    </div>
  );
}

function Crumbs({ crumbs, title }: { readonly crumbs: readonly Crumb[]; readonly title: string }) {
  const styles = useStyles();
  return (
    <nav aria-label="Breadcrumb" className={styles.crumbs}>
      <ol className={styles.crumbList}>
        {crumbs.map((crumb) => (
          <li key={crumb.to} className={styles.crumb}>
            <TextLink to={crumb.to}>{crumb.title}</TextLink>
            <ChevronRight12Regular aria-hidden />
          </li>
        ))}
        <li aria-current="page" className={mergeClasses(styles.crumb, styles.here)}>
          {title}
        </li>
      </ol>
    </nav>
  );
}
