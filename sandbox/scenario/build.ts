import { stringify } from 'yaml';
import { type Expectation, type Scenario, ScenarioFile, type ScenarioInput, type StepInput, type When } from './language.ts';

type Of<Act extends StepInput['act']> = Omit<Extract<StepInput, { readonly act: Act }>, 'act' | 'when' | 'expect'>;
type Expected = ScenarioInput['expect'] extends (infer One)[] | undefined ? One : Expectation;

/** A step to come, with the findings that it leaves behind: `buy({...}).expects({...})`. */
export class StepDraft {
  readonly #step: StepInput;

  constructor(step: StepInput) {
    this.#step = step;
  }

  expects(...found: readonly Expected[]): StepDraft {
    return new StepDraft({ ...this.#step, expect: [...found] });
  }

  at(when: When): StepInput {
    return { when, ...this.#step };
  }

  plain(): StepInput {
    return this.#step;
  }
}

/** A word of the language as a function: one function for each act, typed by the act's own members. */
const word =
  <Act extends StepInput['act']>(act: Act) =>
  (members: Of<Act>): StepDraft =>
    // The members are those of this act; the compiler does not follow the union through the generic.
    new StepDraft({ act, ...members } as unknown as StepInput);

export const does = {
  buy: word('buy'),
  seats: word('seats'),
  cancel: word('cancel'),
  suspend: word('suspend'),
  reactivate: word('reactivate'),
  autoRenew: word('autoRenew'),
  nextTerm: word('nextTerm'),
  promotion: word('promotion'),
  listPrice: word('listPrice'),
  psaLine: word('psaLine'),
  psaCopy: word('psaCopy'),
  psaDelete: word('psaDelete'),
  atDistributor: word('atDistributor'),
  access: word('access'),
  relationship: word('relationship'),
  webhooks: word('webhooks'),
  switch: word('switch'),
  fault: word('fault'),
  faultsEnd: word('faultsEnd'),
  do: word('do'),
  wait: word('wait'),
} as const;

export const day = (dayOfMonth: number, time?: string): When => ({ day: dayOfMonth, ...(time === undefined ? {} : { time }) });
export const after = (span: string): When => ({ after: span });
export const later = (span: string): When => ({ later: span });
export const instant = (at: string): When => ({ at });

/** `scenario('...').on(day(12), does.buy({...}), does.cancel({...})).expects({...}).done()` */
export class ScenarioDraft {
  readonly #made: ScenarioInput;

  constructor(made: ScenarioInput) {
    this.#made = made;
  }

  on(when: When, ...steps: readonly StepDraft[]): ScenarioDraft {
    const [first, ...others] = steps;
    const added = first === undefined ? [{ act: 'wait', when } as const] : [first.at(when), ...others.map((one) => one.plain())];
    return new ScenarioDraft({ ...this.#made, steps: [...this.#made.steps, ...added] });
  }

  expects(...found: readonly Expected[]): ScenarioDraft {
    return new ScenarioDraft({ ...this.#made, expect: [...(this.#made.expect ?? []), ...found] });
  }

  /** Checked as a file is. */
  done(): Scenario {
    return ScenarioFile.parse(this.#made);
  }
}

export const scenario = (name: string, about = ''): ScenarioDraft => new ScenarioDraft({ name, about, steps: [] });

/** The file of a scenario, for people who go on with it by hand. */
export const toYaml = (made: Scenario): string => stringify(made, { lineWidth: 140 });
