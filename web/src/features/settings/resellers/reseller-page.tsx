import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { changeOrganisation, listOrganisations } from '#contract/organisations.ts';
import { resellerRoles } from '#model/person.ts';
import { actingAddress } from '../../../lib/acting.ts';
import { call } from '../../../lib/api.ts';
import { usePathPart } from '../../../lib/url-state.ts';
import { useMay } from '../../../lib/use-me.ts';
import { Card, Facts } from '../../../ui/card.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { useProved } from '../../../ui/proof.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { Empty, QueryStates } from '../../../ui/states.tsx';
import { AddPerson } from '../people/add-person.tsx';
import { PeopleTable } from '../people/people-table.tsx';
import { RoleRights } from '../people/role-rights.tsx';
import { peopleQuery, type Reseller, resellersQuery } from './queries.ts';
import { ResellerCustomers } from './reseller-customers.tsx';
import { resellerWords, signInWords } from './words.ts';

const ResellerDialog = lazy(async () => ({ default: (await import('./reseller-dialog.tsx')).ResellerDialog }));
const crumbs = [{ title: 'Resellers', to: '/customers/resellers' }];

/** One reseller: what it is, which customers it sees, and its people. */
export function ResellerPage() {
  const id = usePathPart('resellerId');
  const query = useQuery(resellersQuery);
  const reseller = query.data?.data.find((each) => each.id === id);
  return (
    <Page
      title={reseller?.name ?? 'Reseller'}
      area="Customers"
      crumbs={crumbs}
      facts={reseller !== undefined && <StateBadge state={resellerWords[reseller.state]} />}
      actions={reseller !== undefined && <Acts reseller={reseller} />}
    >
      <QueryStates query={query}>
        {() =>
          reseller === undefined ? (
            <Empty title="There is no such reseller">It may have been added elsewhere.</Empty>
          ) : (
            <Parts reseller={reseller} />
          )
        }
      </QueryStates>
    </Page>
  );
}

function Parts({ reseller }: { readonly reseller: Reseller }) {
  const mayRead = useMay('people:read');
  return (
    <>
      {reseller.state === 'closed' && (
        <MessageBar intent="info">
          <MessageBarBody>Its people are let in no more. Its customers stay as they are.</MessageBarBody>
        </MessageBar>
      )}
      <Card title="Reseller">
        <Facts
          facts={[
            ['Partner id (MPN)', reseller.mpn || '–'],
            ['E-mail', reseller.email || '–'],
            ['Its people sign in', signInWords[reseller.signIn]],
          ]}
        />
      </Card>
      <ResellerCustomers reseller={reseller} />
      {mayRead && <ResellerPeople reseller={reseller} />}
    </>
  );
}

function ResellerPeople({ reseller }: { readonly reseller: Reseller }) {
  const query = useQuery(peopleQuery);
  const may = useMay('people:write');
  return (
    <>
      <Card title="People">
        <QueryStates query={query}>
          {({ data }) => {
            const own = data.filter(({ organisation }) => organisation?.id === reseller.id);
            return own.length === 0 ? <p>Nobody of {reseller.name} can sign in yet.</p> : <PeopleTable people={own} />;
          }}
        </QueryStates>
        <RoleRights roles={resellerRoles} />
      </Card>
      {may && reseller.state === 'active' && <AddPerson organisationId={reseller.id} first="resellerAdmin" />}
    </>
  );
}

function Acts({ reseller }: { readonly reseller: Reseller }) {
  const mayChange = useMay('people:write');
  const mayAct = useMay('customers:write') && reseller.state === 'active';
  const [isChanging, setChanging] = useState(false);
  return (
    <>
      {mayAct && (
        <Button as="a" appearance="primary" href={actingAddress(reseller.id)}>
          Act for {reseller.name}
        </Button>
      )}
      {mayChange && (
        <Button
          onClick={() => {
            setChanging(true);
          }}
        >
          Change
        </Button>
      )}
      {mayChange && <OpenOrClose reseller={reseller} />}
      {isChanging && (
        <Suspense>
          <ResellerDialog
            reseller={reseller}
            onKept={() => undefined}
            onClose={() => {
              setChanging(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** Closing shuts its people out from their next request on; it is undone by opening again. */
function OpenOrClose({ reseller: { id, name, state } }: { readonly reseller: Reseller }) {
  const client = useQueryClient();
  const proved = useProved();
  const change = useMutation({
    mutationFn: () => proved(() => call(changeOrganisation, { params: { id }, body: { state: state === 'active' ? 'closed' : 'active' } })),
    onSuccess: () => client.invalidateQueries({ queryKey: [listOrganisations.id] }),
  });
  return (
    <>
      <Button
        disabledFocusable={change.isPending}
        onClick={() => {
          if (!change.isPending) change.mutate();
        }}
      >
        {state === 'active' ? 'Shut out' : 'Let in again'}
      </Button>
      {change.isError && <ProblemMessage error={change.error} title={`${name} was not changed`} />}
    </>
  );
}
