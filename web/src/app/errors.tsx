import { Button } from '@fluentui/react-components';
import { Component, type ReactNode } from 'react';
import { Page } from '../ui/page.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { Empty } from '../ui/states.tsx';
import { useGo } from '../ui/text-link.tsx';

/** A page that broke while drawing: the frame stays, the page says so. */
export function BrokenPage({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  return (
    <Page title="This page ran into an error">
      <ProblemMessage error={error} onRetry={reset} />
    </Page>
  );
}

export function NotFoundPage() {
  const go = useGo();
  return (
    <Page title="There is nothing here">
      <Empty
        title="This address leads nowhere"
        actions={
          <Button
            appearance="primary"
            onClick={() => {
              go('/');
            }}
          >
            Go to Overview
          </Button>
        }
      >
        The thing may have been removed, or you may not see it with your role.
      </Empty>
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
