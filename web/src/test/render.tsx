import { QueryClient } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { Providers } from '../app/providers.tsx';
import { chooseTheme, type ThemeChoice } from '../lib/theme.ts';
import { parseSearch, printSearch } from '../lib/url-state.ts';

export type RenderOptions = {
  /** Address of the page: `/reconciliation?panel=dif_...`. */
  readonly at?: string;
  /** Path pattern with parameters: `/plans/$planId`. */
  readonly path?: string;
  readonly theme?: ThemeChoice;
  readonly width?: number;
};

/** Puts one page into a real browser with everything around it that it needs. Other addresses show "Went to ...". */
export async function renderPage(element: ReactNode, { at = '/', path, theme = 'light', width = 1280 }: RenderOptions = {}) {
  await page.viewport(width, 800);
  chooseTheme(theme);
  const history = createMemoryHistory({ initialEntries: [at] });
  const root = createRootRoute({ component: Outlet });
  const here = path ?? at.split('?')[0] ?? '/';
  const own = createRoute({
    getParentRoute: () => root,
    path: here,
    component: () => (
      <div style={{ display: 'flex', height: '100dvh' }}>
        <main style={{ display: 'flex', flex: 1, minWidth: 0 }}>{element}</main>
      </div>
    ),
  });
  const other = createRoute({ getParentRoute: () => root, path: '$', component: () => <p>Went to {history.location.href}</p> });
  const router = createRouter({ routeTree: root.addChildren([own, other]), history, parseSearch, stringifySearch: printSearch });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false }, mutations: { retry: false } } });
  const screen = await render(
    <Providers client={client}>
      <RouterProvider router={router} />
    </Providers>,
  );
  return { screen, client, address: () => history.location.href };
}
