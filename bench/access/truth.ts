import type { World, WorldEvent } from '../../sandbox/world/world.ts';

/** Whether somebody of the partner gets in at this moment: a relationship is active and a group holds roles of it (partner-center-api reference 16). */
const isOpen = (world: World, accountId: string, customerId: string): boolean =>
  world.tables.gdap
    .by('customerId', customerId)
    .some((row) => row.accountId === accountId && row.status === 'active' && row.assignments.some(({ status }) => status === 'active'));

type Turn = { readonly atMs: number; readonly isOpen: boolean };

/** What the sandbox knows of each customer's access: every moment at which it opened or closed, whenever anybody looked. */
export class AccessTruth {
  readonly #world: World;
  readonly #accountId: string;
  readonly #turns = new Map<string, Turn[]>();

  constructor(world: World, accountId: string) {
    this.#world = world;
    this.#accountId = accountId;
    world.on((event) => {
      this.#hear(event);
    });
  }

  isOpen(customerId: string): boolean {
    return isOpen(this.#world, this.#accountId, customerId);
  }

  /** Counts from now on. */
  watch(customerId: string): void {
    this.#turns.set(customerId, [{ atMs: this.#world.clock.nowMs(), isOpen: this.isOpen(customerId) }]);
  }

  /** Days without access since it was first watched, to the second. */
  daysWithout(customerId: string): number {
    const turns = this.#turns.get(customerId) ?? [];
    const closedMs = turns.reduce((sum, turn, index) => {
      const untilMs = turns[index + 1]?.atMs ?? this.#world.clock.nowMs();
      return turn.isOpen ? sum : sum + untilMs - turn.atMs;
    }, 0);
    return Math.round(closedMs / 1000) / 86_400;
  }

  #hear({ at, about }: WorldEvent): void {
    const { customerId = '' } = about;
    const turns = this.#turns.get(customerId);
    const now = this.isOpen(customerId);
    if (turns !== undefined && turns.at(-1)?.isOpen !== now) turns.push({ atMs: Date.parse(at), isOpen: now });
  }
}
