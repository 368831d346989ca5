import { Checkbox, Field, Input, MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { makeTenant } from '#contract/new-tenants.ts';
import type { BillTo, BillToField } from '#model/bill-to.ts';
import { call, type ReplyOf } from '../../../lib/api.ts';
import { billToFieldWords } from '../../../ui/bill-to-words.ts';
import { CopyText } from '../../../ui/copy-text.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { useGo } from '../../../ui/text-link.tsx';
import { customersChanged } from './queries.ts';

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 220px), 1fr))',
    gap: tokens.spacingHorizontalM,
    alignItems: 'start',
  },
  told: { margin: 0, display: 'grid', gridTemplateColumns: 'max-content 1fr', gap: tokens.spacingHorizontalM, '& dd': { margin: 0 } },
});

/** In the order of an address. Without the second line and what only some countries have, nothing may be left out. */
const fields = [
  ...(['companyName', 'firstName', 'lastName', 'email', 'phone', 'addressLine1', 'addressLine2'] as const),
  ...(['postalCode', 'city', 'state', 'country', 'culture', 'language'] as const),
] satisfies readonly BillToField[];
const optional: readonly BillToField[] = ['addressLine2', 'postalCode', 'state'];

/** One label of a domain, as the server asks for it. */
const nameForm = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

const nobody: BillTo = {
  ...{ companyName: '', firstName: '', lastName: '', email: '', phone: '' },
  ...{ addressLine1: '', addressLine2: '', city: '', state: '', postalCode: '', country: '', culture: 'en-US', language: 'en' },
};

export type TenantDialogProps = { readonly connectionId: string; readonly domain: string; readonly onClose: () => void };

/** Makes a tenant at Microsoft for a company that has none. What it answers is shown here once: the password is kept nowhere. */
export function TenantDialog({ connectionId, domain, onClose }: TenantDialogProps) {
  const styles = useStyles();
  const go = useGo();
  const client = useQueryClient();
  const [tenantName, setName] = useState(domain.split('.')[0]?.replaceAll(/[^a-z0-9-]/g, '') ?? '');
  const [billTo, setBillTo] = useState(nobody);
  const [registrationNumber, setNumber] = useState('');
  const [addressAsTyped, setAsTyped] = useState(false);
  const [tried, setTried] = useState(false);
  const make = useMutation({
    mutationFn: () => call(makeTenant, { body: { connectionId, tenantName, billTo, registrationNumber, addressAsTyped } }),
    onSuccess: () => customersChanged(client),
  });
  if (make.data !== undefined)
    return (
      <FormDialog
        title={`${billTo.companyName} has a tenant`}
        submit="Open the customer"
        cancel="Close"
        isBusy={false}
        error={null}
        onSubmit={() => {
          onClose();
          go(`/customers/${make.data.customerId}`);
        }}
        onClose={onClose}
      >
        <Told made={make.data} />
      </FormDialog>
    );
  const isNamed = nameForm.test(tenantName);
  const isMissing = (field: BillToField): boolean => billTo[field].trim() === '' && !optional.includes(field);
  return (
    <FormDialog
      title="Make a tenant at Microsoft"
      submit={make.isPending ? 'Asking Microsoft…' : 'Make the tenant'}
      isBusy={make.isPending}
      error={make.error}
      errorTitle="No tenant was made from here"
      onSubmit={() => {
        setTried(true);
        if (isNamed && !fields.some(isMissing)) make.mutate();
      }}
      onClose={onClose}
    >
      <Field
        label="Name of the tenant"
        hint="Its first domain, for ever: contoso becomes contoso.onmicrosoft.com."
        required
        {...(tried && !isNamed && { validationMessage: 'Letters, digits and hyphens.' })}
      >
        <Input
          value={tenantName}
          maxLength={63}
          onChange={(_, { value }) => {
            setName(value.trim().toLowerCase());
          }}
        />
      </Field>
      <div className={styles.fields}>
        {fields.map((field) => (
          <Field
            key={field}
            label={billToFieldWords[field]}
            required={!optional.includes(field)}
            {...(tried && isMissing(field) && { validationMessage: `${billToFieldWords[field]} is missing.` })}
          >
            <Input
              value={billTo[field]}
              maxLength={200}
              onChange={(_, { value }) => {
                setBillTo({ ...billTo, [field]: field === 'country' ? value.toUpperCase() : value });
              }}
            />
          </Field>
        ))}
        <Field label="Registration number" hint="Only where its country asks for one.">
          <Input
            value={registrationNumber}
            maxLength={100}
            onChange={(_, { value }) => {
              setNumber(value);
            }}
          />
        </Field>
      </div>
      {make.isError && (
        <Checkbox
          label="Use the address as it is typed"
          checked={addressAsTyped}
          onChange={(_, { checked }) => {
            setAsTyped(checked === true);
          }}
        />
      )}
    </FormDialog>
  );
}

function Told({ made }: { readonly made: ReplyOf<typeof makeTenant> }) {
  const styles = useStyles();
  const { administrator, domain, agreementUrl, agreementRefusal } = made;
  return (
    <>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{administrator === null ? 'The password is lost' : 'The password is shown only now'}</MessageBarTitle>{' '}
          {administrator === null
            ? 'The tenant is there, but Microsoft’s answer with the first administrator’s password was lost on the way. Reset it at Microsoft.'
            : 'Nobody keeps it. Hand it to the customer; it is changed at the first sign-in.'}
        </MessageBarBody>
      </MessageBar>
      <dl className={styles.told}>
        <dt>Domain</dt>
        <dd>{domain}</dd>
        {administrator !== null && (
          <>
            <dt>Administrator</dt>
            <dd>
              <CopyText text={administrator.userName.includes('@') ? administrator.userName : `${administrator.userName}@${domain}`} />
            </dd>
            <dt>Password</dt>
            <dd>
              <CopyText text={administrator.password} />
            </dd>
          </>
        )}
        <dt>Customer Agreement</dt>
        <dd>
          <div>{agreementUrl === null ? agreementRefusal : <CopyText text={agreementUrl} />}</div>
          <div>Somebody of the customer accepts it; nothing can be ordered before.</div>
        </dd>
      </dl>
    </>
  );
}
