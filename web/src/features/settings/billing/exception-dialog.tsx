import { Field, Input } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keepBillingException, listBillingExceptions } from '#contract/billing.ts';
import { listProductMappings } from '#contract/mapping.ts';
import type { BillingChoice, BillingProduct } from '#model/billing-behaviour.ts';
import { call } from '../../../lib/api.ts';
import { CustomerPicker } from '../../../ui/customer-picker.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { useProved } from '../../../ui/proof.tsx';
import { SearchPicker } from '../../../ui/search-picker.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { BillingFields } from './billing-fields.tsx';
import { BillingTrial } from './billing-trial.tsx';

type Product = BillingProduct & { readonly name: string };

/** What is otherwise for a customer, a product, or a product of a customer. */
export function ExceptionDialog({ onClose }: { readonly onClose: () => void }) {
  const [customerId, setCustomerId] = useState<string>();
  const [product, setProduct] = useState<Product>();
  const [choice, setChoice] = useState<BillingChoice>({});
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const client = useQueryClient();
  const proved = useProved();
  const toast = useToast();
  const key = product && { productId: product.productId, skuId: product.skuId };
  const save = useMutation({
    mutationFn: () =>
      proved(() =>
        call(keepBillingException, {
          body: {
            choice,
            ...(customerId !== undefined && { customerId }),
            ...(key !== undefined && { product: key }),
            ...(reason.trim() !== '' && { reason: reason.trim() }),
          },
        }),
      ),
    onSuccess: (kept) => {
      client.setQueryData([listBillingExceptions.id], kept);
      toast('Billed otherwise from now on');
      onClose();
    },
  });
  const lacks = lacking(customerId, product, choice);
  return (
    <FormDialog
      title="Bill a customer or product otherwise"
      submit="Save"
      isBusy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (lacks === undefined) save.mutate();
      }}
    >
      <CustomerPicker wide customerId={customerId} onChoose={setCustomerId} />
      <SearchPicker
        label="Product"
        searchKey={[listProductMappings.id, 'pick']}
        search={async (q, signal) => {
          const { data } = await call(listProductMappings, { query: { q, limit: 20 }, signal });
          return data.map(({ productId, skuId, productName }) => ({
            id: `${productId} ${skuId}`,
            name: productName,
            detail: `${productId} ${skuId}`,
          }));
        }}
        chosen={product && { id: `${product.productId} ${product.skuId}`, name: product.name }}
        onChoose={(chosen) => {
          const [productId = '', skuId = ''] = chosen?.id.split(' ') ?? [];
          setProduct(chosen === undefined ? undefined : { productId, skuId, name: chosen.name });
        }}
      />
      <BillingFields value={choice} onChange={setChoice} mayLeaveOut />
      <Field label="Why (optional)">
        <Input
          value={reason}
          onChange={(_, { value }) => {
            setReason(value);
          }}
        />
      </Field>
      {tried && lacks !== undefined && <p role="alert">{lacks}</p>}
      {lacks === undefined && (
        <BillingTrial key={JSON.stringify([choice, customerId, key])} choice={choice} customerId={customerId} product={key} />
      )}
    </FormDialog>
  );
}

/** What has to be chosen first; undefined: nothing. */
function lacking(customerId: string | undefined, product: Product | undefined, choice: BillingChoice): string | undefined {
  if (customerId === undefined && product === undefined) return 'Choose a customer, a product, or both.';
  return Object.keys(choice).length === 0 ? 'Choose at least one thing that is otherwise.' : undefined;
}
