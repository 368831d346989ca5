import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Select,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addMappingRule, listMappingRules, removeMappingRule, tryMappingRule } from '#contract/mapping-rules.ts';
import { type BillingFrequency, type Term, termLabel } from '#model/term.ts';
import { type BodyOf, call, type ReplyOf } from '../../lib/api.ts';
import { plural } from '../../lib/format.ts';
import { FocusBack } from '../../ui/focus-back.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { SearchPicker } from '../../ui/search-picker.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { mappingWords } from '../../ui/words.ts';
import { searchServices } from './queries.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  fields: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(180px, 1fr))', gap: tokens.spacingHorizontalM },
});

type Body = BodyOf<typeof addMappingRule>;
// What a person can choose; schemas stay at the server.
const terms: readonly Term[] = ['P1M', 'P1Y', 'P2Y', 'P3Y'];
const frequencies: readonly BillingFrequency[] = ['monthly', 'annual', 'biennial', 'triennial', 'oneTime'];

/** As price sheets write them (partner-center-api reference 6.3). */
const segments = ['Commercial', 'Education', 'Government', 'Charity'] as const;

type Tried = ReplyOf<typeof tryMappingRule>['data'][number];
const becomesWords: Readonly<Record<Tried['becomes'], string>> = {
  changes: 'is mapped by it',
  same: 'is mapped there already',
  manual: 'stays: a person chose',
  excepted: 'stays: excepted',
  earlier: 'stays: an earlier rule decides',
};

export type RulesDialogProps = { readonly connectionId: string; readonly onChanged: () => void; readonly onClose: () => void };

