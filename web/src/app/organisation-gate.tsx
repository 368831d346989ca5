import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Page } from '../ui/page.tsx';
import { Empty } from '../ui/states.tsx';
import { TextLink, useGo } from '../ui/text-link.tsx';
import { isForResellers } from './reseller-words.ts';

/** Pages as people of a reseller, and ours in its name, see them: their own, or why not. The first page leads to their customers. */
export function OrganisationGate() {
  const go = useGo();
  const path = useLocation({ select: ({ pathname }) => pathname });
  useEffect(() => {
    if (path === '/') go('/own-customers');
  });
  if (path === '/') return null;
  if (isForResellers(path)) return <Outlet />;
  return (
    <Page title="Not open to resellers">
      <Empty title="This page is your provider’s" actions={<TextLink to="/own-customers">To my customers</TextLink>}>
        You see your own customers, what you asked for, and the people of your organisation.
      </Empty>
    </Page>
  );
}
