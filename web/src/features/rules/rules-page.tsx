import { Button, makeStyles, Tooltip, tokens } from '@fluentui/react-components';
import { Add20Regular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { formatDate, plural } from '../../lib/format.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { differenceKindWords } from '../../ui/difference-words.ts';
import { Money } from '../../ui/money.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { ReconciliationTabs } from '../../ui/reconciliation-tabs.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { type Rule, rulesQuery, useRemoveRule, useSwitchRule } from './queries.ts';

const RuleForm = lazy(async () => ({ default: (await import('./rule-form.tsx')).RuleForm }));

const useStyles = makeStyles({ acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS } });

/** Rules that dismiss small differences by themselves, each within its limits, each tried before it is made. */
export function RulesPage() {
  const [adding, setAdding] = useState(false);
  const may = useMay('corrections:apply');
  const query = useQuery(rulesQuery);
  const add = (
    <Button
      icon={<Add20Regular />}
      disabledFocusable={!may}
      onClick={() => {
        if (may) setAdding(true);
      }}
    >
      Add a rule
    </Button>
  );
  const button = may ? (
    add
  ) : (
    <Tooltip content={lacksPermission('corrections:apply')} relationship="description">
      {add}
    </Tooltip>
  );
  return (
    <Page title="Rules" area="Reconciliation" actions={!adding && button}>
      <ReconciliationTabs />
      {adding && (
        <Suspense>
          <RuleForm
            onClose={() => {
              setAdding(false);
            }}
          />
        </Suspense>
      )}
      <QueryStates query={query}>
        {(rules) =>
          rules.length === 0 && !adding ? (
            <Empty title="No rules">
              A rule dismisses small differences of one kind by itself, up to a limit of money. You see what it would have done last month
              first.
            </Empty>
          ) : (
            rules.map((rule) => <RuleCard key={rule.id} rule={rule} may={may} />)
          )
        }
      </QueryStates>
    </Page>
  );
}

function RuleCard({ rule, may }: { readonly rule: Rule; readonly may: boolean }) {
  const styles = useStyles();
  const turn = useSwitchRule();
  const remove = useRemoveRule();
  const error = turn.error ?? remove.error;
  return (
    <Card
      title={rule.name}
      action={<StateBadge state={rule.isActive ? { word: 'On', intent: 'success' } : { word: 'Off', intent: 'neutral' }} />}
    >
      <Facts
        facts={[
          ['Dismisses', rule.kinds.map((kind) => differenceKindWords[kind]).join(', ')],
          ['Only', onlyOf(rule)],
          [
            'Limits',
            <span key="limits">
              <Money value={rule.limitEach} /> each, <Money value={rule.limitTotal} /> together
            </span>,
          ],
          ['Because', rule.reason],
          ['Until', rule.expiresOn === null ? undefined : formatDate(rule.expiresOn)],
          [
            'Holds now',
            <span key="holds">
              {plural(rule.accepted, 'difference')}, <Money value={rule.acceptedMoney} />
            </span>,
          ],
          ['Made by', `${rule.createdBy}, ${formatDate(rule.createdAt)}`],
        ]}
      />
      {error !== null && <ProblemMessage error={error} title="The rule was not changed" />}
      {may && (
        <div className={styles.acts}>
          <Button
            size="small"
            disabledFocusable={turn.isPending}
            onClick={() => {
              turn.mutate(rule);
            }}
          >
            {rule.isActive ? 'Switch off' : 'Switch on'}
          </Button>
          <Button
            size="small"
            appearance="subtle"
            disabledFocusable={remove.isPending}
            onClick={() => {
              remove.mutate(rule);
            }}
          >
            Remove, and open again what it holds
          </Button>
        </div>
      )}
    </Card>
  );
}

/** "Contoso Ltd, causes that are certain"; undefined when it takes all. */
function onlyOf({ customerName, product, onlyCertain }: Rule): string | undefined {
  const parts = [customerName, product, onlyCertain ? 'causes that are certain' : null].filter((part) => part !== null);
  return parts.length === 0 ? undefined : parts.join(', ');
}
