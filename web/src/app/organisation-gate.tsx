import { Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useMe } from '../lib/use-me.ts';
import { Page } from '../ui/page.tsx';
import { Empty } from '../ui/states.tsx';
import { TextLink, useGo } from '../ui/text-link.tsx';
import { isForResellers } from './reseller-words.ts';

const OwnCompanyPage = lazy(async () => ({ default: (await import('../features/customers/own/own-company-page.tsx')).OwnCompanyPage }));

/** Pages as people of a customer, people of a reseller, and ours in its name, see them: their own, or why not. */
export const OrganisationGate = () => (useMe()?.customer == null ? <ResellerGate /> : <CustomerGate />);

/** The first page leads to their customers. */
function ResellerGate() {
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

/** The first page is their company. */
function CustomerGate() {
  const path = useLocation({ select: ({ pathname }) => pathname });
  if (path === '/')
    return (
      <Suspense>
        <OwnCompanyPage />
      </Suspense>
    );
  if (path === '/settings/account') return <Outlet />;
  return (
    <Page title="Not open to customers">
      <Empty title="This page is your provider’s" actions={<TextLink to="/">To my company</TextLink>}>
        You see what your company has, and who may act in its tenant.
      </Empty>
    </Page>
  );
}
