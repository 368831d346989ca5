import { Component, lazy, type ReactNode, Suspense } from 'react';
import { Page } from '../ui/page.tsx';
import type { ProblemMessageProps } from '../ui/problem-message.tsx';

// Its message bar is no part of a page that is well. What broke may be the way to the server: then a sentence has to do.
const Message = lazy(() =>
  import('../ui/problem-message.tsx').then((module) => ({ default: module.ProblemMessage })).catch(() => ({ default: Plain })),
);

function Plain({ error }: ProblemMessageProps) {
  return <p role="alert">{error instanceof Error ? error.message : 'Unknown error'} Reload the page.</p>;
}

/** A problem of the frame itself. */
export function FrameProblem(props: ProblemMessageProps) {
  return (
    <Suspense>
      <Message {...props} />
    </Suspense>
  );
}

/** A page that broke while drawing: the frame stays, the page says so. */
export function BrokenPage({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  return (
    <Page title="This page ran into an error">
      <FrameProblem error={error} onRetry={reset} />
    </Page>
  );
}

/** Around a part of the frame that must not take the page with it when it breaks. */
export class Guarded extends Component<{ readonly children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError() {
    return { broken: true };
  }
  override render() {
    return this.state.broken ? null : this.props.children;
  }
}
