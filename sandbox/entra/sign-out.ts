import type { RemoteAnswer, RemoteRequest } from '../remote.ts';
import type { World } from '../world/world.ts';
import { page } from './pages.ts';
import { endSession } from './session.ts';

/** {tenant}/oauth2[/v2.0]/logout: the browser is signed out and goes back where the app wants it. */
export function signOut(request: RemoteRequest, world: World): RemoteAnswer {
  const headers = endSession(world, request);
  const wanted = request.query.get('post_logout_redirect_uri') ?? '';
  if (!/^https?:\/\//i.test(wanted) || !URL.canParse(wanted)) {
    const done = page('Signed out', '<h1>You signed out of your account</h1><p>You can close this window.</p>');
    return { ...done, headers: { ...done.headers, ...headers } };
  }
  const back = new URL(wanted);
  const state = request.query.get('state');
  if (state !== null) back.searchParams.set('state', state);
  return { status: 302, headers: { location: back.toString(), 'cache-control': 'no-store', ...headers } };
}
