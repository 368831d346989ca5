import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { listPeople } from '#contract/people.ts';
import { Role, resellerRoles } from '#model/person.ts';
import { call } from '../../lib/api.ts';
import { useIsReseller, useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { SettingsTabs } from '../../ui/settings-tabs.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { AddPerson } from './people/add-person.tsx';
import { PeopleTable } from './people/people-table.tsx';
import { RoleRights } from './people/role-rights.tsx';

const AddCustomerPerson = lazy(async () => ({ default: (await import('./people/add-customer-person.tsx')).AddCustomerPerson }));

/** Users and their roles: all of them for us, those of the own organisation for a reseller. */
export function PeoplePage() {
  const query = useQuery({ queryKey: [listPeople.id], queryFn: ({ signal }) => call(listPeople, { signal }) });
  const may = useMay('people:write');
  const isReseller = useIsReseller();
  const [adding, setAdding] = useState(false);
  return (
    <Page title="People" area="Settings">
      <SettingsTabs />
      <QueryStates query={query}>
        {({ data }) => (
          <>
            <Card title="Users">
              <PeopleTable
                people={data}
                withOrganisation={data.some(({ organisation, customer }) => (organisation ?? customer) !== null) && !isReseller}
              />
            </Card>
            {may && <AddPerson first={isReseller ? 'resellerUser' : 'operator'} />}
            {may && !isReseller && !adding && (
              <div>
                <Button
                  onClick={() => {
                    setAdding(true);
                  }}
                >
                  Add a customer’s own user…
                </Button>
              </div>
            )}
            <Suspense>{adding && <AddCustomerPerson />}</Suspense>
            <Card title="What each role may do">
              <RoleRights roles={isReseller ? resellerRoles : Role.options} />
            </Card>
          </>
        )}
      </QueryStates>
    </Page>
  );
}
