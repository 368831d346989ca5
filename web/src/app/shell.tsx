import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { actingFor, organisationIn } from '../lib/acting.ts';
import { meQuery, useIsReseller } from '../lib/use-me.ts';
import { narrow, phone, useMedia } from '../lib/use-media.ts';
import { useGo } from '../ui/text-link.tsx';
import { Banners } from './banners.tsx';
import { FrameProblem, Guarded } from './errors.tsx';
import { Nav } from './nav.tsx';
import { useShortcuts } from './shortcuts.tsx';
import { TopBar } from './top-bar.tsx';

// What opens only on request is loaded then.
const NavDrawer = lazy(async () => ({ default: (await import('./nav-drawer.tsx')).NavDrawer }));
const ShortcutDialog = lazy(async () => ({ default: (await import('./shortcut-dialog.tsx')).ShortcutDialog }));
const OrganisationGate = lazy(async () => ({ default: (await import('./organisation-gate.tsx')).OrganisationGate }));
const ResellerNav = lazy(async () => ({ default: (await import('./reseller-nav.tsx')).ResellerNav }));
const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));

const useStyles = makeStyles({
  shell: { display: 'flex', flexDirection: 'column', height: '100dvh', overflow: 'hidden' },
  middle: { display: 'flex', flex: '1 1 0', minHeight: 0 },
  side: {
    width: '216px',
    flexShrink: 0,
    overflowY: 'auto',
    backgroundColor: tokens.colorNeutralBackground2,
    borderInlineEndWidth: '1px',
    borderInlineEndStyle: 'solid',
    borderInlineEndColor: tokens.colorNeutralStroke2,
  },
  icons: { width: '61px', flexShrink: 0 },
  main: { display: 'flex', flex: '1 1 0', minWidth: 0, minHeight: 0 },
  skip: {
    position: 'absolute',
    insetInlineStart: tokens.spacingHorizontalM,
    top: '-100px',
    zIndex: 10,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorBrandForegroundLink,
    ':focus': { top: tokens.spacingVerticalS },
  },
  problem: { padding: tokens.spacingHorizontalL, flex: 1 },
});

type Open = 'palette' | 'help' | 'nav' | undefined;

/** The frame around every page of a signed-in person. */
export function Shell() {
  const styles = useStyles();
  const isPhone = useMedia(phone);
  const iconsOnly = useMedia(narrow);
  const go = useGo();
  const [open, setOpen] = useState<Open>();
  const close = () => {
    setOpen(undefined);
  };
  const isReseller = useIsReseller();
  const acts = {
    onSearch: () => {
      // The search is over everything.
      if (!isReseller) setOpen('palette');
    },
    onHelp: () => {
      setOpen('help');
    },
    go,
  };
  useShortcuts(acts);
  const here = useLocation({ select: ({ searchStr }) => searchStr });
  const isOtherName = organisationIn(here) !== actingFor();
  useEffect(() => {
    if (isOtherName) location.reload();
  }, [isOtherName]);
  // Nothing that was read in one name is shown, or asked for, in another.
  if (isOtherName) return null;
  return (
    <div className={styles.shell}>
      <a
        href="#main"
        className={styles.skip}
        onClick={(event) => {
          event.preventDefault();
          document.querySelector<HTMLElement>('#main h1')?.focus();
        }}
      >
        Skip to the page
      </a>
      <TopBar
        {...acts}
        onMenu={() => {
          setOpen('nav');
        }}
      />
      <Guarded>
        <Banners />
      </Guarded>
      <div className={styles.middle}>
        {!isPhone && (
          <div className={iconsOnly ? styles.icons : styles.side}>
            {isReseller ? (
              <Suspense>
                <ResellerNav iconsOnly={iconsOnly} />
              </Suspense>
            ) : (
              <Nav iconsOnly={iconsOnly} />
            )}
          </div>
        )}
        <main id="main" className={styles.main}>
          <Body />
        </main>
      </div>
      <Suspense>
        {isPhone && open === 'nav' && <NavDrawer onClose={close} />}
        {open === 'help' && <ShortcutDialog onClose={close} />}
        {open === 'palette' && <Palette onClose={close} />}
      </Suspense>
    </div>
  );
}

/** The page, unless nobody knows who asks, or it is not open to whoever does. */
function Body() {
  const styles = useStyles();
  const me = useQuery(meQuery);
  const isReseller = useIsReseller();
  if (me.isError && me.data === undefined)
    return (
      <div className={styles.problem}>
        <FrameProblem error={me.error} onRetry={() => void me.refetch()} />
        {actingFor() !== undefined && <Link href="/">Go on in your own name</Link>}
      </div>
    );
  if (isReseller)
    return (
      <Suspense>
        <OrganisationGate />
      </Suspense>
    );
  return <Outlet />;
}
