import { type JobReply, type System, until } from './start-system.ts';

/** The parts of the API and of the sandbox's truth that the journeys look at. */
export type OverviewReply = {
  readonly differences: { readonly open: number; readonly byKind: Readonly<Record<string, number>> };
  readonly monthly: readonly { readonly amount: string; readonly currency: string }[];
};
export type DifferenceReply = {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly customerName: string;
  readonly impact: { readonly amount: string; readonly currency: string };
  readonly microsoft: { readonly quantity?: string };
  readonly distributor: { readonly quantity?: string };
  readonly psa: { readonly quantity?: string };
  readonly sentence: string;
};
export type PlanReply = {
  readonly id: string;
  readonly state: string;
  readonly undoable: boolean;
  readonly totals: readonly { readonly amount: string; readonly currency: string }[];
  readonly steps: readonly {
    readonly state: string;
    readonly summary: string;
    readonly before: Readonly<Record<string, string>>;
    readonly after: Readonly<Record<string, string>>;
    readonly outcome: { readonly verified: boolean; readonly sentence: string } | null;
  }[];
};
export type Planted = {
  readonly id: string;
  readonly kind: string;
  readonly customerName: string;
  readonly subscriptionId?: string;
  readonly psaAdditionIds: readonly number[];
  readonly expected: string;
  readonly actual: string;
  readonly impact: string;
};
type Addition = { readonly id: number; readonly agreementId: number; readonly quantity: string; readonly updatedBy: string };

export const overview = (system: System): Promise<OverviewReply> => system.get('/overview');

export const planted = async (system: System): Promise<readonly Planted[]> =>
  (await system.control<{ differences: readonly Planted[] }>('GET', '/truth/planted')).differences;

/** All open differences, however many pages. */
export async function openDifferences(system: System): Promise<readonly DifferenceReply[]> {
  const all: DifferenceReply[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = `limit=100&state=open&sort=-impact${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const page: { data: DifferenceReply[]; page: { nextCursor: string | null } } = await system.get(`/differences?${query}`);
    all.push(...page.data);
    cursor = page.page.nextCursor;
  }
  return all;
}

/** The reading of everything has ended, invoices and their comparison included: what is counted then stays until somebody does something. */
export const everythingIsRead = (system: System): Promise<unknown> =>
  until('everything is read and compared', async () => {
    const { data } = await system.get<{ data: readonly (JobReply & { readonly title: string })[] }>('/jobs?limit=100');
    const ended = (job: JobReply): boolean => ['completed', 'completedWithErrors'].includes(job.status);
    return data.some(({ title }) => title.startsWith('Compare the invoices')) && data.every(ended);
  });

/** The story's difference: 25 seats bought, 20 billed. */
export async function boughtTwentyFive(system: System): Promise<{ readonly difference: DifferenceReply; readonly truth: Planted }> {
  const truth = (await planted(system)).find((one) => one.kind === 'quantity_mismatch_psa' && one.expected === '25' && one.actual === '20');
  const difference = (await openDifferences(system)).find(
    (one) => one.kind === 'quantity_mismatch_psa' && one.customerName === truth?.customerName && one.psa.quantity === '20',
  );
  if (truth === undefined || difference === undefined)
    throw new Error('The planted "25 bought, 20 billed" is not among the open differences');
  return { difference, truth };
}

/** The line at the sandbox's ConnectWise, as it stands there and not as we believe. */
export const lineAtPsa = (system: System, truth: Planted): Promise<Addition> =>
  system.control('GET', `/truth/psaAdditions/${String(truth.psaAdditionIds[0])}`);

/** Calls at the sandbox's ConnectWise that changed something, oldest first. */
export async function writesAtPsa(system: System): Promise<readonly { readonly method: string; readonly path: string }[]> {
  const { calls } = await system.control<{ calls: readonly { readonly method: string; readonly path: string }[] }>(
    'GET',
    '/truth/calls?remote=connectwise&limit=100000',
  );
  return calls.filter(({ method }) => method !== 'GET');
}

/** How often the line was really changed, by us or by a person: from the world's own log of what happened. */
export async function changesOfLine(system: System, truth: Planted): Promise<number> {
  const { events } = await system.control<{
    events: readonly { readonly kind: string; readonly about: Readonly<Record<string, string>> }[];
  }>('GET', '/truth/events?limit=100000');
  return events.filter(({ about }) => about['additionId'] === String(truth.psaAdditionIds[0])).length;
}

export const preview = (system: System, difference: DifferenceReply): Promise<PlanReply> =>
  system.post('/plans', { type: 'correction', differenceIds: [difference.id] });

export async function applyAndWait(system: System, plan: PlanReply): Promise<JobReply> {
  const { jobId } = await system.post<{ jobId: string }>(`/plans/${plan.id}/apply`, {}, { 'idempotency-key': `apply ${plan.id}` });
  return system.job(jobId);
}

export async function undoAndWait(system: System, plan: PlanReply): Promise<JobReply> {
  const { jobId } = await system.post<{ jobId: string }>(`/plans/${plan.id}/undo`, {}, { 'idempotency-key': `undo ${plan.id}` });
  return system.job(jobId);
}

/** Money a month, exactly: cents as an integer. */
export const cents = (amount: string): number => Math.round(Number(amount) * 100);
