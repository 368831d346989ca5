import { createRootRoute, createRouter, Outlet } from '@tanstack/react-router';
import { parseSearch, printSearch } from '../lib/url-state.ts';

const root = createRootRoute({ component: Outlet });
export const createAppRouter = () => createRouter({ routeTree: root, parseSearch, stringifySearch: printSearch });
