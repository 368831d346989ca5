/** Everything the API answers lives below this path. */
export const apiBase = '/api/v1';
