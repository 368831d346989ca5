import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createQueryClient } from '../lib/query-client.ts';
import { Providers } from './providers.tsx';
import { createAppRouter } from './router.tsx';

const client = createQueryClient(() => {
  if (!location.pathname.startsWith('/sign-in'))
    location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
});
const router = createAppRouter();

export function App() {
  return (
    <StrictMode>
      <Providers client={client}>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>
  );
}