/** Rules in their order, and a test bench: what a new one would do to the products of today, before it is kept. */
export function RulesDialog({ connectionId, onChanged, onClose }: RulesDialogProps) {
  const styles = useStyles();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>({ name: '', productHas: '', term: '', frequency: '', segment: '', promotionId: '' });
  const [service, setService] = useState<Service>();
  const rules = useQuery({ queryKey: [listMappingRules.id], queryFn: ({ signal }) => call(listMappingRules, { signal }) });
  const changed = async () => {
    tried.reset();
    await client.invalidateQueries({ queryKey: [listMappingRules.id] });
    onChanged();
  };
  const tried = useMutation({ mutationFn: (body: Body) => call(tryMappingRule, { body }) });
  const add = useMutation({ mutationFn: (body: Body) => call(addMappingRule, { body }), onSuccess: changed });
  const remove = useMutation({ mutationFn: (id: string) => call(removeMappingRule, { params: { id } }), onSuccess: changed });
  const isWhole = draft.name.trim() !== '' && service !== undefined;
  const body = bodyOf(connectionId, draft, service);
  const set = (part: Partial<Draft>) => {
    tried.reset();
    setDraft({ ...draft, ...part });
  };
  const chooseService = (chosen: Service | undefined) => {
    tried.reset();
    setService(chosen);
  };
  const error = add.error ?? tried.error ?? remove.error ?? rules.error;
  return (
    <Dialog
      open
      onOpenChange={(_, { open }) => {
        if (!open) onClose();
      }}
    >
      <DialogSurface>
        <FocusBack />
        <DialogBody>
          <DialogTitle>Rules for products</DialogTitle>
          <DialogContent className={styles.content}>
            <span>The first rule that fits says which service bills a product. A choice of a person stands before every rule.</span>
            {rules.data !== undefined && <Rules rules={rules.data.data} busy={remove.isPending} onRemove={remove.mutate} />}
            <RuleFields {...{ draft, set, service }} connectionId={connectionId} onService={chooseService} />
            {error !== null && <ProblemMessage error={error} title="That did not work" />}
            {tried.data !== undefined && <Bench tried={tried.data.data} />}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Close</Button>
            <Button
              disabledFocusable={!isWhole || tried.isPending}
              onClick={() => {
                if (isWhole) tried.mutate(body);
              }}
            >
              Try it
            </Button>
            <Button
              appearance="primary"
              disabledFocusable={!isWhole || tried.data === undefined || add.isPending}
              onClick={() => {
                if (isWhole && tried.data !== undefined) add.mutate(body);
              }}
            >
              Add the rule
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

type Draft = Readonly<Record<'name' | 'productHas' | 'term' | 'frequency' | 'segment' | 'promotionId', string>>;
type Service = { readonly id: string; readonly name: string };
type RuleFieldsProps = {
  readonly draft: Draft;
  readonly set: (part: Partial<Draft>) => void;
  readonly connectionId: string;
  readonly service: Service | undefined;
  readonly onService: (chosen: Service | undefined) => void;
};

/** What a new rule asks of a product, and which service then bills it. */
function RuleFields({ draft, set, connectionId, service, onService }: RuleFieldsProps) {
  const styles = useStyles();
  return (
    <div className={styles.fields}>
      <Field label="Name" required>
        <Input
          value={draft.name}
          onChange={(_, { value }) => {
            set({ name: value });
          }}
        />
      </Field>
      <Field label="Product name has">
        <Input
          value={draft.productHas}
          onChange={(_, { value }) => {
            set({ productHas: value });
          }}
        />
      </Field>
      <Field label="Term">
        <Select
          value={draft.term}
          onChange={(_, { value }) => {
            set({ term: value });
          }}
        >
          <option value="">Any</option>
          {terms.map((term) => (
            <option key={term} value={term}>
              {termLabel(term, 'monthly').split(',')[0]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Billed">
        <Select
          value={draft.frequency}
          onChange={(_, { value }) => {
            set({ frequency: value });
          }}
        >
          <option value="">Any</option>
          {frequencies.map((frequency) => (
            <option key={frequency} value={frequency}>
              {termLabel('none', frequency).split(', ')[1]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Segment">
        <Select
          value={draft.segment}
          onChange={(_, { value }) => {
            set({ segment: value });
          }}
        >
          <option value="">Any</option>
          {segments.map((segment) => (
            <option key={segment} value={segment}>
              {segment}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Promotion">
        <Input
          value={draft.promotionId}
          placeholder="Any, or Microsoft's id"
          onChange={(_, { value }) => {
            set({ promotionId: value });
          }}
        />
      </Field>
      <Field label="Service" required>
        <SearchPicker
          label="Service that bills it"
          searchKey={['mapping-services', connectionId]}
          search={(letters, signal) => searchServices(connectionId, letters, signal)}
          chosen={service}
          onChoose={onService}
        />
      </Field>
    </div>
  );
}

const bodyOf = (connectionId: string, draft: Draft, service: Service | undefined): Body => ({
  connectionId,
  name: draft.name.trim(),
  productHas: textOrNull(draft.productHas),
  productId: null,
  skuId: null,
  term: terms.find((each) => each === draft.term) ?? null,
  frequency: frequencies.find((each) => each === draft.frequency) ?? null,
  segment: textOrNull(draft.segment),
  promotionId: textOrNull(draft.promotionId),
  except: [],
  serviceId: service?.id ?? '',
});

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

type Rule = ReplyOf<typeof listMappingRules>['data'][number];
type RulesProps = { readonly rules: readonly Rule[]; readonly busy: boolean; readonly onRemove: (id: string) => void };

function Rules({ rules, busy, onRemove }: RulesProps) {
  if (rules.length === 0) return <Text>There are no rules yet.</Text>;
  return (
    <SmallTable
      label="Rules in their order"
      rows={rules}
      rowId={({ id }) => id}
      columns={[
        { title: 'Rule', cell: ({ name }) => name },
        {
          title: 'When',
          cell: ({ productHas, term, frequency, segment, promotionId }) =>
            [productHas, term, frequency, segment, promotionId].filter((each) => each !== null).join(', ') || 'always',
        },
        { title: 'Service', cell: ({ serviceName, serviceId }) => serviceName ?? serviceId },
        {
          title: '',
          cell: ({ id, name }) => (
            <Button
              size="small"
              aria-label={`Remove ${name}`}
              disabledFocusable={busy}
              onClick={() => {
                onRemove(id);
              }}
            >
              Remove
            </Button>
          ),
        },
      ]}
    />
  );
}

function Bench({ tried }: { readonly tried: readonly Tried[] }) {
  const changes = tried.filter((each) => each.becomes === 'changes').length;
  return (
    <>
      <Text role="status">
        Fits {plural(tried.length, 'product')}; {plural(changes, 'mapping')} would change.
      </Text>
      <SmallTable
        label="What the rule would do"
        rows={tried.slice(0, 100)}
        rowId={({ mappingId }) => mappingId}
        columns={[
          {
            title: 'Product',
            cell: ({ productName, ...key }) =>
              [productName, termLabel(key.term, key.frequency), key.segment, key.promotionId].filter((each) => each !== null).join(', '),
          },
          { title: 'Now', cell: ({ serviceName, state }) => serviceName ?? mappingWords[state].word },
          { title: 'Then', cell: ({ becomes }) => becomesWords[becomes] },
        ]}
      />
    </>
  );
}
