import { createDOMRenderer, FluentProvider, makeStyles, RendererProvider, tokens } from '@fluentui/react-components';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { useTheme } from '../lib/theme.ts';
import { ProofProvider } from '../ui/proof.tsx';
import { ToastProvider } from '../ui/toasts.tsx';

// After the first picture. Without it the page still works: what needs a focus manager brings its own.
const nothing = { default: () => null };
const FocusKeeper = lazy(() => import('./focus-keeper.tsx').then((module) => ({ default: module.FocusKeeper })).catch(() => nothing));

/** The server allows only styles with its nonce; the component library makes its styles at run time and gets it here. */
const nonceOf = (): string => document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? '';
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce: nonceOf() } });

const useStyles = makeStyles({ root: { backgroundColor: tokens.colorNeutralBackground2, minHeight: '100dvh' } });

export function Providers({ client, children }: { readonly client: QueryClient; readonly children: ReactNode }) {
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <QueryClientProvider client={client}>
        <Themed>{children}</Themed>
      </QueryClientProvider>
    </RendererProvider>
  );
}

function Themed({ children }: { readonly children: ReactNode }) {
  const styles = useStyles();
  const { theme, isDark } = useTheme();
  useEffect(() => {
    // The provider does not paint the page itself: without this a dark page has a white edge.
    document.body.style.margin = '0';
    document.body.style.backgroundColor = theme.colorNeutralBackground2;
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
  }, [theme, isDark]);
  return (
    <FluentProvider theme={theme}>
      {/* Not on the provider itself: it hands its classes to every portal, and a tall portal takes the clicks of the page below. */}
      <div className={styles.root}>
        <ToastProvider>
          <ProofProvider>{children}</ProofProvider>
        </ToastProvider>
      </div>
      <Suspense>
        <FocusKeeper />
      </Suspense>
    </FluentProvider>
  );
}
