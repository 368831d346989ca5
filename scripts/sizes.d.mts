export function checkSizes(root: string): { code: number; output: string; seconds: number; note: string };
