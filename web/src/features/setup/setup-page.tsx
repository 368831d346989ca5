import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { type RouterHistory, useRouter } from '@tanstack/react-router';
import { type ComponentType, useEffect } from 'react';
import { SetupPage as Place, type SetupPage as PlaceName, setupPath } from '#model/setup.ts';
import { usePathPart } from '../../lib/url-state.ts';
import { lacksPermission, useMay, useMe } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { AccessScreen } from './access-screen.tsx';
import { ConnectionsScreen } from './connections-screen.tsx';
import { FinishScreen } from './finish-screen.tsx';
import { Footer } from './footer.tsx';
import { AccountScreen, ProductScreen } from './mapping-screens.tsx';
import { type SetupData, setupQuery } from './queries.ts';
import { ReadinessScreen } from './readiness-screen.tsx';
import { SettingsScreen } from './settings-screen.tsx';
import { Stepper } from './stepper.tsx';
import { SystemsScreen } from './systems-screen.tsx';
import { pageWords } from './words.ts';

const useStyles = makeStyles({
  frame: {
    display: 'grid',
    gridTemplateColumns: '240px minmax(0, 1fr) 260px',
    gap: tokens.spacingHorizontalXXL,
    alignItems: 'start',
    '@media (max-width: 1279px)': { gridTemplateColumns: '220px minmax(0, 1fr)' },
    '@media (max-width: 719px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  /** A list needs the room: what explains the step stands below it. */
  wide: { gridTemplateColumns: '220px minmax(0, 1fr)', '@media (max-width: 719px)': { gridTemplateColumns: 'minmax(0, 1fr)' } },
  below: { gridColumn: '1 / -1' },
  middle: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
  side: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, '@media (max-width: 1279px)': { gridColumn: '1 / -1' } },
  text: { margin: 0 },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
});

/** What each screen of the set-up shows in its middle. */
export type Screen = ComponentType<{ readonly setup: SetupData; readonly may: boolean }>;

const screens: Readonly<Record<PlaceName, Screen>> = {
  systems: SystemsScreen,
  readiness: ReadinessScreen,
  connections: ConnectionsScreen,
  access: AccessScreen,
  accountMapping: AccountScreen,
  productMapping: ProductScreen,
  settings: SettingsScreen,
  finish: FinishScreen,
};

/** Steps that hold a screen of the product. */
const holdsList: ReadonlySet<PlaceName> = new Set(['access', 'accountMapping', 'productMapping']);

/** One screen of the set-up: steps on the left, the screen, and on the right why. All state is the server's: a reload loses nothing. */
export function SetupPage() {
  const styles = useStyles();
  const query = useQuery(setupQuery);
  const me = useMe();
  const may = useMay('setup:write');
  const path = `/setup/${usePathPart('page')}`;
  const asked = Place.options.find((each) => setupPath(each) === path);
  const page = asked ?? query.data?.next ?? 'finish';
  useOwnAddress(asked === undefined && query.data !== undefined ? setupPath(page) : undefined);
  const { title, why, happens, problems } = pageWords[page];
  const Screen = screens[page];
  if (me?.permissions.includes('connections:read') === false)
    return (
      <Page title="Set-up">
        <Empty title="You cannot see the set-up">{lacksPermission('connections:read')}</Empty>
      </Page>
    );
  return (
    <Page key={page} title={title} area="Set-up" actions={<Button onClick={print}>Print</Button>}>
      <QueryStates query={query}>
        {(setup) => (
          <div className={mergeClasses(styles.frame, holdsList.has(page) && styles.wide)}>
            <Stepper setup={setup} page={page} />
            <div className={styles.middle}>
              <Screen setup={setup} may={may} />
              {!may && <p className={styles.text}>You can look. {lacksPermission('setup:write')}</p>}
              {/* The first page goes on by its own button: another beside it would lose what was ticked. */}
              {page !== 'systems' && <Footer setup={setup} page={page} />}
            </div>
            <aside className={mergeClasses(styles.side, holdsList.has(page) && styles.below)} aria-label="About this step">
              <Card title="Why">
                <p className={styles.text}>{why}</p>
              </Card>
              <Card title="What happens to my data">
                <p className={styles.text}>{happens}</p>
              </Card>
              {problems.length > 0 && (
                <Card title="Typical problems">
                  <ul className={styles.list}>
                    {problems.map((problem) => (
                      <li key={problem}>{problem}</li>
                    ))}
                  </ul>
                </Card>
              )}
              <TextLink to="/setup/permissions">Permission sheet for your security reviewer</TextLink>
            </aside>
          </div>
        )}
      </QueryStates>
    </Page>
  );
}

/** `/setup` alone leads to the screen where it goes on, and stays there when the server's state moves on. */
function useOwnAddress(path: string | undefined): void {
  const { history } = useRouter() as { history: RouterHistory }; // the router is not registered by type: pages take any path
  useEffect(() => {
    if (path !== undefined) history.replace(path);
  }, [history, path]);
}

const print = (): void => {
  window.print();
};
