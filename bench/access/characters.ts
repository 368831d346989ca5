/** How a customer and its access behave; `approvesAfter`: days from the alarm that a replacement was asked for on, `never` until it lapses. */
export type Character = {
  readonly name: string;
  /** As it was: the relationship of the estate. requested: a new one of 730 days. */
  readonly begins: 'asItWas' | 'requested';
  readonly extends: boolean;
  readonly hasGlobalAdministrator: boolean;
  /** Undefined: nobody has to approve anything. */
  readonly approvesAfter: number | 'lapsed' | undefined;
};

const ordinary = { begins: 'asItWas', extends: false, hasGlobalAdministrator: false } as const;

/** Who keeps his access without a gap, and who cannot: the alarm comes 30 days before the end. */
export const characters: readonly Character[] = [
  { ...ordinary, name: 'extends itself', extends: true, approvesAfter: undefined },
  { ...ordinary, name: 'replaced, approved in time', approvesAfter: 3 },
  { ...ordinary, name: 'two years with Global Administrator', begins: 'requested', hasGlobalAdministrator: true, approvesAfter: 10 },
  { ...ordinary, name: 'two years, does not extend', begins: 'requested', approvesAfter: 12 },
  { ...ordinary, name: 'approved five days late', approvesAfter: 35 },
  { ...ordinary, name: 'invitation lapses, asked again', approvesAfter: 'lapsed' },
];

/** A gap is expected only of who lets the end pass. */
export const isInTime = ({ approvesAfter }: Character): boolean =>
  approvesAfter === undefined || (approvesAfter !== 'lapsed' && approvesAfter < 30);
