import { afterEach } from 'vitest';
import { cleanup } from 'vitest-browser-react';
import { actFor } from '../lib/acting.ts';
import { rememberCsrf } from '../lib/api.ts';

// All files share one page of the browser, as they share their modules: reading the app anew for each took half of the time.
// So each test leaves what a page that was just opened has. First the app goes: it loads the page anew when another name is set below it.
afterEach(async () => {
  await cleanup();
  document.body.replaceChildren();
  localStorage.clear();
  sessionStorage.clear();
  rememberCsrf(null);
  actFor(undefined);
});
