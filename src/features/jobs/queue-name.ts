/** The queue of the jobs that people can watch; the job's row says what it is. */
export const jobQueue = 'job';
/** Its short lane: what somebody waits for and takes seconds never stands behind readings that take hours. */
export const quickQueue = 'job.quick';

export const jobQueues: readonly string[] = [jobQueue, quickQueue];

/** What a person asked for is taken before what the schedule asked for. */
export const personsPriority = 10;
