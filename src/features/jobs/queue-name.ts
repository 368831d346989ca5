/** One queue for all jobs that people can watch; the job's row says what it is. */
export const jobQueue = 'job';
