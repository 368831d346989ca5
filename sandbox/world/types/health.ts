import type { Cloud } from './common.ts';

/** Something that was wrong with a service of Microsoft's, for everybody who has it. `id` = two letters and a number. */
export type ServiceIssue = {
  readonly id: string;
  readonly cloud: Cloud;
  /** Id of the service: `Exchange`. */
  readonly service: string;
  readonly classification: 'advisory' | 'incident';
  readonly title: string;
  readonly impact: string;
  readonly feature: string;
  readonly startedAt: string;
  /** When it is over; absent while nobody knows. */
  readonly endsAt?: string;
};

/** An announcement in the message centre. */
export type ServiceMessage = {
  readonly id: string;
  readonly cloud: Cloud;
  /** Ids of services. */
  readonly services: readonly string[];
  readonly title: string;
  readonly text: string;
  readonly category: 'preventOrFixIssue' | 'planForChange' | 'stayInformed';
  readonly severity: 'normal' | 'high' | 'critical';
  readonly isMajor: boolean;
  readonly tags: readonly string[];
  readonly publishedAt: string;
  readonly expiresAt: string;
  readonly actBy?: string;
};
