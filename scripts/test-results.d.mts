type Report = { testResults: readonly { status: string; assertionResults?: readonly { status: string }[] }[] };
export function countResults(report: Report, exitCode: number): { passed: number; failed: number };
