import { Button } from '@fluentui/react-components';
import { Page } from '../ui/page.tsx';
import { Empty } from '../ui/states.tsx';
import { useGo } from '../ui/text-link.tsx';

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
