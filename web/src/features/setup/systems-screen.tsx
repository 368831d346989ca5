import { Button, Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { type SubmitEvent, useState } from 'react';
import { chooseSystems } from '#contract/setup.ts';
import type { ConnectionKind, PartnerType } from '#model/connection.ts';
import { PartnerType as PartnerTypes } from '#model/connection.ts';
import { distributorKinds, psaKinds, type SetupChoices, setupPath } from '#model/setup.ts';
import { call } from '../../lib/api.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { TextLink, useGo } from '../../ui/text-link.tsx';
import { connectionKindWords } from '../../ui/words.ts';
import { type SetupData, useSetupAct } from './queries.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  group: { border: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column' },
  hint: { color: tokens.colorNeutralForeground2, margin: 0 },
});

const partnerTypes: Readonly<Record<PartnerType, string>> = {
  directBill: 'Direct bill: I buy from Microsoft',
  indirectProvider: 'Indirect provider: resellers sell for me',
  indirectReseller: 'Indirect reseller: I buy from a provider',
};
const clouds = { global: 'Worldwide', usGovernment: 'US Government', china: 'China (21Vianet)' } as const;
type OpenCloud = keyof typeof clouds;

/** The usual partner; a person changes what is otherwise with him. */
const usual: SetupChoices = { partnerTypes: ['directBill'], clouds: ['global'], distributors: ['pax8'], psas: ['connectWise'] };

/** Partner type, clouds, distributors, PSA; nothing ticked is an answer too. */
export function SystemsScreen({ setup, may }: { readonly setup: SetupData; readonly may: boolean }) {
  const styles = useStyles();
  const go = useGo();
  const [choices, setChoices] = useState<SetupChoices>(setup.choices ?? usual);
  const save = useSetupAct(() => {
    const { partnerTypes: types, clouds: in_, distributors, psas } = choices;
    return call(chooseSystems, { body: { partnerTypes: types, clouds: in_, distributors, psas } });
  });
  const [tried, setTried] = useState(false);
  const lacks = choices.partnerTypes.length === 0 || choices.clouds.length === 0;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (lacks || save.isPending) return;
    save.mutate(undefined, {
      onSuccess: () => {
        go(setupPath('readiness'));
      },
    });
  };
  const put = (change: Partial<SetupChoices>): void => {
    setChoices({ ...choices, ...change });
  };
  return (
    <form className={styles.form} onSubmit={submit} aria-label="Systems">
      <Card title="How do you sell Microsoft licences?">
        <Ticks
          legend="Partner types"
          words={partnerTypes}
          all={PartnerTypes.options}
          chosen={choices.partnerTypes}
          onChoose={(types) => {
            put({ partnerTypes: types });
          }}
        />
      </Card>
      <Card title="In which clouds?">
        <Ticks
          legend="Clouds"
          words={clouds}
          all={Object.keys(clouds) as OpenCloud[]}
          chosen={choices.clouds}
          onChoose={(in_) => {
            put({ clouds: in_ });
          }}
        />
      </Card>
      <Card title="Which distributors?">
        <Ticks
          legend="Distributors"
          words={connectionKindWords}
          all={distributorKinds}
          chosen={choices.distributors}
          onChoose={(distributors) => {
            put({ distributors });
          }}
        />
        <p className={styles.hint}>None ticked: you buy directly from Microsoft. The last one is for any other: you upload its exports.</p>
      </Card>
      <Card title="Where do you bill your customers?">
        <Ticks
          legend="PSA systems"
          words={connectionKindWords}
          all={psaKinds}
          chosen={choices.psas}
          onChoose={(psas) => {
            put({ psas });
          }}
        />
        <p className={styles.hint}>None ticked: billing is left out of the comparison for now.</p>
      </Card>
      {tried && lacks && <p role="alert">Choose at least one partner type and one cloud.</p>}
      {save.isError && <ProblemMessage error={save.error} title="The choice was not saved" />}
      <div>
        <Button type="submit" appearance="primary" disabledFocusable={!may || save.isPending}>
          Save systems and go on
        </Button>{' '}
        <TextLink to="/">Look around first</TextLink>
      </div>
    </form>
  );
}

type TicksProps<Value extends string> = {
  readonly legend: string;
  readonly words: Readonly<Record<Value, string>>;
  readonly all: readonly Value[];
  readonly chosen: readonly Value[];
  readonly onChoose: (chosen: Value[]) => void;
};

function Ticks<Value extends ConnectionKind | PartnerType | OpenCloud>({ legend, words, all, chosen, onChoose }: TicksProps<Value>) {
  const styles = useStyles();
  return (
    <fieldset className={styles.group} aria-label={legend}>
      {all.map((each) => (
        <Checkbox
          key={each}
          label={words[each]}
          checked={chosen.includes(each)}
          onChange={(_, { checked }) => {
            onChoose(all.filter((other) => (other === each ? checked === true : chosen.includes(other))));
          }}
        />
      ))}
    </fieldset>
  );
}
